"""The words of a visitor raise her level within a moment; they never lower it, and never overrule an officer."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk.models import Intake
from permanence.interventions import listening, queries, signals
from permanence.interventions.models import Signals
from permanence.live import hub, journal
from permanence.live.models import Conversation, Sender
from tests.desk.conftest import Arrive
from tests.interventions.conftest import Ask

pytestmark = pytest.mark.django_db
DANGER = "il est derriere la porte avec un couteau"


def says(conversation: Conversation, *texts: str) -> None:
    for text in texts:
        journal.append(journal.Draft(conversation.pk, Sender.VISITOR, text))
    signals.judge(conversation.pk)


def level(conversation: Conversation) -> tuple[str, str]:
    intake = Intake.objects.get(pk=conversation.pk)
    return intake.level, intake.level_by


def test_words_raise_the_level_with_what_made_it(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    says(conversation, "bonjour", DANGER)
    assert level(conversation) == ("immediate", "signals")
    entry = Entry.objects.get(act="raise level")
    assert (entry.detail["before"], entry.detail["after"]) == ("standard", "immediate")
    assert "couteau" not in str(entry.detail)
    desk.claim(by=officer, conversation=conversation.pk)
    conversation.refresh_from_db()
    shown = queries.officer_view(officer, conversation)["file"]["signals"]
    assert shown["level"] == "immediate"
    assert {span["seq"] for span in shown["spans"]} == {2}
    assert any("couteau" in DANGER[span["start"] : span["end"]] for span in shown["spans"])
    assert all(span["label"] for span in shown["spans"])


def test_two_messages_make_one_signal(arrive: Arrive) -> None:
    conversation = arrive()
    says(conversation, "il a")
    assert level(conversation)[0] == "standard"
    says(conversation, "un couteau")
    assert level(conversation)[0] == "immediate"


def test_later_words_and_a_short_memory_never_lower_it(arrive: Arrive) -> None:
    conversation = arrive()
    says(conversation, DANGER)
    says(conversation, *[f"je vais bien maintenant {number}" for number in range(signals.WINDOW + 3)])
    assert level(conversation)[0] == "immediate"
    seen = Signals.objects.get()
    assert (seen.level, {span["seq"] for span in seen.spans}) == ("immediate", {1})


def test_an_officer_s_judgement_stands_and_the_words_only_suggest(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive()
    desk.claim(by=officer, conversation=conversation.pk)
    desk.correct_level(by=officer, conversation=conversation.pk, level="high", reason="elle est chez sa sœur")
    says(conversation, DANGER)
    assert level(conversation) == ("high", "officer")
    assert Signals.objects.get().level == "immediate"


def test_who_said_to_be_in_danger_stays_so(arrive: Arrive) -> None:
    conversation = arrive("35000", in_danger=True)
    says(conversation, "bonjour")
    assert level(conversation) == ("immediate", "visitor")


def test_judged_twice_is_judged_once(arrive: Arrive) -> None:
    conversation = arrive()
    says(conversation, DANGER)
    revision = Conversation.objects.get(pk=conversation.pk).revision
    signals.judge(conversation.pk)
    assert Conversation.objects.get(pk=conversation.pk).revision == revision
    assert Entry.objects.filter(act="raise level").count() == 1


def test_what_a_crash_left_unjudged_is_found(arrive: Arrive, officer: Officer) -> None:
    conversation, ended = arrive(), arrive()
    for one in (conversation, ended):
        journal.append(journal.Draft(one.pk, Sender.VISITOR, DANGER))
    desk.claim(by=officer, conversation=ended.pk)
    desk.end(by=officer, conversation=ended.pk, reason="doublon")
    assert signals.behind() == {conversation.pk}
    signals.judge(conversation.pk)
    signals.judge(ended.pk)
    assert signals.behind() == set()
    assert level(ended)[0] == "standard"


def test_only_what_a_visitor_writes_is_heard(
    arrive: Arrive, officer: Officer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    conversation = arrive()
    desk.claim(by=officer, conversation=conversation.pk)
    heard: list[object] = []
    hub.listen_to_visitors(lambda messages: heard.extend(one.conversation for one in messages))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            journal.append(journal.Draft(conversation.pk, Sender.OFFICER, "bonjour", officer=officer.pk))
            journal.append(journal.Draft(conversation.pk, Sender.VISITOR, "bonjour"))
    finally:
        hub.listen_to_visitors(listening.heard)
    assert heard == [conversation.pk]


def test_a_burst_longer_than_the_window_is_judged_whole(arrive: Arrive) -> None:
    conversation = arrive()
    says(conversation, DANGER, *[f"oui {number}" for number in range(3 * signals.WINDOW)])
    assert level(conversation)[0] == "immediate"


def test_a_centre_reads_the_last_words_and_those_that_matter(held: Conversation, ask: Ask, operator: Officer) -> None:
    ask()
    says(held, DANGER, *[f"oui {number}" for number in range(14)])
    held.refresh_from_db()
    told = queries.board(operator)[0]["messages"]
    assert len(told) == queries.LAST_MESSAGES + 1
    assert [one["text"] for one in told if one.get("matters")] == [DANGER] == [told[0]["text"]]
