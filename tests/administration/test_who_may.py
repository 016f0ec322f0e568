"""Every page and every act, by everybody: the policy holds, and refusals are written down."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.territory.models import HelpLine, OperationsCentre, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("few")]

BrowserOf = Callable[[Officer], Client]

TERRITORY = ["/administration/communes/", "/administration/communes/11262", "/administration/unites/{unit}"]
TERRITORY += ["/administration/unites/", "/administration/centres/", "/administration/centres/{centre}"]
CLOSED = ["/administration/comptes/", "/administration/comptes/nouveau", "/administration/comptes/{officer}"]
CLOSED += ["/administration/numeros/", "/administration/numeros/nouveau", "/administration/numeros/{line}"]
AUDIT = ["/administration/", "/administration/journal/"]
EDITS = [
    ("/administration/comptes/nouveau", {"username": "nouveau", "role": "officer", "force": "PN"}),
    ("/administration/comptes/{officer}", {"role": "administrator"}),
    ("/administration/comptes/{officer}/desactiver", {}),
    ("/administration/comptes/{officer}/reactiver", {}),
    ("/administration/comptes/{officer}/second-facteur", {}),
    ("/administration/comptes/{officer}/mot-de-passe", {}),
    ("/administration/communes/11262", {"force": "PN", "reason": "essai"}),
    ("/administration/unites/{unit}", {"name": "Autre nom"}),
    ("/administration/centres/{centre}", {"name": "Autre nom"}),
    ("/administration/numeros/nouveau", {"number": "1"}),
    ("/administration/numeros/{line}", {"number": "1"}),
    ("/administration/numeros/{line}/retirer", {}),
    ("/administration/numeros/{line}/remettre", {}),
]


@pytest.fixture
def address(officer: Officer) -> Callable[[str], str]:
    """An address of the list above, of objects that exist."""
    line = HelpLine.objects.create(number="3919", label="Écoute", purpose="Écoute", source="essai")
    keys = {
        "officer": officer.pk,
        "unit": Unit.objects.values_list("pk", flat=True)[0],
        "centre": OperationsCentre.objects.values_list("pk", flat=True)[0],
        "line": line.pk,
    }
    return lambda template: template.format(**keys)


@pytest.mark.parametrize("template", [*TERRITORY, *CLOSED, *AUDIT])
def test_an_administrator_sees_every_page(template: str, admin: Client, address: Callable[[str], str]) -> None:
    answer = admin.get(address(template))
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style=" not in answer.content.decode()


@pytest.mark.parametrize("who", ["officer", "supervisor"])
@pytest.mark.parametrize("template", TERRITORY)
def test_the_desk_reads_the_territory_and_finds_no_form_there(
    who: str, template: str, request: pytest.FixtureRequest, browser_of: BrowserOf, address: Callable[[str], str]
) -> None:
    answer = browser_of(request.getfixturevalue(who)).get(address(template))
    assert answer.status_code == 200
    assert 'id="settle"' not in answer.content.decode()
    assert "Enregistrer" not in answer.content.decode()


@pytest.mark.parametrize("who", ["officer", "gendarme", "supervisor", "unit", "analyst"])
@pytest.mark.parametrize("template", [*CLOSED, *AUDIT])
def test_the_desk_is_refused_what_is_not_its_own(
    who: str, template: str, request: pytest.FixtureRequest, browser_of: BrowserOf, address: Callable[[str], str]
) -> None:
    account = request.getfixturevalue(who)
    assert browser_of(account).get(address(template)).status_code == 403
    entry = Entry.objects.get(outcome="refused")
    assert (entry.actor, entry.object_kind) == (account.actor, "page")


@pytest.mark.parametrize("who", ["officer", "supervisor", "commander", "unit", "analyst"])
@pytest.mark.parametrize(("template", "given"), EDITS)
def test_only_an_administrator_changes_anything(
    who: str,
    template: str,
    given: dict[str, str],
    request: pytest.FixtureRequest,
    browser_of: BrowserOf,
    address: Callable[[str], str],
) -> None:
    answer = browser_of(request.getfixturevalue(who)).post(address(template), given)
    assert answer.status_code == 403
    assert list(Entry.objects.values_list("outcome", flat=True)) == ["refused"]


@pytest.mark.parametrize("template", AUDIT)
def test_the_commander_reads_the_journal(
    template: str, commander: Officer, browser_of: BrowserOf, address: Callable[[str], str]
) -> None:
    page = browser_of(commander).get(address(template)).content.decode()
    assert "Journal d’audit" in page
    assert "/administration/comptes/" not in page


@pytest.mark.parametrize("template", [*TERRITORY, *CLOSED, *AUDIT])
def test_nobody_and_a_stranger_are_led_to_the_sign_in(
    template: str, nobody: Client, stranger: Officer, browser_of: BrowserOf, address: Callable[[str], str]
) -> None:
    for browser in (nobody, browser_of(stranger)):
        answer = browser.get(address(template))
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/compte/connexion")


@pytest.mark.parametrize(("template", "given"), EDITS)
def test_nobody_changes_anything(
    template: str, given: dict[str, str], nobody: Client, address: Callable[[str], str]
) -> None:
    assert nobody.post(address(template), given).status_code == 302
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "path", ["comptes/999999", "communes/99999", "unites/999999", "centres/999999", "numeros/999999"]
)
def test_what_does_not_exist_is_said_on_a_page(path: str, admin: Client) -> None:
    answer = admin.get(f"/administration/{path}")
    assert answer.status_code == 404
    assert "Introuvable" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(administrator: Officer, address: Callable[[str], str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(administrator)
    assert browser.post(address("/administration/comptes/{officer}/desactiver")).status_code == 403
