"""Who reads what is sent to a unit: counted in the list, named on its page, made from there."""

import pytest
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.territory.models import Unit
from tests.conftest import MakeOfficer

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("few")]


@pytest.fixture
def rennes(few: None) -> Unit:
    """The police station that answers for Rennes."""
    return Unit.objects.get(name="Commissariat de police de Rennes")


def test_a_unit_without_an_account_says_so(admin: Client, rennes: Unit) -> None:
    assert "ne serait lu par aucun compte" in admin.get(f"/administration/unites/{rennes.pk}").content.decode()


def test_an_account_is_made_from_the_page_of_the_unit_and_named_there(
    admin: Client, rennes: Unit, make_officer: MakeOfficer
) -> None:
    make_officer("parti", Role.UNIT, "PN", unit=rennes.pk, is_active=False)
    form = admin.get("/administration/comptes/nouveau", {"role": "unit", "force": "PN", "unit": rennes.pk})
    assert f'value="{rennes.pk}"' in form.content.decode()
    typed = {"username": "accueil.rennes", "role": "unit", "force": "PN", "unit": rennes.pk}
    assert admin.post("/administration/comptes/nouveau", typed).status_code == 200
    assert Officer.objects.get(username="accueil.rennes").unit == rennes.pk
    page = admin.get(f"/administration/unites/{rennes.pk}").content.decode()
    assert ("accueil.rennes" in page, ">parti<" in page) == (True, False)
    assert '<td class="number">1</td>' in admin.get("/administration/unites/", {"q": "Rennes"}).content.decode()


def test_the_desk_reads_no_names_of_accounts(
    officer: Officer, browser_of: object, rennes: Unit, make_officer: MakeOfficer
) -> None:
    make_officer("accueil", Role.UNIT, "PN", unit=rennes.pk)
    page = browser_of(officer).get(f"/administration/unites/{rennes.pk}").content.decode()  # type: ignore[operator]
    assert "accueil" not in page.replace("d’accueil", "")
