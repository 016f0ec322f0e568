"""The pages of prepared replies: seen and changed by supervisors and administrators, refused to others."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.journal import OPERATOR
from permanence.audit.models import Entry
from permanence.desk.craft import actions
from permanence.desk.craft.models import Reply

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
GIVEN = {"language": "fr", "shortcut": "relais", "theme": "unit", "step": "during", "force": "", "text": "Je vous lis."}
ROOT = "/administration/reponses/"


@pytest.fixture
def reply(administrator: Officer) -> Reply:
    return actions.add_reply(by=administrator, **GIVEN)


def test_a_supervisor_reads_the_reviewed_set_by_theme(supervisor: Officer, browser_of: BrowserOf) -> None:
    actions.load_replies(by=OPERATOR)
    page = browser_of(supervisor).get(ROOT).content.decode()
    assert "/bonjour" in page
    assert page.index("Accueil") < page.index("Harcèlement en ligne") < page.index("Fin de conversation")
    spanish = browser_of(supervisor).get(f"{ROOT}?langue=es").content.decode()
    assert "/hola" in spanish
    assert "/bonjour" not in spanish
    assert browser_of(supervisor).get(f"{ROOT}?langue=xx").status_code == 200


def test_a_reply_is_added_edited_withdrawn_and_restored(supervisor: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(supervisor)
    assert browser.post(f"{ROOT}nouvelle", GIVEN).status_code == 302
    (row,) = Reply.objects.all()
    assert browser.post(f"{ROOT}{row.pk}", {**GIVEN, "text": "Je suis là."}).status_code == 302
    page = browser.get(f"{ROOT}{row.pk}").content.decode()
    assert "Je suis là." in page
    assert "Je vous lis." in page
    assert browser.post(f"{ROOT}{row.pk}/retirer", {"reason": "doublon"}).status_code == 302
    assert "Retirées" in browser.get(ROOT).content.decode()
    assert browser.post(f"{ROOT}{row.pk}/remettre").status_code == 302
    row.refresh_from_db()
    assert (row.version, row.withdrawn_at) == (2, None)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    supervisor: Officer, browser_of: BrowserOf
) -> None:
    answer = browser_of(supervisor).post(f"{ROOT}nouvelle", {**GIVEN, "shortcut": "Non valable"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_shortcut-error"' in page
    assert "Je vous lis." in page


def test_the_other_force_s_reply_is_read_and_not_changed(
    supervisor: Officer, administrator: Officer, browser_of: BrowserOf
) -> None:
    row = actions.add_reply(by=administrator, **{**GIVEN, "force": "GN"})
    browser = browser_of(supervisor)
    page = browser.get(f"{ROOT}{row.pk}").content.decode()
    assert "autre force" in page
    assert "Enregistrer" not in page
    assert browser.post(f"{ROOT}{row.pk}/retirer").status_code == 403
    browser.post(f"{ROOT}{row.pk}", {**GIVEN, "force": "GN", "text": "Autre."})
    row.refresh_from_db()
    assert (row.text, row.withdrawn_at) == (GIVEN["text"], None)


def test_restoring_where_the_shortcut_was_taken_says_why(
    reply: Reply, supervisor: Officer, browser_of: BrowserOf
) -> None:
    actions.withdraw_reply(by=supervisor, reply=reply.pk)
    actions.add_reply(by=supervisor, **GIVEN)
    answer = browser_of(supervisor).post(f"{ROOT}{reply.pk}/remettre")
    assert answer.status_code == 422
    assert "déjà ce raccourci" in answer.content.decode()


@pytest.mark.parametrize("who", ["officer", "gendarme", "unit", "analyst", "commander"])
@pytest.mark.parametrize("path", ["", "nouvelle", "{pk}"])
def test_others_are_refused_and_it_is_written_down(
    who: str, path: str, reply: Reply, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account = request.getfixturevalue(who)
    browser, address = browser_of(account), ROOT + path.format(pk=reply.pk)
    assert browser.get(address).status_code == 403
    if path:
        assert browser.post(address, {**GIVEN, "text": "Autre."}).status_code == 403
    assert Entry.objects.filter(actor=account.actor, outcome="refused").exists()
    assert Reply.objects.get().text == GIVEN["text"]


def test_an_unknown_reply_or_act_is_said(administrator: Officer, reply: Reply, browser_of: BrowserOf) -> None:
    browser = browser_of(administrator)
    assert browser.get(f"{ROOT}999999").status_code == 404
    assert browser.post(f"{ROOT}999999/retirer").status_code == 404
    assert browser.post(f"{ROOT}{reply.pk}/brûler").status_code == 404
    assert browser.post(f"{ROOT}{reply.pk}/bruler").status_code == 404
