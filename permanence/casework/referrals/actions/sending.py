"""A report passed on: to a unit or to a partner, with her agreement or on a ground of the law."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.casework.referrals import access, route, timeline, words
from permanence.casework.referrals.actions.common import LONGEST, checked
from permanence.casework.referrals.models import Partner, Referral
from permanence.casework.referrals.steps import OPEN, State
from permanence.casework.referrals.steps import Act as Way
from permanence.casework.reports import actions as reports
from permanence.casework.reports.models import Report
from permanence.desk import access as desk
from permanence.desk.actions import locked as locked_intake
from permanence.interventions import sealed
from permanence.lib.errors import Conflict, Invalid
from permanence.territory.models import Unit

LONGEST_SUMMARY = 4000
GIVEN = "given"
AGREEMENT = Referral.Ground.AGREEMENT


class NotFiled(Conflict):
    """There is no report, or its officer has not filed it yet."""

    code = "not_filed"


class AlreadyThere(Conflict):
    """The same unit or partner has it, and has not finished with it."""

    code = "already_there"


@dataclass(frozen=True)
class Sending:
    """What is sent, to whom and why. `agreed`: she agrees now, which the report keeps (`agreed_how`: in which words);
    `told`: what she is told, or why nothing yet; `tells_now`: her page says it."""

    unit: int | None = None
    partner: int | None = None
    ground: str = ""
    reason: str = ""
    summary: str = ""
    told: str = ""
    tells_now: bool = True
    agreed: bool = False
    agreed_how: str = ""


def send(*, by: Officer, conversation: UUID, pk: UUID, given: Sending) -> tuple[Referral, bool]:
    """Passes the report on; and whether this call did (False: the same id again).

    Raises `NotFiled`, `AlreadyThere`, `Invalid` with each field that cannot be taken, `NotFound`, `Forbidden`.
    """
    desk.intake(by, conversation, Act.SEND_REFERRAL)
    if known := _again(pk, conversation):
        return known, False
    said = _words(given)
    try:
        with transaction.atomic():
            return _send(by, conversation, pk, given, said), True
    except IntegrityError:  # the same id, or the same unit, at this very instant
        if known := _again(pk, conversation):
            return known, False
        raise


def _send(by: Officer, conversation: UUID, pk: UUID, given: Sending, said: dict[str, str]) -> Referral:
    intake = locked_intake(conversation, by, Act.SEND_REFERRAL, ended_too=True)
    report = Report.objects.filter(pk=conversation).first()
    if report is None or report.filed_at is None:
        raise NotFiled(
            "Le signalement n’est pas encore enregistré : relisez-le et enregistrez-le, il part tel qu’il est."
        )
    report.conversation = intake.conversation
    unit, partner = _receiver(given, report)
    _check_alone(report, unit, partner)
    _check_allowed(by, report, given)
    now = timezone.now()
    found = Referral.objects.create(
        id=pk,
        report=report,
        unit=unit,
        partner=partner,
        force=unit.force if unit else "",
        ground=given.ground,
        sent_at=now,
        sent_by=by,
        changed_at=now,
        told_at=now if given.tells_now else None,
        body=sealed.close(intake.conversation.key, said, "referral", pk),
        is_exercise=report.is_exercise,
    )
    timeline.add(found, Way.SEND, by=by, words={"reason": said.get("reason", ""), "told": said.get("told", "")})
    timeline.stand(found, State.SENT)
    Referral.objects.filter(report=report, state=State.REFUSED).update(due_at=None, tells_at=None)
    words.say(found, Way.SEND)
    timeline.tell(found)
    to = {"unit": found.unit_id} if unit else {"partner": found.partner_id}
    timeline.record(by, Act.SEND_REFERRAL, found, ground=given.ground, told=given.tells_now, **to)
    return found


def _words(given: Sending) -> dict[str, str]:
    """What is sealed. Raises `Invalid` with all that is missing at once."""
    errors = {}
    if given.ground not in Referral.Ground.values:
        errors["ground"] = "Choisissez ce qui permet de transmettre : son accord, ou un motif prévu par la loi."
    elif given.ground != AGREEMENT:
        if not given.reason.strip():
            errors["reason"] = "Sans son accord, dites en quelques mots ce qui impose de transmettre."
        if not given.told.strip():
            errors["told"] = "Dites ce que la personne en sait, ou pourquoi rien ne lui est dit encore."
    elif not given.tells_now:
        errors["told"] = "La personne est d’accord : elle sait donc que son signalement part."
    if (given.unit is None) == (given.partner is None):
        errors["to"] = "Choisissez une unité, ou une association."
    if errors:
        raise Invalid("Cette orientation ne peut pas partir ainsi.", errors=errors)
    said = {"summary": checked(given.summary, "summary", longest=LONGEST_SUMMARY)}
    said |= {name: checked(getattr(given, name), name, longest=LONGEST) for name in ("reason", "told")}
    return {name: word for name, word in said.items() if word}


def _receiver(given: Sending, report: Report) -> tuple[Unit | None, Partner | None]:
    unit = Unit.objects.select_related("department").filter(pk=given.unit).first() if given.unit else None
    partner = Partner.objects.filter(pk=given.partner, withdrawn_at=None).first() if given.partner else None
    if unit is None and partner is None:
        raise Invalid("Ce destinataire n’existe pas ou plus.", errors={"to": "Choisissez-le dans l’annuaire."})
    if report.is_exercise and not (unit.is_neutral if unit else partner and partner.is_demonstration):
        refusal = "C’est un exercice : rien ne part vers un destinataire réel. Choisissez un libellé neutre."
        raise Invalid(refusal, errors={"to": refusal})
    if partner is not None and not partner.takes_minors and route.is_minor(report):
        refusal = f"{partner.name} ne reçoit pas les mineurs : choisissez une autre association."
        raise Invalid(refusal, errors={"to": refusal})
    return unit, partner


def _check_alone(report: Report, unit: Unit | None, partner: Partner | None) -> None:
    if Referral.objects.filter(report=report, unit=unit, partner=partner, state__in=OPEN).exists():
        name = unit.name if unit else partner.name if partner else ""
        raise AlreadyThere(f"{name} a déjà ce signalement et s’en occupe : écrivez-lui une note.")


def _check_allowed(by: Officer, report: Report, given: Sending) -> None:
    if given.ground != AGREEMENT:
        if given.partner is not None:
            refusal = "Une association ne reçoit rien sans l’accord de la personne : transmettez à une unité."
            raise Invalid(refusal, errors={"ground": refusal})
        return
    if given.agreed:
        _agree(by, report, given.agreed_how)
    elif report.consent != GIVEN:
        raise Invalid(
            "La personne n’a pas dit qu’elle est d’accord.",
            errors={"ground": "Demandez-lui son accord et notez-le, ou choisissez un motif prévu par la loi."},
        )


def _agree(by: Officer, report: Report, how: str) -> None:
    """She agrees now: kept in the report, as if it had been typed there."""
    reports.keep(by=by, conversation=report.pk, given={"consent.transmission": GIVEN, "consent.how": how})
    report.refresh_from_db(fields=["consent", "version", "body"])


def _again(pk: UUID, conversation: UUID) -> Referral | None:
    known = access.rows().filter(pk=pk).first()
    if known is not None and known.report_id != conversation:
        raise Invalid("Cet identifiant est déjà pris.", errors={"id": "Identifiant déjà pris."})
    return known
