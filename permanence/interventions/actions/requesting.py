"""The sheet, kept as it is typed, and the request that hands it to the centres."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.actions import locked
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Level
from permanence.interventions import centres, sealed, sheet, timeline, words
from permanence.interventions.models import Alert, Draft, Intervention, Position
from permanence.interventions.steps import OPEN, State
from permanence.interventions.steps import Act as Way
from permanence.interventions.watching import tell_supervisors
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live
from permanence.live.models import Conversation
from permanence.territory import queries as territory

ELSEWHERE = "Le lieu du danger a changé : le centre compétent doit la prendre en compte."


class AlreadyRequested(Conflict):
    """An intervention of this conversation is under way: its sheet can be completed, a second one is not asked for."""


def keep_sheet(*, by: Officer, conversation: UUID, fields: Mapping[str, Any]) -> Draft:
    """Keeps the fields given; the others stay, null or empty forgets one. What is under way follows at once.

    Raises `Invalid` with each field that cannot be taken, `NotFound`, `Forbidden`.
    """
    desk.intake(by, conversation, Act.REQUEST_INTERVENTION)
    known = sheet.cleaned(fields)
    if known.get("insee"):
        territory.commune(str(known["insee"]))
    with transaction.atomic():
        intake = locked(conversation, by, Act.REQUEST_INTERVENTION, ended_too=True)
        before = sheet_of(intake.conversation)
        after = {name: answer for name, answer in before.items() if name not in fields} | known
        draft = _keep(intake.conversation, by, after)
        changed = sheet.changes(before, after)
        if changed:
            audit.record(by=by.actor, act="keep sheet", on=("conversation", conversation), fields=changed)
            for intervention in Intervention.objects.filter(conversation=conversation, state__in=OPEN):
                _follow(intervention, intake, by, after)
            live.touch(intake.conversation)
    return draft


def request(
    *,
    by: Officer,
    conversation: UUID,
    pk: UUID,
    fields: Mapping[str, Any],
    chosen: Sequence[int] = (),
) -> tuple[Intervention, bool]:
    """Asks the centres of the place of danger for a patrol; and whether this call did (False: the same id again).

    The fields given complete the sheet that was kept. Raises `Invalid` without a place or a reason for its absence,
    `AlreadyRequested`, `NotUnderWay`, `NotFound`, `Forbidden`.
    """
    desk.intake(by, conversation, Act.REQUEST_INTERVENTION)
    if known := _again(pk, conversation):
        return known, False
    given = sheet.cleaned(fields)
    try:
        with transaction.atomic():
            return _request(by, conversation, pk, given, chosen), True
    except IntegrityError:  # the same id, at this very instant
        if known := _again(pk, conversation):
            return known, False
        raise


def sheet_of(conversation: Conversation) -> sheet.Sheet:
    """The sheet as it was last kept."""
    return filled_in(conversation, Draft.objects.filter(conversation=conversation).first())


def filled_in(conversation: Conversation, draft: Draft | None) -> sheet.Sheet:
    """What a draft holds; nothing where there is none."""
    return sealed.open_words(conversation.key, draft.body, "sheet", conversation.pk) if draft else {}


def _request(by: Officer, conversation: UUID, pk: UUID, given: sheet.Sheet, chosen: Sequence[int]) -> Intervention:
    intake = locked(conversation, by, Act.REQUEST_INTERVENTION)
    check_alone(conversation)
    filled = sheet_of(intake.conversation) | given
    sheet.check_place(filled, is_located=Position.objects.filter(conversation=conversation).exists())
    choice = centres.choose(intake, str(filled.get("insee", "")), chosen)
    now = timezone.now()
    intervention = Intervention.objects.create(
        id=pk,
        conversation=intake.conversation,
        force=choice.centres[0].force if choice.centres else intake.force,
        insee=choice.insee,
        department=choice.department,
        requested_by=by,
        requested_at=now,
        body=sealed.close(intake.conversation.key, filled, "intervention", pk),
        escalates_at=now + first_rung(),
        is_exercise=bool(intake.exercise),
    )
    _keep(intake.conversation, by, filled)
    _alert(intervention, choice)
    timeline.add(intervention, Way.REQUEST, by=by, words={"centres": [centre.name for centre in choice.centres]})
    _raise_level(intake, by)
    words.say(intervention, Way.REQUEST)
    timeline.tell(intervention)
    if not choice.insee or not choice.centres:
        tell_supervisors(conversation)
    audit.record(
        by=by.actor,
        act=Act.REQUEST_INTERVENTION,
        on=("intervention", pk),
        conversation=str(conversation),
        centres=[centre.pk for centre in choice.centres],
        why=choice.why,
        insee=choice.insee,
    )
    return intervention


def first_rung() -> timedelta:
    """Until the centres are rung louder."""
    return timedelta(seconds=settings.PERMANENCE.centre_louder_s)


def ring_anew(intervention: Intervention) -> None:
    """Nobody has it in charge any more: its centres ring, and the clock begins anew. Call it locked; save it after."""
    intervention.state, intervention.centre = State.REQUESTED, None
    intervention.rung, intervention.escalates_at = 0, timezone.now() + first_rung()


def check_alone(conversation: UUID) -> None:
    """One person in danger is one alarm. Call it locked. Raises `AlreadyRequested`."""
    if Intervention.objects.filter(conversation=conversation, state__in=OPEN).exists():
        raise AlreadyRequested("Une intervention est déjà en cours pour cette conversation : complétez sa fiche.")


def _again(pk: UUID, conversation: UUID) -> Intervention | None:
    known = Intervention.objects.select_related("conversation__key").filter(pk=pk).first()
    if known is not None and known.conversation_id != conversation:
        raise Invalid("Cet identifiant est déjà pris.", errors={"id": "Identifiant déjà pris."})
    return known


def _keep(conversation: Conversation, by: Officer, filled: Mapping[str, Any]) -> Draft:
    draft = Draft.objects.filter(conversation=conversation).first() or Draft(conversation=conversation)
    draft.version += 1
    draft.body = sealed.close(conversation.key, filled, "sheet", conversation.pk)
    draft.edited_at, draft.edited_by = timezone.now(), by
    draft.save()
    return draft


def _follow(intervention: Intervention, intake: Intake, by: Officer, filled: sheet.Sheet) -> None:
    """What is under way reads the sheet as it now is; another commune tells its centres too, and rings there where
    whoever has it in charge does not answer for that place."""
    intervention.conversation = intake.conversation
    before = sealed.open_words(intake.conversation.key, intervention.body, "intervention", intervention.pk)
    intervention.body = sealed.close(intake.conversation.key, filled, "intervention", intervention.pk)
    insee = str(filled.get("insee", ""))
    is_elsewhere = bool(insee) and insee != intervention.insee and _move(intervention, intake, insee)
    if is_elsewhere:
        ring_anew(intervention)
    intervention.save()
    timeline.add(intervention, "sheet", by=by, words={"fields": sheet.changes(before, filled)})
    if is_elsewhere:
        timeline.add(intervention, Way.REOPEN, by=by, words={"text": ELSEWHERE})
    timeline.tell(intervention)


def _move(intervention: Intervention, intake: Intake, insee: str) -> bool:
    """To another commune, whose centres are told; whether they ring although another centre has it in charge. One that
    an officer chose keeps it."""
    choice = centres.choose(intake, insee)
    intervention.insee, intervention.department = choice.insee, choice.department
    _alert(intervention, choice)
    competent = {centre.pk for centre in choice.centres}
    if intervention.centre_id is None or not competent or intervention.centre_id in competent:
        return False
    return not intervention.alerts.filter(centre=intervention.centre_id, why=Alert.Why.CHOSEN).exists()


def _alert(intervention: Intervention, choice: centres.Choice) -> None:
    now, told = timezone.now(), set(intervention.alerts.values_list("centre_id", flat=True))
    Alert.objects.bulk_create(
        Alert(intervention=intervention, centre=centre, why=choice.why, at=now)
        for centre in choice.centres
        if centre.pk not in told
    )


def _raise_level(intake: Intake, by: Officer) -> None:
    """Who needs a patrol is in immediate danger: the watchdog and the order of the desk must know it."""
    if intake.level != Level.IMMEDIATE:
        before, intake.level, intake.level_by = intake.level, Level.IMMEDIATE, "officer"
        intake.save(update_fields=["level", "level_by"])
        on = ("conversation", intake.pk)
        audit.record(by=by.actor, act=Act.CORRECT_LEVEL, on=on, before=before, after=intake.level, why="intervention")
