"""The files of each month: made once its days are over in Paris, kept as they were, never made twice.

Each month has an edition for both forces together and one for each, numbered and signed as every publication; the
row that says so is unique, so that two processes that both believe it their turn make one. After an outage the months
that are missing are made, the eldest first. A figure that is known better later changes nothing here: it is corrected
beside the edition (`publications`), which says when and why.
"""

from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from permanence.accounts.models import Force
from permanence.audit.models import Head
from permanence.lib.errors import Conflict
from permanence.statistics import closing, queries
from permanence.statistics.checking import FAR_BEHIND
from permanence.statistics.exports import making, note
from permanence.statistics.exports.formats import FORMATS
from permanence.statistics.exports.material import gather
from permanence.statistics.models import Cursor
from permanence.statistics.paris import PARIS
from permanence.statistics.publications import actions
from permanence.statistics.publications.models import Publication
from permanence.statistics.queries import Question

KIND = Publication.Kind.MONTHLY
FORCES = ("", *Force.values)
HOUR = 4
"""In Paris, on the first of the month: what happened before midnight has long been counted."""
NAMES = {"": "les deux forces", "PN": "Police nationale", "GN": "Gendarmerie nationale"}


def sweep() -> Publication | None:
    """Makes the next edition that is missing, if there is one; one a turn, for other work waits."""
    question = missing()
    return make(question) if question is not None and _follows() else None


def missing() -> Question | None:
    """The eldest month whose files are not there: from the one after the last that was made; of a service that never
    made any, the last month that is over."""
    last = last_month(timezone.now())
    made = dict(Publication.objects.filter(kind=KIND).values_list("force").order_by().annotate(Max("from_on")))
    wanted = [(_after(made[force]) if force in made else last, place, force) for place, force in enumerate(FORCES)]
    month, _, force = min(wanted)
    return Question(month, _after(month) - timedelta(days=1), force) if month <= last else None


def make(question: Question) -> Publication | None:
    """The edition of a month; None where somebody else made it meanwhile. Raises `Unavailable`."""
    at = timezone.now()
    book = making.of(question, gather(question), at)
    files = [actions.Made(f"{book.name}.{one.code}", one.media_type, one.write(book)) for one in FORMATS.values()]
    files.append(actions.Made(f"{note.name(book)}.pdf", "application/pdf", note.pdf(book)))
    title = f"Chiffres {book.period}, {NAMES[question.force]}"
    told = actions.Told(title, question.from_on, question.to_on, question.force)
    figures = [
        {"force": question.force, "department": "", "scope": question.scope, "counts": dict(queries.vector(question))}
    ]
    try:
        return actions.publish(KIND, told, figures=figures, files=files, definitions=closing.definitions_version())
    except Conflict:
        return None


def last_month(now: datetime) -> date:
    """The first day of the last month that is over and counted."""
    local = now.astimezone(PARIS)
    this = local.date().replace(day=1)
    if local.date() == this and local.hour < HOUR:
        this = _before(this)
    return _before(this)


def _follows() -> bool:
    """The figures have caught up with the product."""
    cursor, head = Cursor.objects.filter(pk=1).first(), Head.objects.filter(pk=1).first()
    return cursor is not None and (head is None or head.position - cursor.position <= FAR_BEHIND)


def _after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
