"""Names as people and files write them, made comparable."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def plain(name: str) -> str:
    """Without accents, capitals, apostrophes, hyphens or doubled spaces: "L’Haÿ-les-Roses" is "l hay les roses"."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    letters = (c if c.isalnum() else " " for c in decomposed.casefold() if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
