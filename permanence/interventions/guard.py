"""Who is typing? While the author may be reading, what the desk writes must not betray to whom she writes. Pure.

The words that betray are data (`data/revealing.txt`). A sentence that holds one is refused to its officer with the
words named: it is rephrased, or the mark is lifted. Nothing is decided about what the visitor writes.
"""

import re
from functools import cache
from importlib.resources import files

from permanence.desk.craft.folding import fold
from permanence.lib.errors import Invalid

WHOLE = "_"
REFUSED = (
    "L’auteur lit peut-être : ce message contient {words}. Reformulez-le en une phrase neutre, ou levez la mention "
    "« L’auteur lit peut-être » dans la fiche."
)


class Revealing(Invalid):
    """What an officer wrote would tell somebody else too much."""


def check(text: str) -> None:
    """Raises `Revealing`, which names the words."""
    found = revealing(text)
    if found:
        raise Revealing(REFUSED.format(words=", ".join(f"« {word} »" for word in found)))


def revealing(text: str) -> list[str]:
    """The words of `text` that betray, as they were typed, each once."""
    folded, places = fold(text)
    words = (text[places[one.start()] : places[one.end() - 1] + 1] for one in _pattern().finditer(folded))
    return list(dict.fromkeys(words))


@cache
def _pattern() -> re.Pattern[str]:
    lines = files("permanence.interventions").joinpath("data", "revealing.txt").read_text(encoding="utf-8").splitlines()
    stems = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    parts = [re.escape(stem[:-1]) + r"\b" if stem.endswith(WHOLE) else re.escape(stem) + r"\w*" for stem in stems]
    return re.compile(rf"\b(?:{'|'.join(parts)})")
