"""Names as people and files write them, made comparable."""

import unicodedata

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def exact(name: str) -> str:
    """As it is written, whichever the apostrophes, the spaces, the capitals and the composition of accents.

    "Saint Denis" and "Saint-Denis" stay two names: two police stations bear them, an ocean apart.
    """
    return " ".join(unicodedata.normalize("NFC", name).translate(_APOSTROPHES).casefold().split())


def scope(force: str, department: str) -> str:
    """How far one name stands for one unit: a police station of the mainland may answer beyond its department, a
    brigade without an id or anything overseas does not."""
    return "" if force == "PN" and len(department) == 2 else department


def plain(name: str) -> str:
    """Without accents, capitals, apostrophes, hyphens or doubled spaces: "L’Haÿ-les-Roses" is "l hay les roses"."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    letters = (c if c.isalnum() else " " for c in decomposed.casefold() if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
