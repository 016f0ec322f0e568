"""Every address of documents, tried by everybody: they are made by a POST, by those who may read the case, and
whoever may not learns nothing."""

import pytest
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.casework.documents.models import Issued
from permanence.casework.evidence.models import Attachment
from permanence.casework.referrals import actions as referrals
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.actions import keep
from permanence.desk import actions as desk
from tests.casework.documents.conftest import Issue
from tests.conftest import MakeOfficer

NAMES = ("transmission.pdf", "echange.pdf", "pieces.zip")
DESK_ROLES = (Role.CENTRE, Role.ANALYST, Role.COMMANDER, Role.ADMINISTRATOR, Role.UNIT)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """A document."""
    return str(request.param)


@pytest.fixture
def at_desk(sent: Referral, name: str) -> str:
    """Its address at the desk."""
    return f"/brigade/dossiers/{sent.report_id}/{name}"


@pytest.fixture
def at_unit(sent: Referral, name: str) -> str:
    """Its address at the unit."""
    return f"/unite/dossiers/{sent.pk}/{name}"


def test_who_speaks_with_her_and_their_supervisor(
    issue: Issue, at_desk: str, officer: Officer, guest: Officer, supervisor: Officer
) -> None:
    for account in (officer, guest, supervisor):
        answer = issue(account, at_desk)
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "no-store"
    assert not Entry.objects.filter(outcome="refused").exists()


def test_whoever_held_it_last_once_it_is_ended(issue: Issue, at_desk: str, sent: Referral, officer: Officer) -> None:
    desk.end(by=officer, conversation=sent.report_id, reason="")
    assert issue(officer, at_desk).status_code == 200


def test_a_colleague_and_the_other_force_get_nothing(
    issue: Issue, at_desk: str, colleague: Officer, gendarme: Officer, other_supervisor: Officer
) -> None:
    assert issue(colleague, at_desk).status_code in (403, 404)
    assert issue(gendarme, at_desk).status_code == 404
    assert issue(other_supervisor, at_desk).status_code == 404
    assert not Issued.objects.exists()
    assert Entry.objects.filter(outcome="refused", act="issue document").count() == 3


@pytest.mark.parametrize("role", DESK_ROLES)
def test_no_other_role_comes_to_the_desks(issue: Issue, at_desk: str, make_officer: MakeOfficer, role: Role) -> None:
    assert issue(make_officer("autre", role, "PN", unit=1, centre=1), at_desk).status_code == 403
    assert not Issued.objects.exists()


def test_the_unit_that_has_it(issue: Issue, at_unit: str, receiver: Officer) -> None:
    assert issue(receiver, at_unit).status_code == 200


def test_another_unit_and_the_desk_do_not_come_by_the_units_address(
    issue: Issue, at_unit: str, other_unit: Officer, officer: Officer, supervisor: Officer
) -> None:
    assert issue(other_unit, at_unit).status_code == 404
    for account in (officer, supervisor):
        assert issue(account, at_unit).status_code == 403
    assert not Issued.objects.exists()


@pytest.mark.parametrize("role", [role for role in DESK_ROLES if role != Role.UNIT])
def test_no_other_role_comes_to_the_units(issue: Issue, at_unit: str, make_officer: MakeOfficer, role: Role) -> None:
    assert issue(make_officer("autre", role, "PN", centre=1), at_unit).status_code == 403


def test_a_unit_that_refused_it_has_it_no_more(issue: Issue, at_unit: str, sent: Referral, receiver: Officer) -> None:
    referrals.refuse(by=receiver, referral=sent.pk, reason="Hors de notre compétence.")
    assert issue(receiver, at_unit).status_code == 404


def test_nobody_and_whoever_left(issue: Issue, at_desk: str, at_unit: str, stranger: Officer) -> None:
    for address in (at_desk, at_unit):
        for account in (None, stranger):
            answer = issue(account, address)
            assert answer.status_code == 302
            assert "/compte/" in answer["Location"]
    assert not Issued.objects.exists()


def test_looking_makes_nothing(at_desk: str, at_unit: str, officer: Officer, receiver: Officer) -> None:
    for account, address in ((officer, at_desk), (receiver, at_unit)):
        client = Client()
        client.force_login(account)
        assert client.get(address).status_code == 405
    assert not Issued.objects.exists()


def test_another_site_makes_nothing(at_desk: str, officer: Officer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert client.post(at_desk).status_code == 403
    assert not Issued.objects.exists()


def test_a_conversation_that_does_not_exist(issue: Issue, officer: Officer, receiver: Officer, sent: Referral) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    assert issue(officer, f"/brigade/dossiers/{unknown}/transmission.pdf").status_code == 404
    assert issue(receiver, f"/unite/dossiers/{unknown}/transmission.pdf").status_code == 404
    assert issue(officer, f"/brigade/dossiers/{sent.report_id}/echange.pdf", part="2").status_code == 404
    assert issue(officer, f"/brigade/dossiers/{sent.report_id}/echange.pdf", part="x").status_code == 404


def test_a_unit_sees_no_piece_of_an_unnamed_witness_on_its_console_either(
    sent: Referral, receiver: Officer, officer: Officer
) -> None:
    keep(by=officer, conversation=sent.report_id, given={"reporter": "witness"})
    piece = Attachment.objects.filter(conversation=sent.report_id).first()
    assert piece is not None
    client = Client()
    client.force_login(receiver)
    page = client.get(f"/unite/dossiers/{sent.pk}/")
    assert page.status_code == 200
    assert "cuisine.jpg" not in page.content.decode()
    assert client.get(f"/unite/dossiers/{sent.pk}/pieces/{piece.pk}").status_code == 404


def test_the_units_page_offers_each_document_by_a_button(sent: Referral, receiver: Officer) -> None:
    client = Client()
    client.force_login(receiver)
    page = client.get(f"/unite/dossiers/{sent.pk}/").content.decode()
    for one in NAMES:
        assert f'<form method="post" action="/unite/dossiers/{sent.pk}/{one}">' in page
