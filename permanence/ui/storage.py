"""Where browsers get styles and scripts: hashed names, compressed once at install."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Follows imports between ES modules, so that they can be cached for ever."""

    support_js_module_import_aggregation = True
