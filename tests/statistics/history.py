"""Stories as rows of the product, without sealed words: what figures are counted from."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from permanence.accounts.models import Officer, Role
from permanence.casework.referrals.models import Appointment, Partner, Referral
from permanence.casework.referrals.models import Step as ReferralStep
from permanence.casework.reports.models import Fact, Report
from permanence.desk.models import Intake
from permanence.interventions.models import Intervention, Step
from permanence.live.models import Conversation, Message, Seat
from permanence.territory.facts import departments
from permanence.territory.models import Department, Unit
from permanence.vault.models import DataKey, KeyFile
from tests.statistics.stories import Story

BATCH = 1_000
_taken = iter(range(10**6))


class Cast:
    """Who has to exist for the rows to point to."""

    def __init__(self) -> None:
        number = next(_taken)
        rows = (Department(code=f.code, name=f.name, zone=f.zone, time_zone=f.time_zone) for f in departments())
        Department.objects.bulk_create(rows, ignore_conflicts=True)
        self.officer = Officer.objects.create(username=f"histoire-{number}", role=Role.OFFICER, force="GN")
        self.unit = Unit.objects.create(force="GN", name=f"Brigade d’essai {number}", department_id="35")
        self.partner = Partner.objects.create(name="Association d’essai", is_demonstration=True)
        self.under = KeyFile.objects.create(name=f"history {number}", generation=0, mark=b"")


def write(stories: Iterable[Story]) -> None:
    """All of them, in a few statements."""
    known, cast = list(stories), Cast()
    keys = DataKey.objects.bulk_create((DataKey(wrapped=b"", under=cast.under) for _ in known), batch_size=BATCH)
    _create(Conversation, (_conversation(one, key) for one, key in zip(known, keys, strict=True)))
    _create(Intake, map(_intake, known))
    _create(Seat, (_seat(one, at, cast) for one in known for at in one.claims))
    _create(Message, (message for one in known for message in _messages(one, cast)))
    told = [one for one in known if one.report]
    _create(Report, (_report(number, one, cast) for number, one in enumerate(told)))
    _create(Fact, (_fact(one, fact) for one in told for fact in one.report.facts))
    _write_referrals(told, cast)
    _write_interventions(known, cast)


def _write_referrals(told: list[Story], cast: Cast) -> None:
    steps: list[ReferralStep] = []
    appointments: list[Appointment] = []
    rows = []
    for story in told:
        for one in story.report.referrals if story.report else []:
            to = {"partner": cast.partner} if one.to_partner else {"unit": cast.unit}
            row = Referral(report_id=story.id, **to, ground=one.ground, state=one.state, outcome=one.outcome)
            row.sent_at, row.changed_at, row.sent_by, row.body = one.sent, one.sent, cast.officer, b""
            row.is_exercise = one.is_exercise
            if row.state in ("sent", "accepted"):  # one at a time may be open at one unit
                row.unit, row.partner = (None, cast.partner) if one.to_partner else (_another_unit(), None)
            rows.append(row)
            numbered = enumerate([("send", one.sent), *one.steps], 1)
            steps += [ReferralStep(referral=row, number=number, kind=kind, at=at) for number, (kind, at) in numbered]
            appointments += [
                Appointment(referral=row, state=state, starts_at=at, proposed_at=at, proposed_by=cast.officer)
                for at, state in one.appointments
            ]
    _create(Referral, rows)
    _create(ReferralStep, steps)
    _create(Appointment, appointments)


def _another_unit() -> Unit:
    return Unit.objects.create(force="GN", name=f"Brigade d’essai {next(_taken)}", department_id="35")


def _write_interventions(known: list[Story], cast: Cast) -> None:
    rows, steps = [], []
    for story in known:
        for one in story.interventions:
            row = Intervention(conversation_id=story.id, department=one.department, requested_by=cast.officer)
            row.requested_at, row.body, row.is_exercise = one.asked, b"", one.is_exercise
            rows.append(row)
            numbered = enumerate([("request", one.asked), *one.steps], 1)
            steps += [Step(intervention=row, number=number, kind=kind, at=at) for number, (kind, at) in numbered]
    _create(Intervention, rows)
    _create(Step, steps)


def _conversation(story: Story, key: DataKey) -> Conversation:
    return Conversation(
        id=story.id,
        key=key,
        secret_hash=b"",
        return_code_index=story.id.bytes,
        return_code=b"",
        created_at=story.begun,
        visitor_seen_at=story.begun,
        state=story.state,
        ended_at=story.ended,
        left_how=story.left,
        last_seq=len(story.said),
    )


def _intake(story: Story) -> Intake:
    return Intake(
        conversation_id=story.id,
        force=story.force,
        department=story.department,
        reporter=story.reporter,
        age=story.age,
        categories=story.categories,
        language=story.language,
        level=story.level,
        mark=story.mark,
        exercise=story.exercise,
        waiting_since=story.begun,
        queued_at=story.begun,
    )


def _seat(story: Story, at: Any, cast: Cast) -> Seat:
    return Seat(conversation_id=story.id, officer=cast.officer, taken_at=at, left_at=at + timedelta(hours=1))


def _messages(story: Story, cast: Cast) -> Iterator[Message]:
    for seq, (who, at) in enumerate(sorted(story.said, key=lambda one: one[1]), 1):
        officer = cast.officer if who == "officer" else None
        client = story.id.__class__(int=(story.id.int + seq) % 2**128)
        yield Message(conversation_id=story.id, seq=seq, client_id=client, sender=who, officer=officer, at=at, body=b"")


def _report(number: int, story: Story, cast: Cast) -> Report:
    one = story.report
    assert one is not None
    return Report(
        conversation_id=story.id,
        reference=f"{one.force}-{next(_taken)}-{number}"[:16],
        force=one.force,
        department=one.department,
        body=b"",
        reporter=one.reporter,
        victim_sex=one.sex,
        victim_age=one.age,
        relation=one.relation,
        consent=one.consent,
        opened_at=story.begun,
        opened_by=cast.officer,
        edited_at=story.begun,
        edited_by=cast.officer,
        filed_at=one.filed,
        filed_by=cast.officer if one.filed else None,
        is_exercise=one.is_exercise,
    )


def _fact(story: Story, fact: tuple[str, str, str]) -> Fact:
    category, kind, offence = fact
    return Fact(report_id=story.id, category=category, kind=kind, offence=offence)


def _create(model: Any, rows: Iterable[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=BATCH)
