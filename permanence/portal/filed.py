"""A file of the thread, in plain French: what it is, its name, its size. Pure; `static/portal/filed.js` says the same
in the browser. No picture of it is ever shown to the visitor: her device may be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from permanence.casework.evidence.quota import weight
from permanence.casework.evidence.types import Kind, kind_of

WORDS = {Kind.PHOTO: "Photo", Kind.VIDEO: "Vidéo", Kind.AUDIO: "Enregistrement", Kind.DOCUMENT: "Document"}
LONGEST_NAME = 30
HEAD = 18
TAIL = 9


@dataclass(frozen=True)
class Filed:
    """One file, ready to be shown. `attachment`: its id; `name`: whole; `short`: what tells it from another."""

    attachment: str
    kind: Kind
    word: str
    name: str
    short: str
    size: str


def filed(data: Mapping[str, Any]) -> Filed | None:
    """The file that a message bears, as its `data` has it; None where it bears none."""
    file = data.get("file")
    if not file:
        return None
    kind = kind_of(file["type"])
    return Filed(data["attachment"], kind, WORDS[kind], file["name"], short(file["name"]), weight(file["size"]))


def short(name: str) -> str:
    """The beginning and the ending of a name."""
    return name if len(name) <= LONGEST_NAME else f"{name[:HEAD]}…{name[-TAIL:]}"


def counted(number: int) -> str:
    """ "3 fichiers"; nothing for none."""
    return f"{number} fichier{'s' if number > 1 else ''}" if number else ""
