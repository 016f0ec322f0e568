"""`permanence evidence`: is an archive intact, and with which key this deployment signs.

`verify` asks for no settings, no database and no keys: it runs wherever the program is installed.
"""

import sys
from pathlib import Path

import click


@click.group()
def evidence() -> None:
    """Archives of evidence that left Permanence."""


@evidence.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", default="", help="The fingerprint that the key must have, printed on the transmission sheet.")
def verify(file: Path, key: str) -> None:
    """Checks FILE whole; exit 1, and the first faulty file named, where anything in it was altered."""
    from permanence.casework.documents import verifying

    try:
        with file.open("rb") as opened:
            found = verifying.verify(opened, key=key)
    except OSError as error:
        click.echo(f"permanence: {file} ne peut pas être lu : {error.strerror}", err=True)
        sys.exit(2)
    except verifying.Fault as fault:
        click.echo(f"permanence: {file.name} n’est pas intacte. {fault}", err=True)
        sys.exit(1)
    click.echo(_told(file.name, found.manifest, found.is_known_key))


@evidence.command("key")
def show_key() -> None:
    """The fingerprint of the key that signs this deployment's archives, and the key itself."""
    from permanence.casework.documents import keys, signing

    public = signing.public_key()
    click.echo(keys.fingerprint(public))
    click.echo(keys.pem(public).decode(), nl=False)


def _told(name: str, manifest: object, is_known_key: bool) -> str:
    from permanence.casework.documents.manifest import Manifest

    assert isinstance(manifest, Manifest)
    count = len(manifest.files)
    files = f"{count} fichiers" if count > 1 else f"{count} fichier"
    key = f"clé {manifest.fingerprint}"
    compare = ", celle attendue" if is_known_key else ", à comparer à celle de la fiche de transmission (--key)"
    when = manifest.made_at.strftime("%d/%m/%Y %H:%M UTC")
    return f"{name} : intacte, {files}, signalement {manifest.reference}, établie le {when}, {key}{compare}"
