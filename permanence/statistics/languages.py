"""The languages that figures tell apart: all others count together, for whoever opens a conversation names any code,
and a code that nobody else gives would tell who it was. Pure."""

from collections.abc import Mapping
from functools import cache

OTHER = "other"
LANGUAGES: Mapping[str, str] = {
    "fr": "français",
    "en": "anglais",
    "es": "espagnol",
    "pt": "portugais",
    "tr": "turc",
    "ar": "arabe",
    "uk": "ukrainien",
    "ru": "russe",
    "ro": "roumain",
    "it": "italien",
    "de": "allemand",
    "pl": "polonais",
    "zh": "chinois",
    "fa": "persan",
    "sq": "albanais",
    OTHER: "une autre langue",
}
"""By code, as one says them."""


@cache
def known(code: str) -> str:
    """The code that `code` counts under: `pt` for `pt-BR`, `other` for what is not told apart; empty for none."""
    language = code.partition("-")[0]
    return language if not language or language in LANGUAGES else OTHER
