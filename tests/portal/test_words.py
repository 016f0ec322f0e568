"""What a waiting person is told never lies; the browser's module says the same."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from config.environment import BASE_DIR
from permanence.portal import words

WORDS_JS = BASE_DIR / "permanence" / "portal" / "static" / "portal" / "words.js"


NIGHT = datetime(2026, 11, 25, 1, 10, tzinfo=ZoneInfo("Europe/Paris"))


def _queue(
    position: int, seconds: int | None, *, staffed: bool = True, planned: str | None = None
) -> dict[str, object]:
    return {"position": position, "estimated_wait_s": seconds, "staffed": staffed, "planned_at": planned}


@pytest.mark.parametrize(
    ("queue", "said"),
    [
        (_queue(1, 60), "Vous êtes la prochaine personne, environ une minute."),
        (_queue(2, None), "1 personne avant vous."),
        (_queue(4, 240), "3 personnes avant vous, environ 4 minutes."),
        (_queue(40, 5000), "39 personnes avant vous, plus d’une heure."),
        (_queue(2, None, staffed=False), words.NOBODY),
        (None, "Votre conversation est ouverte."),
    ],
)
def test_the_place_in_the_queue(queue: dict[str, object] | None, said: str) -> None:
    assert words.waiting(queue, NIGHT) == said


def test_nothing_is_estimated_when_nobody_is_on_duty() -> None:
    assert not re.search(r"\d+ (personne|minute)", words.waiting(_queue(3, 600, staffed=False), NIGHT))


@pytest.mark.parametrize(
    ("at", "now", "said"),
    [
        ("2026-11-25T06:00:00.000Z", NIGHT, "Un policier ou un gendarme est attendu à 7 h."),
        ("2026-11-25T06:30:00.000Z", NIGHT, "Un policier ou un gendarme est attendu à 7 h 30."),
        ("2026-11-26T06:00:00.000Z", NIGHT, "Un policier ou un gendarme est attendu demain à 7 h."),
        ("2026-11-27T06:00:00.000Z", NIGHT, "Un policier ou un gendarme est attendu vendredi 27 novembre à 7 h."),
        ("2026-11-25T06:00:00.000Z", NIGHT.astimezone(ZoneInfo("Indian/Reunion")), "est attendu à 10 h."),
    ],
)
def test_when_somebody_is_expected_is_said_on_her_own_clock(at: str, now: datetime, said: str) -> None:
    told = words.waiting(_queue(1, None, staffed=False, planned=at), now)
    assert told.startswith(words.NOBODY)
    assert told.endswith(said)


def test_dates_are_said_in_french() -> None:
    assert words.day(date(2026, 3, 1)) == "dimanche 1er mars"


def test_an_unknown_event_keeps_its_own_words() -> None:
    assert words.event("later_version", {}, "Ce qui s’est passé.") == "Ce qui s’est passé."


def test_the_code_is_shown_in_fours() -> None:
    assert words.code_in_fours("1234567890123456") == "1234 5678 9012 3456"


def test_the_browsers_module_says_the_same() -> None:
    module = re.sub(r"'\s*\+\s*'", "", WORDS_JS.read_text(encoding="utf-8"))
    for sentence in (words.NOBODY, words.event("ended", {}, ""), words.event("danger", {}, ""), *words.FORCES.values()):
        assert sentence in module


def test_nobody_on_duty_is_not_called_waiting() -> None:
    alone = {"state": "waiting", "queue": {"position": 1, "estimated_wait_s": None, "staffed": False}}
    assert words.status(alone) == "Personne n’est disponible"
    assert words.status({**alone, "queue": {**alone["queue"], "staffed": True}}).startswith("En attente")


def test_of_a_second_officer_the_desk_s_own_words_say_who_stays() -> None:
    text = "Gardien Hugo vous rejoint. Brigadière Nadia continue de vous répondre."
    assert words.event("joined", {"name": "Gardien Hugo", "beside": "Brigadière Nadia"}, text) == text
    assert words.event("joined", {"name": "Brigadière Nadia"}, "…") == "Brigadière Nadia vous répond."
    assert words.event("parted", {"name": "Gardien Hugo"}, "Gardien Hugo a quitté la conversation.") == (
        "Gardien Hugo a quitté la conversation."
    )


def test_who_joined_the_one_who_answers_is_said() -> None:
    view = {"state": "active", "officer": {"name": "Nadia"}, "guests": [{"name": "Hugo"}, {"name": "Lou"}]}
    assert words.status(view) == "Nadia vous répond, avec Hugo et Lou"
    assert words.status({"state": "active", "officer": {"name": "Nadia"}}) == "Nadia vous répond"
