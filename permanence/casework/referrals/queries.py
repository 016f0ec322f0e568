"""What is shown of referrals: to the desk in the conversation's file, to a unit on its own console, as an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.referrals import access, directory, route, rules, timeline
from permanence.casework.referrals.models import Appointment, Attempt, Referral, Step
from permanence.casework.referrals.steps import OPEN, State, ways_from
from permanence.casework.referrals.steps import Act as Way
from permanence.casework.referrals.visitor import of_visitor
from permanence.casework.sections import Section
from permanence.interventions import sealed
from permanence.live.protocol import moment

__all__ = ["calendar", "counts", "inbox", "of_conversation", "of_visitor", "passed_on", "sections", "view"]

View = dict[str, Any]
OTHER_STEPS = {
    "note": "note",
    "attempt": "tentative pour la joindre",
    "told": "la personne en est informée",
    "noticed": "vu par un superviseur",
    "late": "en retard",
}
PAGE = 200


def of_conversation(conversation: UUID) -> list[View]:
    """Every referral of a conversation, the newest first."""
    return [view(one) for one in access.rows().filter(report=conversation).order_by("-sent_at")]


def view(referral: Referral) -> View:
    """One of them, whole: to whom, on what ground, where it stands, its appointment, attempts and timeline; `next`: the
    acts that it is open to. Times in ISO 8601 UTC."""
    key = timeline.key(referral)
    said = sealed.open_words(key, referral.body, "referral", referral.pk)
    shown = _appointments(referral)
    return {
        "id": str(referral.pk),
        "conversation": str(referral.report_id),
        "reference": referral.report.reference,
        "state": referral.state,
        "state_label": State(referral.state).label,
        "to": directory.receiver(referral),
        "ground": referral.ground,
        "ground_label": Referral.Ground(referral.ground).label,
        "reason": said.get("reason", ""),
        "summary": said.get("summary", ""),
        "told": said.get("told", ""),
        "told_at": moment(referral.told_at) if referral.told_at else None,
        "sent_at": moment(referral.sent_at),
        "sent_by": _officer(referral.sent_by),
        "noticed_at": moment(referral.noticed_at) if referral.noticed_at else None,
        "minor": route.is_minor(referral.report),
        "agreement_lost": route.is_agreement_lost(referral),
        "exercise": referral.is_exercise,
        "outcome": referral.outcome or None,
        "outcome_label": Referral.Outcome(referral.outcome).label if referral.outcome else None,
        "appointment": next((one for one in shown if one["state"] in timeline.UNDER_WAY), None),
        "appointments": shown,
        "attempts": [_attempt(referral, one) for one in referral.attempts.select_related("officer").order_by("at")],
        "timeline": [_step(referral, one) for one in _steps(referral)],
        "next": [str(act) for act in ways_from(State(referral.state))],
        "time_zone": timeline.zone(referral).key,
    } | lateness(referral)


def lateness(referral: Referral) -> View:
    """`due_at` when the next step is late, `late` whether it is, `awaits` what is awaited, `urgent`, `lateness`."""
    rule = rules.DELAYS.get(State(referral.state))
    return {
        "urgent": referral.is_urgent,
        "due_at": moment(referral.due_at) if referral.due_at else None,
        "late": referral.due_at is not None and referral.due_at <= timezone.now(),
        "lateness": referral.lateness,
        "awaits": rule.awaits if rule else None,
    }


def inbox(officer: Officer, start: int = 0) -> list[View]:
    """What the officer's unit has now and has not finished with, the latest first, `PAGE` from `start` on: plain facts,
    without a word.

    Each: `id`, `reference`, `state`, `state_label`, `ground`, `ground_label`, `sent_at`, `changed_at`, `minor`,
    `agreement_lost`, `appointment` (`id`, `state`, `starts_at`, `minutes`, or null), and `lateness`'s fields. Exercises
    reach nobody.
    """
    if not officer.unit:
        return []
    ordered = _of_unit(officer, OPEN).order_by(F("due_at").asc(nulls_last=True), "sent_at", "pk")
    under_way = Prefetch("appointments", Appointment.objects.filter(state__in=timeline.UNDER_WAY), "coming")
    return [_row(one) for one in ordered.prefetch_related(under_way)[start : start + PAGE]]


def closed(officer: Officer, start: int = 0) -> list[View]:
    """What the officer's unit has closed, the newest first; rows as `inbox`, with `outcome` and `outcome_label`."""
    if not officer.unit:
        return []
    ordered = _of_unit(officer, (State.CLOSED,)).order_by("-changed_at", "pk")
    return [_row(one) for one in ordered[start : start + PAGE]]


def counts(officer: Officer) -> dict[str, int]:
    """How many cases the officer's unit has, however many a page shows: `open`, of which `late` and `new` (without an
    answer), and `closed`."""
    found = _of_unit(officer, (*OPEN, State.CLOSED)).order_by()
    is_open = Q(state__in=OPEN)
    return found.aggregate(
        open=Count("pk", is_open),
        late=Count("pk", is_open & Q(due_at__lte=timezone.now())),
        new=Count("pk", Q(state=State.SENT)),
        closed=Count("pk", Q(state=State.CLOSED)),
    )


def _of_unit(officer: Officer, states: Sequence[State]) -> QuerySet[Referral]:
    return access.rows().filter(unit=officer.unit, is_exercise=False, state__in=states)


def passed_on(officer: Officer) -> list[View]:
    """What the officer's unit refused or forwarded, or the desk took back: the reference, what happened and when; no
    word of it is theirs any more."""
    if not officer.unit:
        return []
    gone = [Way.REFUSE, Way.FORWARD, Way.RECALL]
    done = Step.objects.filter(unit=officer.unit, kind__in=gone).select_related("referral__report")
    given_up = ~Q(referral__unit=officer.unit) | Q(referral__state__in=access.GIVEN_UP)
    return [
        {
            "reference": one.referral.report.reference,
            "kind": one.kind,
            "label": Way(one.kind).label,
            "at": moment(one.at),
        }
        for one in done.filter(given_up, referral__is_exercise=False).order_by("-at")[:PAGE]
    ]


def calendar(officer: Officer, start: datetime, until: datetime) -> list[View]:
    """The appointments of the officer's unit between two moments, in their order: `id`, `referral`, `reference`,
    `state`, `state_label`, `starts_at`, `minutes`, `minor`."""
    if not officer.unit:
        return []
    found = Appointment.objects.filter(unit=officer.unit, referral__unit=officer.unit, referral__is_exercise=False)
    found = found.filter(starts_at__gte=start, starts_at__lt=until).exclude(state=Appointment.State.DECLINED)
    found = found.exclude(referral__state__in=access.GIVEN_UP)  # no page of the unit's tells more of it
    return [
        {
            "id": str(one.pk),
            "referral": str(one.referral_id),
            "reference": one.referral.report.reference,
            "state": one.state,
            "state_label": Appointment.State(one.state).label,
            "starts_at": moment(one.starts_at),
            "minutes": one.minutes,
            "minor": route.is_minor(one.referral.report),
        }
        for one in found.select_related("referral__report").order_by("starts_at")[:PAGE]
    ]


def sections(conversation: UUID) -> list[Section]:
    """Each referral of a conversation as an account: to whom, why, what happened when, what came of it."""
    return [_section(one) for one in access.rows().filter(report=conversation).order_by("sent_at")]


def _section(referral: Referral) -> Section:
    shown, zone = view(referral), timeline.zone(referral)
    rows = [("Transmise à", shown["to"]["name"]), ("Ce qui le permet", shown["ground_label"])]
    rows += [(label, shown[name]) for name, label in (("reason", "Motif"), ("summary", "Résumé")) if shown[name]]
    if clock := timeline.clock(referral):
        rows.append(("Horloge", f"{clock}, celle de qui la reçoit"))
    rows.append(("État", f"{shown['state_label']}{' : ' + shown['outcome_label'] if shown['outcome'] else ''}"))
    for step in _steps(referral):
        at = step.at.astimezone(zone)
        told = _step(referral, step)
        words = " : ".join([told["label"], *(filter(None, [told["text"]]))])
        rows.append((f"{at:%d/%m/%Y à %H h %M}", words))
    return Section(f"Orientation vers {shown['to']['name']}", tuple(rows))


def _row(referral: Referral) -> View:
    coming = next(iter(getattr(referral, "coming", ())), None)
    return {
        "id": str(referral.pk),
        "reference": referral.report.reference,
        "state": referral.state,
        "state_label": State(referral.state).label,
        "ground": referral.ground,
        "ground_label": Referral.Ground(referral.ground).label,
        "sent_at": moment(referral.sent_at),
        "changed_at": moment(referral.changed_at),
        "minor": route.is_minor(referral.report),
        "agreement_lost": route.is_agreement_lost(referral),
        "outcome": referral.outcome or None,
        "outcome_label": Referral.Outcome(referral.outcome).label if referral.outcome else None,
        "appointment": coming
        and {
            "id": str(coming.pk),
            "state": coming.state,
            "starts_at": moment(coming.starts_at),
            "minutes": coming.minutes,
        },
    } | lateness(referral)


def _appointments(referral: Referral) -> list[View]:
    return [
        _appointment(referral, one)
        for one in referral.appointments.select_related("proposed_by").order_by("proposed_at")
    ]


def _appointment(referral: Referral, one: Appointment) -> View:
    said = sealed.open_words(timeline.key(referral), one.body, "appointment", one.pk)
    return {
        "id": str(one.pk),
        "state": one.state,
        "state_label": Appointment.State(one.state).label,
        "starts_at": moment(one.starts_at),
        "words": timeline.hour_words(referral, one),
        "clock": timeline.clock(referral),
        "minutes": one.minutes,
        "revision": one.revision,
        "proposed_by": _officer(one.proposed_by),
        "answered_at": moment(one.answered_at) if one.answered_at else None,
        **{name: said.get(name, "") for name in ("place", "contact", "bring", "note")},
    }


def _attempt(referral: Referral, one: Attempt) -> View:
    said = sealed.open_words(timeline.key(referral), one.body, "attempt", one.pk)
    return {
        "id": str(one.pk),
        "at": moment(one.at),
        "by": _officer(one.officer),
        "result": one.result,
        "result_label": Attempt.Result(one.result).label,
        "window": said.get("window", ""),
        "note": said.get("note", ""),
    }


def _steps(referral: Referral) -> list[Step]:
    return list(referral.steps.select_related("officer", "unit"))


def _step(referral: Referral, step: Step) -> View:
    """`text`: a reason, a note, what she was told; `by` nobody: the visitor, or the clock."""
    said = sealed.open_words(timeline.key(referral), step.body, "referral step", referral.pk, step.number)
    known = {str(act): act.label for act in Way} | OTHER_STEPS
    words = [said.get(name, "") for name in ("reason", "text", "note", "result", "told", "awaits")]
    if "outcome" in said:
        words.insert(0, Referral.Outcome(said["outcome"]).label)
    return {
        "number": step.number,
        "kind": step.kind,
        "label": str(known.get(step.kind, step.kind)),
        "at": moment(step.at),
        "by": _officer(step.officer) if step.officer else None,
        "unit": step.unit.name if step.unit else None,
        "text": " — ".join(filter(None, words)),
        "to": said.get("to", ""),
        "starts_at": said.get("starts_at", ""),
    }


def _officer(officer: Officer) -> str:
    return officer.display_name or "un agent"
