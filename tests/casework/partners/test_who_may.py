"""Partners, by everybody: administrators alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.referrals.models import Partner
from tests.casework.partners.conftest import Write

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BrowserOf = Callable[[Officer], Client]
PAGES = ["", "nouveau", "{pk}"]
ACTS = ["nouveau", "{pk}", "{pk}/retirer", "{pk}/remettre"]
OTHERS = ["officer", "colleague", "gendarme", "supervisor", "unit", "analyst", "commander"]


@pytest.fixture
def address(write: Write) -> Callable[[str], str]:
    """An address of the lists above, of a partner that exists."""
    partner = write()
    Entry.objects.all().delete()
    return lambda path: f"/administration/partenaires/{path.format(pk=partner.pk)}"


@pytest.mark.parametrize("path", PAGES)
def test_an_administrator_sees_every_page(path: str, admin: Client, address: Callable[[str], str]) -> None:
    assert admin.get(address(path)).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("path", PAGES)
def test_the_others_are_refused_and_it_is_written_down(
    who: str, path: str, request: pytest.FixtureRequest, browser_of: BrowserOf, address: Callable[[str], str]
) -> None:
    account = request.getfixturevalue(who)
    assert browser_of(account).get(address(path)).status_code == 403
    assert Entry.objects.get().outcome == "refused"


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("path", ACTS)
def test_the_others_change_nothing(
    who: str, path: str, request: pytest.FixtureRequest, browser_of: BrowserOf, address: Callable[[str], str]
) -> None:
    before = Partner.objects.values().get()
    assert browser_of(request.getfixturevalue(who)).post(address(path), {"name": "Autre"}).status_code == 403
    assert Partner.objects.values().get() == before


@pytest.mark.parametrize("path", PAGES)
def test_nobody_and_a_stranger_are_led_to_the_sign_in(
    path: str, nobody: Client, stranger: Officer, browser_of: BrowserOf, address: Callable[[str], str]
) -> None:
    for browser in (nobody, browser_of(stranger)):
        assert browser.get(address(path)).headers["Location"].startswith("/compte/connexion")


def test_a_form_from_elsewhere_is_refused(administrator: Officer, address: Callable[[str], str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(administrator)
    assert browser.post(address("{pk}/retirer")).status_code == 403
