"""Every address of the console, by everybody: the unit that has the case, and nobody else."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.casework.referrals.models import Referral, Step
from permanence.territory.models import Unit
from tests.casework.console.conftest import Post
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db

BrowserOf = Callable[[Officer], Client]
LISTS = ["/unite/", "/unite/?etat=clos", "/unite/agenda/"]
OF_A_CASE = ["", "pieces/6f1d1df4-93cf-4b0c-8a57-0a0c8f4b6b0e"]
VERBS = ["accepter", "refuser", "transmettre", "rendez-vous", "deplacer", "annuler", "confirmer", "decliner"]
VERBS += ["note", "tentative", "suite", "rouvrir"]
OTHER_ROLES = ["officer", "colleague", "supervisor", "gendarme", "analyst", "commander", "administrator", "operator"]


@pytest.fixture
def same_force(make_officer: MakeOfficer, rennes: Unit) -> Officer:
    """At another police station."""
    other = Unit.objects.get(name="Commissariat de police de Narbonne")
    return make_officer("narbonne", Role.UNIT, "PN", unit=other.pk)


@pytest.mark.parametrize("who", OTHER_ROLES)
def test_the_other_roles_enter_nowhere(
    who: str, request: pytest.FixtureRequest, browser_of: BrowserOf, case: Referral
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    for address in [*LISTS, *(f"/unite/dossiers/{case.pk}/{path}" for path in OF_A_CASE)]:
        assert browser.get(address).status_code == 403, address
    for verb in VERBS:
        assert browser.post(f"/unite/dossiers/{case.pk}/{verb}", {"reason": "x", "text": "x"}).status_code == 403, verb
    assert Step.objects.filter(referral=case).count() == 1


@pytest.mark.parametrize("who", ["other_receiver", "same_force"])
def test_another_units_case_is_not_found_and_the_try_is_written_down(
    who: str, request: pytest.FixtureRequest, browser_of: BrowserOf, case: Referral
) -> None:
    account = request.getfixturevalue(who)
    browser = browser_of(account)
    for path in OF_A_CASE:
        assert browser.get(f"/unite/dossiers/{case.pk}/{path}").status_code == 404, path
    for verb in VERBS:
        assert browser.post(f"/unite/dossiers/{case.pk}/{verb}", {"reason": "x"}).status_code == 404, verb
    refused = Entry.objects.filter(actor=account.actor, outcome=Entry.Outcome.REFUSED, object_id=str(case.pk))
    assert refused.count() == len(OF_A_CASE) + len(VERBS)
    assert case.report.reference not in browser.get("/unite/").content.decode()
    assert Step.objects.filter(referral=case).count() == 1


def test_once_forwarded_it_is_the_other_units_alone(
    post: Post, counter: Client, case: Referral, cesson: Unit, other_receiver: Officer, browser_of: BrowserOf
) -> None:
    post(case, "transmettre", unit=cesson.pk, reason="elle habite là-bas")
    assert counter.get(f"/unite/dossiers/{case.pk}/").status_code == 404
    assert browser_of(other_receiver).get(f"/unite/dossiers/{case.pk}/").status_code == 200


def test_what_does_not_exist_is_told_alike(counter: Client, case: Referral) -> None:
    answer = counter.get(f"/unite/dossiers/{uuid4()}/")
    assert answer.status_code == 404
    assert "Ce dossier n’est pas à votre unité" in answer.content.decode()


def test_an_account_without_a_unit_is_told_whom_to_ask_everywhere(
    make_officer: MakeOfficer, browser_of: BrowserOf, case: Referral
) -> None:
    browser = browser_of(make_officer("sans-unite", Role.UNIT))
    for address in [*LISTS, f"/unite/dossiers/{case.pk}/"]:
        answer = browser.get(address)
        assert (answer.status_code, "rattaché à aucune unité" in answer.content.decode()) == (403, True)


def test_nobody_and_a_stranger_are_led_to_the_sign_in(
    nobody: Client, stranger: Officer, browser_of: BrowserOf, case: Referral
) -> None:
    for browser in (nobody, browser_of(stranger)):
        for address in [*LISTS, *(f"/unite/dossiers/{case.pk}/{path}" for path in OF_A_CASE)]:
            assert browser.get(address).headers["Location"].startswith("/compte/connexion")
        assert browser.post(f"/unite/dossiers/{case.pk}/accepter").headers["Location"].startswith("/compte/connexion")


def test_a_form_from_elsewhere_is_refused(receiver: Officer, case: Referral) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(receiver)
    assert browser.post(f"/unite/dossiers/{case.pk}/accepter").status_code == 403


@pytest.mark.parametrize("path", ["accepter", "note"])
def test_a_deed_is_done_by_posting_alone(path: str, counter: Client, case: Referral) -> None:
    assert counter.get(f"/unite/dossiers/{case.pk}/{path}").status_code == 405
