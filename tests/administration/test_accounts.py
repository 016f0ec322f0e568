"""Accounts made, changed, closed; passwords and second factors given anew."""

import re

import pytest
from django.test import Client

from permanence.accounts import sessions
from permanence.accounts.models import Officer, Token
from permanence.audit.models import Entry
from permanence.territory.models import Unit

pytestmark = pytest.mark.django_db

NEW = "/administration/comptes/nouveau"
GIVEN = {"username": "martin.gn", "role": "officer", "force": "GN", "rank": "Adjudant", "first_name": "Léa"}


def shown_password(page: str) -> str:
    found = re.search(r'id="password">([^<]+)<', page)
    assert found, page
    return found[1]


def test_a_new_account_gets_a_password_shown_once(admin: Client, administrator: Officer) -> None:
    answer = admin.post(NEW, GIVEN)
    account = Officer.objects.get(username="martin.gn")
    assert account.check_password(shown_password(answer.content.decode()))
    assert (account.force, account.display_name) == ("GN", "Adjudant Léa")
    entry = Entry.objects.get(act="create officer")
    assert (entry.actor, entry.object_id) == (administrator.actor, str(account.pk))
    assert 'id="password"' not in admin.get(f"/administration/comptes/{account.pk}").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"username": ""}, "Donnez un identifiant."),
        ({"username": "Léa Martin"}, "lettres minuscules sans accent"),
        ({"username": "policiere"}, "déjà pris"),
        ({"force": ""}, "appartient à une force"),
        ({"role": "sorcier"}, "Sélectionnez un choix valide"),
        ({"role": "unit", "unit": ""}, "numéro d’une unité"),
        ({"role": "centre", "centre": "999999"}, "numéro d’un centre"),
    ],
)
def test_an_account_that_cannot_be_is_refused_beside_its_field(
    wrong: dict[str, str], words: str, admin: Client, officer: Officer
) -> None:
    before = Officer.objects.count()
    answer = admin.post(NEW, GIVEN | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Officer.objects.count() == before


def test_an_account_of_a_unit_names_one_that_exists(admin: Client) -> None:
    unit = Unit.objects.values_list("pk", flat=True)[0]
    admin.post(NEW, {"username": "accueil.rennes", "role": "unit", "force": "PN", "unit": unit})
    assert Officer.objects.get(username="accueil.rennes").unit == unit


def test_settings_are_changed_and_the_name_is_not(admin: Client, officer: Officer) -> None:
    page = f"/administration/comptes/{officer.pk}"
    given = {"username": "pirate", "role": "supervisor", "force": "PN", "rank": "Capitaine", "first_name": "Nadia"}
    assert admin.post(page, given).headers["Location"] == f"{page}?dit=enregistre"
    officer.refresh_from_db()
    assert (officer.username, officer.role, officer.rank) == ("policiere", "supervisor", "Capitaine")
    assert "C’est enregistré." in admin.get(f"{page}?dit=enregistre").content.decode()


def test_a_closed_account_cannot_sign_in_and_can_come_back(admin: Client, officer: Officer) -> None:
    sessions.issue(officer)
    admin.post(f"/administration/comptes/{officer.pk}/desactiver")
    officer.refresh_from_db()
    assert not officer.is_active
    assert not Token.objects.exists()
    admin.post(f"/administration/comptes/{officer.pk}/reactiver")
    officer.refresh_from_db()
    assert officer.is_active


def test_administrators_do_not_lock_themselves_out(admin: Client, administrator: Officer) -> None:
    page = f"/administration/comptes/{administrator.pk}"
    assert admin.post(f"{page}/desactiver").status_code == 409
    given = {"role": "officer", "force": "PN", "rank": "", "first_name": ""}
    assert "propre rôle" in admin.post(page, given).content.decode()
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.role) == (True, "administrator")


def test_a_new_password_ends_the_old_one_and_what_is_open(admin: Client, officer: Officer) -> None:
    sessions.issue(officer)
    before = (officer.role, officer.force, officer.rank, officer.first_name)
    answer = admin.post(f"/administration/comptes/{officer.pk}/mot-de-passe")
    officer.refresh_from_db()
    assert officer.check_password(shown_password(answer.content.decode()))
    assert not Token.objects.exists()
    assert (officer.role, officer.force, officer.rank, officer.first_name) == before


def test_a_lost_second_factor_is_enrolled_anew(admin: Client, officer: Officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(otp_secret=b"sealed")
    assert "Effacer le second facteur" in admin.get(f"/administration/comptes/{officer.pk}").content.decode()
    admin.post(f"/administration/comptes/{officer.pk}/second-facteur")
    officer.refresh_from_db()
    assert officer.otp_secret is None


def test_an_unknown_act_does_nothing(admin: Client, officer: Officer) -> None:
    assert admin.post(f"/administration/comptes/{officer.pk}/promouvoir").status_code == 404


def test_the_list_is_filtered(admin: Client, officer: Officer, gendarme: Officer, stranger: Officer) -> None:
    def names(query: str) -> list[str]:
        page = admin.get(f"/administration/comptes/?{query}").content.decode()
        return re.findall(r'/administration/comptes/\d+">([^<]+)<', page)

    assert names("force=GN") == ["gendarme"]
    assert names("etat=ferme") == ["partie"]
    assert names("q=Nadia") == ["policiere"]
    assert names("role=administrator") == ["administratrice"]
    assert names("q=nobody-here") == []


def test_opening_an_account_is_a_reading(admin: Client, officer: Officer) -> None:
    admin.get(f"/administration/comptes/{officer.pk}")
    assert Entry.objects.get(outcome="read").object_id == str(officer.pk)
