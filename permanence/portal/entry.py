"""The entry form: one short page, everything on it optional, nothing typed ever lost.

Answers for: reading what was sent; what must be asked again before a conversation opens (a postal code that is
malformed or unknown, the commune where one code covers several forces). Each time it can be passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, QueryDict

from permanence.desk.arrival import Arrival
from permanence.desk.vocabulary import Age, Category, Reporter
from permanence.lib.errors import Invalid, Refused
from permanence.live.text import checked
from permanence.territory import queries as territory

FEW_COMMUNES = 6
"""Up to here they are shown as buttons; above, as a list that opens."""


@dataclass
class Entry:
    """The form as it was sent, and what is to be asked again."""

    key: UUID = field(default_factory=uuid4)
    message_id: UUID = field(default_factory=uuid4)
    postal_code: str = ""
    insee: str = ""
    reporter: str = Reporter.VICTIM
    age: str = ""
    categories: list[str] = field(default_factory=list)
    message: str = ""
    without_place: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    communes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def in_a_list(self) -> bool:
        """Whether the communes are too many for buttons."""
        return len(self.communes) > FEW_COMMUNES

    @property
    def can_pass(self) -> bool:
        """Whether going on without a place is offered: where the place is what is in the way."""
        return "postal_code" in self.errors or bool(self.communes)

    def arrival(self) -> Arrival:
        """What the desk is told."""
        return Arrival(
            postal_code=None if self.without_place else self.postal_code or None,
            insee=None if self.without_place else self.insee or None,
            reporter=self.reporter,
            age=self.age,
            categories=tuple(self.categories),
        )

    def first_message(self) -> tuple[UUID, str] | None:
        """The first message, where one was written."""
        return (self.message_id, self.message) if self.message.strip() else None

    def sayable_message(self) -> tuple[UUID, str] | None:
        """The same for a person in danger, who is not asked again: a text that cannot be kept is left out."""
        try:
            return (self.message_id, checked(self.message))
        except Invalid:
            return None


def blank() -> Entry:
    """A new form."""
    return Entry()


def read(request: HttpRequest) -> Entry:
    """The form as it was sent; unknown values are as if not given."""
    sent = request.POST
    return Entry(
        key=_uuid(sent.get("key", "")),
        message_id=_uuid(sent.get("message_id", "")),
        postal_code=sent.get("postal_code", "").strip()[:40],
        insee=sent.get("insee", "").strip()[:5],
        reporter=_one_of(Reporter.values, sent.get("reporter", "")),
        age=_one_of(Age.values, sent.get("age", "")),
        categories=_some_of(sent),
        message=sent.get("message", "").replace("\r\n", "\n"),
        without_place=sent.get("do") == "start_anywhere",
    )


def ask_again(entry: Entry) -> bool:
    """Fills `errors` and `communes`; True when the form must be shown again before a conversation can open."""
    if entry.message.strip():
        _try(entry, "message", lambda: checked(entry.message))
    if entry.postal_code and not entry.without_place:
        _try(entry, "postal_code", lambda: _ask_commune(entry, territory.lookup(entry.postal_code)))
    return bool(entry.errors or entry.communes)


def _ask_commune(entry: Entry, found: Mapping[str, Any]) -> None:
    known = {commune["insee"] for commune in found["communes"]}
    if found["ask"] == "commune" and entry.insee not in known:
        entry.communes = found["communes"]
    elif entry.insee not in known:
        entry.insee = ""


def _try(entry: Entry, name: str, act: Any) -> None:
    try:
        act()
    except Refused as refusal:
        entry.errors[name] = refusal.detail


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _one_of(values: list[str], text: str) -> str:
    return text if text in values else ""


def _some_of(sent: QueryDict) -> list[str]:
    return [category for category in sent.getlist("categories") if category in Category.values]
