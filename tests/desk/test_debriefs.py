"""After a grave conversation: a note, a wish to talk; supervisors alone read it, and know at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.desk import actions, queries
from permanence.desk.craft import actions as craft
from permanence.desk.craft import debriefs
from permanence.desk.craft.actions.debriefs import AlreadyTalked, NotOverYet
from permanence.desk.craft.models import Debrief
from permanence.desk.models import Intake
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live.models import Conversation
from permanence.vault.models import DataKey
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive

BrowserOf = Callable[[Officer], Client]
PAGE = "/administration/debriefings/"
WORDS = "Je n’ai pas su la retenir, et j’y pense encore."


@pytest.fixture
def grave(arrive: Arrive, officer: Officer) -> Conversation:
    return ended(arrive(in_danger=True), officer)


def ended(conversation: Conversation, officer: Officer) -> Conversation:
    actions.claim(by=officer, conversation=conversation.pk)
    actions.end(by=officer, conversation=conversation.pk, reason="une patrouille est sur place")
    return Conversation.objects.get(pk=conversation.pk)


def is_offered(officer: Officer, conversation: Conversation) -> bool:
    intake = Intake.objects.select_related("conversation__key", "officer").get(pk=conversation.pk)
    return bool(queries.file(officer, intake)["debrief"])


def test_it_is_offered_after_a_grave_one_to_whoever_held_it_and_once(
    grave: Conversation, arrive: Arrive, officer: Officer, colleague: Officer
) -> None:
    assert is_offered(officer, grave)
    assert not is_offered(colleague, grave)
    assert not is_offered(officer, ended(arrive(), officer))
    craft.write_debrief(by=officer, conversation=grave.pk, text=WORDS)
    assert not is_offered(officer, grave)


def test_a_wish_to_talk_reaches_the_supervisors_of_the_force_and_no_other(
    grave: Conversation, officer: Officer, supervisor: Officer, make_officer: MakeOfficer
) -> None:
    other = make_officer("autre-chef", Role.SUPERVISOR, "GN")
    craft.write_debrief(by=officer, conversation=grave.pk, talk=True)
    assert [queries.me(one)["debriefs"] for one in (supervisor, other, officer)] == [1, 0, 0]
    (row,) = Debrief.objects.all()
    with pytest.raises(NotFound):
        craft.close_debrief(by=other, debrief=row.pk)
    craft.close_debrief(by=supervisor, debrief=row.pk)
    craft.close_debrief(by=supervisor, debrief=row.pk)
    assert (queries.me(supervisor)["debriefs"], Entry.objects.filter(act="close debrief").count()) == (0, 1)


def test_it_may_be_written_anew_until_they_have_talked(
    grave: Conversation, officer: Officer, supervisor: Officer
) -> None:
    craft.write_debrief(by=officer, conversation=grave.pk, text="Ça va.")
    row = craft.write_debrief(by=officer, conversation=grave.pk, text=WORDS, talk=True)
    (told,) = debriefs.listed(supervisor)
    assert (told.note, told.debrief.wants_to_talk) == (WORDS, True)
    craft.close_debrief(by=supervisor, debrief=row.pk)
    with pytest.raises(AlreadyTalked):
        craft.write_debrief(by=officer, conversation=grave.pk, text="Encore.")


def test_the_note_is_sealed_and_goes_with_the_conversation_s_key(
    grave: Conversation, officer: Officer, supervisor: Officer
) -> None:
    row = craft.write_debrief(by=officer, conversation=grave.pk, text=WORDS)
    assert WORDS.encode() not in bytes(row.note)
    assert WORDS not in str(list(Entry.objects.values_list("reason", "detail")))
    DataKey.objects.filter(pk=grave.key_id).update(wrapped=b"")
    (told,) = debriefs.listed(supervisor)
    assert (told.note, told.is_destroyed) == ("", True)


def test_refused_before_the_end_with_nothing_to_say_too_long_or_to_somebody_else(
    arrive: Arrive, grave: Conversation, officer: Officer, colleague: Officer, gendarme: Officer
) -> None:
    going_on = arrive(in_danger=True)
    actions.claim(by=officer, conversation=going_on.pk)
    with pytest.raises(NotOverYet):
        craft.write_debrief(by=officer, conversation=going_on.pk, talk=True)
    for text in ("", "  \n", "x" * 4_001):
        with pytest.raises(Invalid) as refusal:
            craft.write_debrief(by=officer, conversation=grave.pk, text=text)
        assert "text" in refusal.value.errors
    with pytest.raises(Forbidden):
        craft.write_debrief(by=colleague, conversation=grave.pk, talk=True)
    with pytest.raises(NotFound):
        craft.write_debrief(by=gendarme, conversation=grave.pk, talk=True)
    assert not Debrief.objects.exists()


def test_the_supervisor_s_page_shows_who_waits_and_closes(
    grave: Conversation, officer: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    row = craft.write_debrief(by=officer, conversation=grave.pk, text=WORDS, talk=True)
    browser = browser_of(supervisor)
    page = browser.get(PAGE).content.decode()
    assert "Brigadière-cheffe Nadia" in page
    assert "souhaite en parler" in page
    assert WORDS in page
    assert Entry.objects.filter(act="see debriefs", outcome="read", actor=supervisor.actor).exists()
    answer = browser.post(f"{PAGE}{row.pk}/clore", follow=True)
    assert "Personne n’attend d’en parler" in answer.content.decode()
    assert browser.post(f"{PAGE}999/clore").status_code == 404


@pytest.mark.parametrize("who", ["officer", "administrator", "analyst", "commander", "unit"])
def test_nobody_else_sees_the_page(
    who: str, request: pytest.FixtureRequest, grave: Conversation, browser_of: BrowserOf
) -> None:
    somebody = request.getfixturevalue(who)
    assert browser_of(somebody).get(PAGE).status_code == 403
    assert browser_of(somebody).post(f"{PAGE}1/clore").status_code == 403
    assert Entry.objects.filter(actor=somebody.actor, outcome="refused").exists()
