"""A paper as the template takes it: words made printable, what stands on every page, the proofs at its end. Pure."""

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from permanence.casework.documents.glyphs import printable, runs_rightwards
from permanence.casework.documents.paper import Paper

LETTERS = (
    "Noto Sans",
    *(f"Noto Sans {script}" for script in ("Arabic", "Hebrew", "Armenian", "Georgian", "Ethiopic")),
    *(f"Noto Sans {script}" for script in ("Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Kannada", "Malayalam")),
    *(f"Noto Sans {script}" for script in ("Oriya", "Sinhala", "Tamil", "Telugu", "Khmer", "Lao", "Myanmar", "Thai")),
    *("Noto Sans Symbols", "Noto Emoji"),
)
"""What comes with the package of fonts, the plain one first."""
ADDED = ("Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC", "Noto Sans TC")
"""What an operator may put beside them (`docs/operations.md`)."""
MONO = ("DejaVu Sans Mono",)
DEMONSTRATION = "DÉMONSTRATION : document produit par Permanence avec des données d’essai. Il n’a aucune valeur."
EXERCISE = "EXERCICE : document produit pendant une formation. La personne et les faits sont inventés."
MARKS = ("RÉPUBLIQUE FRANÇAISE", "Liberté, Égalité, Fraternité")
AUTHENTICITY = (
    "Ce document est la copie, à l’instant indiqué, de ce que contient le dossier tenu par la brigade numérique. Son "
    "enregistrement (le texte exact, en JSON canonique) est joint à ce fichier PDF sous le nom enregistrement.json : "
    "l’empreinte SHA-256 de ce fichier joint doit être celle imprimée ci-dessous et au bas de chaque page. Un "
    "caractère sans police d’impression est remplacé par son code entre crochets, par exemple [U+6771] ; "
    "l’enregistrement garde le caractère lui-même."
)


def shown(paper: Paper, *, state_marks: bool, extra_fonts: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the template reads beside the record."""
    local = paper.made_at.astimezone(ZoneInfo(paper.zone))
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {
        **{name: getattr(paper, name) for name in ("title", "number", "reference", "force", "desk")},
        "subtitle": printable(paper.subtitle),
        "issuer": f"{paper.force}, {paper.desk.lower()}",
        "made": {name: getattr(local, name) for name in parts} | {"words": paper.made_words},
        "digest_short": " ".join(paper.digest[start : start + 4] for start in range(0, 16, 4)) + " …",
        "banner": DEMONSTRATION if paper.is_demonstration else EXERCISE if paper.is_exercise else "",
        "watermark": "DÉMONSTRATION" if paper.is_demonstration else "EXERCICE" if paper.is_exercise else "",
        "marks": list(MARKS) if state_marks else [],
        "head": _shown(list(paper.head), paper.language),
        "blocks": [_shown(asdict(block), paper.language) for block in paper.blocks],
        "authenticity": AUTHENTICITY,
        "proofs": _proofs(paper),
        "fonts": [name.lower() for name in (*LETTERS, *extra_fonts)],
        "mono": [name.lower() for name in (*MONO, *LETTERS[:1])],
    }


def _proofs(paper: Paper) -> list[tuple[str, Any]]:
    proofs: list[tuple[str, Any]] = [("Document", paper.number), ("Enregistrement (SHA-256)", {"hash": paper.digest})]
    if paper.key:
        proofs.append(("Clé qui signe les archives", {"hash": paper.key}))
    return proofs


def _shown(value: Any, language: str) -> Any:
    if isinstance(value, str):
        text = printable(value)
        return {"rtl": text, "lang": language if language != "fr" else "ar"} if runs_rightwards(value) else text
    if isinstance(value, dict):
        if "hash" in value:
            return value
        return {name: _field(name, one, language) for name, one in value.items()}
    return [_shown(one, language) for one in value] if isinstance(value, list | tuple) else value


def _field(name: str, value: Any, language: str) -> Any:
    if isinstance(value, str) and name not in ("text",):
        return printable(value)
    return _shown(value, language)
