"""The words that go into an archive: how to check it anywhere. Pure."""

README = "LISEZMOI.txt"
SUMS = "SHA256SUMS"
KEY = "cle-publique.pem"

WORDS = """\
Archive du signalement {reference}
Établie {made} par la brigade numérique ({force}).
{banner}
Ce qu'elle contient
  {documents}
  pieces/            les pièces, telles qu'elles ont été reçues, bit pour bit
  manifeste.json     la liste des fichiers, leur taille, leur empreinte SHA-256, ce qui est arrivé à chaque pièce
  manifeste.json.sig la signature du manifeste (Ed25519)
  cle-publique.pem   la clé qui la vérifie
  SHA256SUMS         les mêmes empreintes, pour les outils courants

Les pièces n'ont pas été modifiées : elles peuvent porter des métadonnées (date, appareil, position) et, pour celles
qui n'ont pas été analysées, un logiciel malveillant. Ouvrez-les sur un poste prévu pour cela.

Vérifier l'archive
  Avec le programme Permanence, sur n'importe quel poste (ni base de données, ni réglage) :
      permanence evidence verify ARCHIVE.zip --key EMPREINTE
  EMPREINTE est celle de la clé de la brigade, imprimée à la fin de la fiche de transmission :
      {key}
  La réponse est une ligne. Un octet changé, un fichier ajouté, retiré ou renommé : le fichier en cause est nommé.

  Sans le programme, dans le dossier où l'archive a été extraite :
      sha256sum --check SHA256SUMS
      openssl pkeyutl -verify -pubin -inkey cle-publique.pem -rawin -in manifeste.json -sigfile manifeste.json.sig
      openssl pkey -pubin -in cle-publique.pem -outform DER | sha256sum
  La troisième commande donne l'empreinte de la clé : c'est elle qu'il faut comparer à la fiche de transmission reçue
  par une autre voie. Une archive entièrement refaite aurait une autre clé.

Conserver l'archive telle quelle : extraite puis compressée de nouveau, ce n'est plus la même, même si ses fichiers le
sont.
"""


def words(*, reference: str, made: str, force: str, documents: list[str], key: str, banner: str) -> bytes:
    """The file."""
    told = WORDS.format(
        reference=reference,
        made=made,
        force=force,
        documents="\n  ".join(documents),
        key=key,
        banner=f"\n{banner}\n" if banner else "",
    )
    return told.encode()


def sums(entries: list[tuple[str, str]]) -> bytes:
    """`SHA256SUMS`: of each file, its digest and its name."""
    return "".join(f"{digest}  {name}\n" for name, digest in entries).encode()
