"""Communes settled, units and centres edited, numbers to call kept, from the pages."""

import re

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.territory import queries
from permanence.territory.models import HelpLine, OperationsCentre, Unit

pytestmark = pytest.mark.django_db

LINE = {
    "number": "02 00 00 00 00",
    "medium": "call",
    "label": "Association d'aide",
    "purpose": "Écoute et accompagnement",
    "source": "association",
    "position": "300",
    "departments": "35, 22",
}


def names(page: str) -> list[str]:
    return re.findall(r'/administration/communes/\w{5}">([^<]+)<', page)


def test_what_waits_to_be_settled_is_listed_first(admin: Client) -> None:
    assert names(admin.get("/administration/communes/").content.decode()) == ["Coignières", "Narbonne"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("rennes", ["Rennes"]),
        ("CESSON SEV", ["Cesson-Sévigné"]),
        ("35150", ["Amanlis", "Andouillé-Neuville"]),
        ("35 150", ["Amanlis", "Andouillé-Neuville"]),
        ("35238", ["Rennes"]),
        ("atlantide", []),
        ("%", []),
        ("'", []),
    ],
)
def test_a_commune_is_found_by_name_or_code(words: str, found: list[str], admin: Client) -> None:
    assert names(admin.get("/administration/communes/", {"q": words}).content.decode()) == found


def test_a_commune_is_settled_with_a_reason(admin: Client, administrator: Officer) -> None:
    page = "/administration/communes/11262"
    answer = admin.post(page, {"force": "GN", "unit": "", "reason": "convention locale"})
    assert answer.headers["Location"] == f"{page}?dit=retenue"
    assert queries.lookup("11100")["force"] == "GN"
    entry = Entry.objects.get(act="settle commune")
    assert (entry.actor, entry.reason) == (administrator.actor, "convention locale")
    assert "convention locale" in admin.get(page).content.decode()
    admin.post(page, {"force": "-", "reason": "fin de la convention"})
    assert queries.lookup("11100")["ask"] == "officer"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": ""}, "Donnez la raison"),
        ({"force": ""}, "Choisissez qui répond"),
        ({"unit": "999999"}, "Sélectionnez un choix valide"),
    ],
)
def test_an_incomplete_settlement_is_refused_and_keeps_what_was_typed(
    wrong: dict[str, str], words: str, admin: Client
) -> None:
    answer = admin.post("/administration/communes/11262", {"force": "GN", "unit": "", "reason": "accord"} | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert queries.lookup("11100")["ask"] == "officer"


def test_a_unit_of_the_other_force_is_refused_in_words(admin: Client) -> None:
    police = Unit.objects.get(name="Commissariat de police de Narbonne")
    answer = admin.post("/administration/communes/11262", {"force": "GN", "unit": police.pk, "reason": "accord"})
    assert answer.status_code == 422
    assert "À choisir dans la liste." in answer.content.decode()


def test_a_unit_is_edited(admin: Client) -> None:
    unit = Unit.objects.get(name="Commissariat de police de Rennes")
    page = f"/administration/unites/{unit.pk}"
    admin.post(page, {"name": unit.name, "telephone": "02 00 00 00 00", "opening_hours": "Jour et nuit"})
    unit.refresh_from_db()
    assert (unit.telephone, unit.edited) == ("02 00 00 00 00", ["opening_hours", "telephone"])
    assert "Téléphone, Horaires d’accueil" in admin.get(page).content.decode()


def test_a_unit_without_a_name_is_refused(admin: Client) -> None:
    unit = Unit.objects.get(name="Commissariat de police de Rennes")
    answer = admin.post(f"/administration/unites/{unit.pk}", {"name": " ", "url": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert "Donnez un nom." in answer.content.decode()
    assert Unit.objects.get(pk=unit.pk).name == "Commissariat de police de Rennes"


def test_units_are_filtered_by_department_and_force(admin: Client) -> None:
    page = admin.get("/administration/unites/?departement=35&force=PN").content.decode()
    assert "Commissariat de police de Rennes" in page
    assert "Narbonne" not in page
    assert "Gendarmerie nationale – Ille-et-Vilaine" not in page


def test_a_centre_is_named(admin: Client) -> None:
    centre = OperationsCentre.objects.get(force="PN", department="35")
    admin.post(f"/administration/centres/{centre.pk}", {"name": "CIC d'Ille-et-Vilaine", "telephone": ""})
    assert OperationsCentre.objects.get(pk=centre.pk).name == "CIC d'Ille-et-Vilaine"


def test_a_number_is_added_edited_withdrawn_and_shown_again(admin: Client) -> None:
    admin.post("/administration/numeros/nouveau", LINE)
    line = HelpLine.objects.get()
    assert line.departments == ["35", "22"]
    page = f"/administration/numeros/{line.pk}"
    given = LINE | {"hours": "9 h à 18 h", "dated_on": "2026-11-02"}
    assert admin.post(page, given).status_code == 302
    assert queries.help_lines("35")[0]["hours"] == "9 h à 18 h"
    admin.post(f"{page}/retirer", {"reason": "fermée"})
    assert queries.help_lines("35") == []
    assert "Montrer de nouveau" in admin.get("/administration/numeros/").content.decode()
    admin.post(f"{page}/remettre")
    assert len(queries.help_lines("35")) == 1
    acts = ["add help line", "edit help line", "withdraw help line", "restore help line"]
    assert list(Entry.objects.order_by("pk").values_list("act", flat=True)) == acts


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hours": "9 h à 18 h"}, "demandent la date de leur source"),
        ({"number": "appelez"}, "Des chiffres et des espaces seulement"),
        ({"departments": "35 00"}, "Départements inconnus\u00a0: 00"),
        ({"dated_on": "hier"}, "Donnez une date"),
        ({"source": ""}, "Donnez la source"),
    ],
)
def test_a_number_that_could_mislead_is_refused_beside_its_field(
    wrong: dict[str, str], words: str, admin: Client
) -> None:
    answer = admin.post("/administration/numeros/nouveau", LINE | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not HelpLine.objects.exists()
