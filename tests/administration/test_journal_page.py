"""The audit journal, read by those who may."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit import journal as audit
from permanence.audit.models import Entry
from permanence.desk.administration import words

pytestmark = pytest.mark.django_db

JOURNAL = "/administration/journal/"


@pytest.fixture(autouse=True)
def _entries(officer: Officer) -> None:
    audit.record(by=officer.actor, act="claim conversation", on=("conversation", "c-1"), force="PN")
    audit.record_refusal(by="nobody", act="sign in", on=("officer", "unknown"), reason="wrong name or password")
    audit.record(by="operator", act="settle commune", on=("commune", "11262"), reason="convention <b>locale</b>")


def rows(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("<tr>")[1:]]


def shown(admin: Client, **filters: str) -> list[str]:
    return rows(admin.get(JOURNAL, filters).content.decode())


def test_the_last_come_first_in_french_with_names(admin: Client) -> None:
    found = shown(admin)
    assert "administratrice lire le journal d’audit" in found[0]
    assert "opérateur de la machine retenir la force d’une commune commune 11262 fait" in found[1]
    assert "personne non identifiée se connecter" in found[2]
    assert "policiere prendre une conversation conversation c-1" in found[3]


def test_what_was_typed_as_a_reason_is_text(admin: Client) -> None:
    assert "<b>locale</b>" not in admin.get(JOURNAL).content.decode()


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({"acteur": "policiere"}, 1),
        ({"acteur": "operator"}, 1),
        ({"objet": "commune", "cle": "11262"}, 1),
        ({"objet": "numéro d'aide"}, 0),
        ({"issue": "refused"}, 1),
        ({"acteur": "inconnue"}, 0),
    ],
)
def test_it_is_filtered_by_who_and_what(filters: dict[str, str], number: int, admin: Client) -> None:
    assert len(shown(admin, **filters)) == number


def test_it_is_filtered_by_day_in_paris(admin: Client) -> None:
    Entry.objects.filter(act="claim conversation").update(at=timezone.now() - timedelta(days=10))
    day = (timezone.localtime() - timedelta(days=10)).date().isoformat()
    assert len(shown(admin, du=day, au=day)) == 1


def test_a_filter_that_cannot_be_understood_is_said(admin: Client) -> None:
    answer = admin.get(JOURNAL, {"du": "hier"})
    assert answer.status_code == 422
    assert 'id="id_du-error"' in answer.content.decode()


def test_reading_it_leaves_a_row_with_the_filters_used(admin: Client, administrator: Officer) -> None:
    admin.get(JOURNAL, {"acteur": "policiere"})
    entry = Entry.objects.get(outcome="read")
    assert (entry.actor, entry.detail) == (administrator.actor, {"filters": ["acteur"]})


def test_a_long_journal_is_read_page_by_page(admin: Client) -> None:
    for number in range(120):
        audit.record(by="system", act="alarm", on=("conversation", number))
    page = admin.get(JOURNAL, {"acteur": "system"}).content.decode()
    older = re.search(r"avant=(\d+)", page)
    assert older
    assert len(rows(page)) == 100
    assert len(shown(admin, acteur="system", avant=older[1])) == 20


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"before": "standard", "after": "immediate"}, "avant : normal, après : danger immédiat"),
        ({"waited_s": 12}, "attente en secondes : 12"),
        ({"how": "quick_exit"}, "façon : sortie rapide"),
        ({"before": "genuine", "after": "abuse"}, "avant : authentique, après : abus"),
        ({"counts": {"added": {"code postal": 12}}}, "ajoutés : code postal : 12"),
    ],
)
def test_the_details_of_the_desk_s_acts_are_in_french(facts: dict[str, object], told: str) -> None:
    assert words.detail(facts) == told
