"""What goes to a unit with a case where a witness wrote: nothing of theirs unless they agreed to be named."""

from permanence.accounts.models import Officer
from permanence.casework import passing
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.actions import keep
from permanence.casework.reports.models import Report
from tests.casework.documents.conftest import receiver, rennes, sent, told

__all__ = ["receiver", "rennes", "sent", "told"]


def anew(report: Report) -> Report:
    """As it is kept now."""
    return Report.objects.select_related("conversation__key").get(pk=report.pk)


def test_pieces_go_with_the_case(sent: Referral) -> None:
    assert len(passing.pieces(sent.report)) == 2


def test_those_of_a_witness_only_where_the_witness_agreed(sent: Referral, officer: Officer) -> None:
    keep(by=officer, conversation=sent.report_id, given={"reporter": "witness"})
    assert passing.is_unnamed_witness(anew(sent.report))
    assert passing.pieces(anew(sent.report)) == []
    assert passing.witness(anew(sent.report)) == {}
    keep(by=officer, conversation=sent.report_id, given={"witness.consent": "given"})
    assert len(passing.pieces(anew(sent.report))) == 2
    assert passing.witness(anew(sent.report))["witness.name"] == "Témoine Discrète"


def test_who_writes_is_what_the_entry_said_until_the_report_says_it(sent: Referral, officer: Officer) -> None:
    intake = sent.report.conversation.intake
    intake.reporter = "witness"
    intake.save(update_fields=["reporter"])
    assert not passing.is_unnamed_witness(anew(sent.report))
