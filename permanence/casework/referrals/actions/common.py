"""What the acts share: the referral under the lock of its conversation, who may still act on it, words checked."""

from uuid import UUID

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.casework.referrals import access, route
from permanence.casework.referrals.models import Referral
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live

LONGEST = 2000


class ChangedHands(Conflict):
    """Another unit, or another officer, has it since a moment."""


class AgreementLost(Conflict):
    """She took back the agreement with which it left: nobody makes for her any more."""

    code = "agreement_lost"


def may_advance(found: Referral) -> Act:
    """What moves it on: its unit does; a partner has no console, its officer writes down what it answered."""
    return Act.ADVANCE_REFERRAL if found.unit_id else Act.FOLLOW_REFERRAL


def advancing(by: Officer, referral: UUID | None) -> tuple[Referral, Act]:
    """The referral that `by` may move on. Raises `NotFound`, `Forbidden`. Call it outside a transaction."""
    seen = access.rows().filter(pk=referral).first() if referral else None
    act = may_advance(seen) if seen else Act.ADVANCE_REFERRAL
    return access.referral(by, referral, act), act


def locked(referral: UUID, by: Officer | None = None, act: Act | None = None) -> Referral:
    """The referral, its conversation locked first, as every other act locks it. The policy is asked again: it may have
    gone elsewhere since. Raises `ChangedHands`."""
    conversation = Referral.objects.values_list("report_id", flat=True).get(pk=referral)
    held = live.lock(conversation)
    found = access.rows().get(pk=referral)
    found.report.conversation = held
    if by is not None and act is not None and not permits(by, act, access.scope(found)):
        raise ChangedHands("Cette orientation vient de changer de mains : elle n’est plus à vous.")
    return found


def check_agreement(found: Referral) -> None:
    """Nobody calls her or names an hour once she took her agreement back. Raises `AgreementLost`."""
    if route.is_agreement_lost(found):
        raise AgreementLost(
            "La personne a retiré son accord : ne l’appelez pas et ne fixez rien de plus. Voyez par une note, avec la "
            "brigade numérique, ce qu’elle souhaite, ou enregistrez qu’elle y a renoncé."
        )


def checked(text: str, field: str, missing: str = "", longest: int = LONGEST) -> str:
    """The words given, trimmed. Raises `Invalid` where they are needed (`missing` says so) or too long."""
    text = (text or "").replace("\x00", "").strip()
    if missing and not text:
        raise Invalid("Il manque quelques mots.", errors={field: missing})
    if len(text) > longest:
        raise Invalid("Ce texte est trop long.", errors={field: f"Au plus {longest} caractères ({len(text)})."})
    return text
