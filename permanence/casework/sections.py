"""A file as one readable account: sections of labelled lines, the same for the screen of a unit and for a document.
Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A title and its lines: label and value, in French, ready to be read."""

    title: str
    rows: tuple[tuple[str, str], ...]
