"""The full transcript: every message of the conversation, numbered, with its hour, who said it, and the files named by
their hash. Exact words: nothing is summed up, nothing left out, nothing added."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from permanence.accounts.models import Officer
from permanence.casework.documents.case import DESK, Case
from permanence.casework.documents.paper import Block, Callout, Cell, Paper, Said, Thread, brief
from permanence.casework.evidence.quota import weight
from permanence.live import journal
from permanence.live.models import Sender
from permanence.roster import words

TITLE = "Échange intégral"
LONGEST = 1_500_000
"""Code points of one document; what is longer is told in several, each a whole one."""
MOST = 4_000
"""Messages of one document."""
WRITERS = {"victim": "La personne", "witness": "Le témoin", "professional": "Le professionnel"}
SERVICE = "Permanence"
WITH_THE_OTHERS = "L’archive des pièces les contient tous."
WITHHELD = (
    "La personne qui a écrit est un témoin qui n’a pas accepté d’être nommé : ce document reste à la brigade. Il ne se "
    "transmet à personne."
)


def parts(case: Case) -> list[list[journal.Said]]:
    """The messages, a list a document; one empty list where nothing was said."""
    found: list[list[journal.Said]] = [[]]
    length = 0
    for one in case.messages():
        if found[-1] and (length + len(one.text) > LONGEST or len(found[-1]) >= MOST):
            found.append([])
            length = 0
        found[-1].append(one)
        length += len(one.text)
    return found


def made(case: Case, said: list[journal.Said], *, part: int, of: int, by: Officer, number: str, at: datetime) -> Paper:
    """Part `part` of `of`, as a paper."""
    which = f"Partie {part} sur {of} : " if of > 1 else ""
    subtitle = f"messages {said[0].seq} à {said[-1].seq}" if said else "aucun message"
    if case.is_of_unit and case.referral:
        subtitle += f", transmis à : {case.referral.unit}"
    head: list[tuple[str, Cell]] = [*case.head(by), ("Messages", f"{len(said)}")]
    if said:
        begin, end = (brief(one.at, case.zone) for one in (said[0], said[-1]))
        head += [("Premier message", begin), ("Dernier message", end)]
    if case.is_of_unit:
        head.append(("Jusqu’à", "sa transmission ; ce qui a été dit ensuite n’y figure pas"))
    return Paper(
        kind="transcript",
        title=TITLE,
        subtitle=(which + subtitle)[:1].upper() + (which + subtitle)[1:],
        number=number,
        reference=case.report.reference,
        made_at=at,
        zone=case.zone,
        force=case.force,
        desk=DESK,
        head=tuple(head),
        blocks=(*_whole(part, of), *_blocks(case, said)),
        key=case.key,
        language=case.intake.language or "fr",
        is_demonstration=case.is_demonstration,
        is_exercise=case.is_exercise,
    )


def _whole(part: int, of: int) -> Iterator[Block]:
    if of > 1:
        lines = (f"Cet échange est long : il est dit en {of} documents, dont celui-ci. {WITH_THE_OTHERS}",)
        yield Callout(tone="plain", title=f"Partie {part} sur {of}", lines=lines)


def _blocks(case: Case, said: list[journal.Said]) -> Iterable[Block]:
    if case.is_unnamed_witness:
        yield Callout(tone="danger", title="Ne pas transmettre", lines=(WITHHELD,))
    zone = ZoneInfo(case.zone)
    for day, those in groupby(said, lambda one: one.at.astimezone(zone).date()):
        rows = tuple(_rows(case, those, zone))
        yield Thread(heading=f"{words.day(day)} {day.year}".capitalize(), rows=rows)


def _rows(case: Case, said: Iterable[journal.Said], zone: ZoneInfo) -> Iterator[Said]:
    visitor = WRITERS.get(case.content.get("reporter") or case.intake.reporter, "La personne")
    for one in said:
        is_told, is_theirs = one.sender == Sender.SYSTEM, one.sender == Sender.VISITOR
        who = SERVICE if is_told else visitor if is_theirs else one.name or DESK
        at = one.at.astimezone(zone)
        yield Said(one.seq, f"{at:%H:%M:%S}", who, one.text, is_told, is_theirs, tuple(_files(one.data)))


def _files(data: Mapping[str, Any]) -> Iterator[Cell]:
    file = data.get("file")
    if isinstance(file, dict):
        yield f"Pièce jointe : {file.get('name') or 'sans nom'}, {weight(int(file.get('size', 0)))}. SHA-256 :"
        yield {"hash": str(file.get("sha256", ""))}
