"""Builds what browsers get, at install, without Node: `python -m config.assets`.

Answers for: the chosen parts of the State's design system (DSFR), purged of what our pages do not use, in
`build/vendor`; then every style sheet and script of the rooms, with hashed names and compressed, in `build/static`.
Refuses the design system's scripts and, in the style sheet that every page links, its fonts: the Marianne font and the
State's marks are reserved, and go to a sheet of their own that only a deployment with
`PERMANENCE_STATE_MARKS=on` links.
See docs/decisions/the-design-system-and-the-assets.md.
"""

import base64
import os
import re
import secrets
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config.environment import BASE_DIR
from permanence.ui.purge import purge

VENDOR = BASE_DIR / "build" / "vendor"
STATIC = BASE_DIR / "build" / "static"
ROOMS = BASE_DIR / "permanence"

COMPONENTS = ["skiplink", "link", "button", "form", "input", "radio", "checkbox", "notice", "alert", "callout"]
SHEETS = ["core/core", *(f"component/{name}/{name}" for name in COMPONENTS)]
MARKS = ["Marianne-Regular.woff2", "Marianne-Bold.woff2"]
USED = re.compile(r"\bfr-[\w-]+")
MARIANNE = "font-family:Marianne,arial,sans-serif"
FONT = re.compile(r"@font-face\{[^}]*\}")
PICTURE = re.compile(r"""url\(["']?(?!data:)([^"')]+\.svg)["']?\)""")


def main() -> int:
    """Builds everything anew; safe to run again."""
    _vendor()
    _collect()
    return 0


def _vendor() -> None:
    package = find_spec("dsfr")
    if package is None or package.origin is None:
        sys.exit("django-dsfr is not installed: run make install")
    source = Path(package.origin).parent / "static" / "dsfr" / "dist"
    target = VENDOR / "dsfr"
    shutil.rmtree(VENDOR, ignore_errors=True)
    target.mkdir(parents=True)
    (target / "dsfr.css").write_text(_chosen_styles(source), encoding="utf-8")
    (target / "marks.css").write_text(_marks(source, target), encoding="utf-8")


def _chosen_styles(source: Path) -> str:
    sheets = [_read(source, f"{name}.main.min.css") for name in SHEETS]
    sheets.append((source / "scheme" / "scheme.min.css").read_text(encoding="utf-8"))
    # Nobody's page bears the reserved font unless its deployment may.
    fontless = [FONT.sub("", sheet).replace(MARIANNE, "font-family:var(--letters)") for sheet in sheets]
    ours = [path.read_text(encoding="utf-8") for path in ROOMS.glob("*/static/**/*.css")]
    notice = "/* Parts of the Systeme de design de l'Etat (DSFR), MIT, see the package django-dsfr. */\n"
    return notice + purge(fontless, used=_used_classes(), read_elsewhere=ours)


def _used_classes() -> frozenset[str]:
    pages = [*ROOMS.glob("*/templates/**/*.html"), *ROOMS.glob("*/static/**/*.js"), *ROOMS.glob("*/*.py")]
    return frozenset(name for page in pages for name in USED.findall(page.read_text(encoding="utf-8")))


def _read(source: Path, name: str) -> str:
    """One sheet, with its pictures within it: a request saved each on a weak network."""
    path = source / name

    def embedded(match: re.Match[str]) -> str:
        picture = (path.parent / match[1]).resolve()
        return f'url("data:image/svg+xml,{quote(picture.read_text(encoding="utf-8"), safe=" =:/,;()")}")'

    return PICTURE.sub(embedded, path.read_text(encoding="utf-8"))


def _marks(source: Path, target: Path) -> str:
    faces = []
    for name in MARKS:
        shutil.copyfile(source / "fonts" / name, target / name)
        weight = 700 if "Bold" in name else 400
        faces.append(
            f"@font-face{{font-family:Marianne;font-weight:{weight};font-display:swap;src:url({name}) format('woff2')}}"
        )
    logo = purge([_read(source, "component/logo/logo.main.min.css")], used=frozenset({"fr-logo"}))
    return "\n".join([*faces, logo, ":root{--letters:Marianne,system-ui,sans-serif}", ""])


def _collect() -> None:
    """Django's own collection, with settings that need no key: nothing here reads or writes a secret."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("PERMANENCE_SECRET_KEY", secrets.token_urlsafe(32))
    os.environ.setdefault("PERMANENCE_MASTER_KEY", base64.b64encode(secrets.token_bytes(32)).decode())
    import django
    from django.core.management import call_command

    django.setup()
    shutil.rmtree(STATIC, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
