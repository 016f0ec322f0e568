"""An administrator writes partners down; what cannot be trusted is refused beside its field."""

from datetime import date

import pytest
from django.test import Client

from permanence.audit.models import Entry
from permanence.casework.referrals.models import Partner
from tests.casework.partners.conftest import FIELDS, Write

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("few")]

LIST = "/administration/partenaires/"
TYPED = {**FIELDS, "departments": "35 22", "categories": ["conjugal"], "takes_minors": "on"}


def test_a_partner_is_added_changed_withdrawn_and_offered_again(admin: Client) -> None:
    assert admin.post(f"{LIST}nouveau", TYPED).headers["Location"] == f"{LIST}?dit=partenaire-ajoute"
    partner = Partner.objects.get()
    assert (partner.departments, partner.categories, partner.takes_minors) == (["35", "22"], ["conjugal"], True)
    page = f"{LIST}{partner.pk}"
    assert admin.post(page, {**TYPED, "name": "Un autre nom"}).headers["Location"] == f"{page}?dit=enregistre"
    assert admin.post(f"{page}/retirer", {"reason": "fermée"}).status_code == 302
    partner.refresh_from_db()
    assert (partner.name, partner.withdrawn_at is not None) == ("Un autre nom", True)
    assert "Proposer de nouveau" in admin.get(LIST).content.decode()
    admin.post(f"{page}/remettre")
    partner.refresh_from_db()
    assert partner.withdrawn_at is None
    acts = ["add partner", "edit partner", "withdraw partner", "restore partner"]
    assert list(Entry.objects.filter(object_kind="partner").order_by("pk").values_list("act", flat=True)) == acts
    assert "retirer un partenaire" in admin.get(page).content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Donnez un nom."),
        ({"purpose": ""}, "Dites ce que la personne y trouvera."),
        ({"source": ""}, "Donnez la source."),
        ({"telephone": ""}, "au moins un moyen de le joindre"),
        ({"telephone": "appeler le matin"}, "Des chiffres, des espaces"),
        ({"mail": "accueil"}, "Donnez une adresse complète"),
        ({"opening_hours": "9 h à 17 h"}, "la date de leur source"),
        ({"dated_on": "2999-01-01"}, "pas encore passée"),
        ({"departments": "35 999"}, "Départements inconnus : 999."),
        ({"categories": ["autre"]}, "Choisissez"),
    ],
)
def test_what_cannot_be_trusted_is_refused_and_what_was_typed_stays(
    given: dict[str, str], said: str, admin: Client
) -> None:
    answer = admin.post(f"{LIST}nouveau", {**TYPED, "address": "", **given})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page or "Sélectionnez" in page
    assert "une page des essais" in page or "source" in given
    assert not Partner.objects.exists()


def test_a_demonstrations_partner_says_what_it_is(admin: Client, write: Write) -> None:
    partner = write(is_demonstration=True)
    for page in (LIST, f"{LIST}{partner.pk}"):
        assert "démonstration</span>" in admin.get(page).content.decode()


def test_the_list_is_filtered_by_name_and_department(admin: Client, write: Write) -> None:
    write(name="Maison d’ici")
    write(name="Ligne de partout", departments=[])
    write(name="Maison d’ailleurs", departments=["11"])
    page = admin.get(LIST, {"departement": "35"}).content.decode()
    assert ["Maison d’ici" in page, "Ligne de partout" in page, "Maison d’ailleurs" in page] == [True, True, False]
    assert "Aucun partenaire ne correspond" in admin.get(LIST, {"q": "rien de tel"}).content.decode()


def test_no_partner_yet_is_said(admin: Client) -> None:
    assert "Aucun partenaire n’est encore inscrit" in admin.get(LIST).content.decode()


def test_the_menu_leads_there(admin: Client) -> None:
    assert LIST in admin.get("/administration/").content.decode()


@pytest.mark.parametrize("path", ["999999", "999999/retirer", "1/effacer"])
def test_what_does_not_exist_is_said_on_a_page(path: str, admin: Client) -> None:
    answer = admin.post(f"{LIST}{path}") if "/" in path else admin.get(f"{LIST}{path}")
    assert (answer.status_code, "Introuvable" in answer.content.decode()) == (404, True)


def test_hours_with_a_dated_source_are_kept(admin: Client) -> None:
    admin.post(f"{LIST}nouveau", {**TYPED, "opening_hours": "9 h à 17 h", "dated_on": "2026-01-31"})
    assert Partner.objects.get().dated_on == date(2026, 1, 31)
