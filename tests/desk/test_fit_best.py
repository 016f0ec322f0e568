"""Of those who could take somebody now, whom the desk asks."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from permanence.desk.fit import Person, Profile, Ready, best

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def ready(pk: int, *, languages: str = "", skills: str = "", **facts: object) -> Ready:
    profile = Profile(pk, frozenset(languages.split()), frozenset(skills.split()))
    plain = Ready(profile, is_rostered=False, load=0, taken_at=None)
    return replace(plain, **facts)  # type: ignore[arg-type]


PERSON = Person(uuid4(), 2, 7, "tr", frozenset({"minors", "sexual"}), NOW)
WORSE_TO_BETTER = [
    (ready(1, load=3), ready(2, load=2)),
    (ready(1, taken_at=NOW), ready(2, taken_at=NOW.replace(hour=2))),
    (ready(1, taken_at=NOW), ready(2)),
    (ready(1), ready(2, load=9, is_rostered=True)),
    (ready(1, is_rostered=True), ready(2, load=9, skills="minors")),
    (ready(1, skills="minors cyber"), ready(2, skills="minors sexual")),
    (ready(1, skills="minors sexual"), ready(2, languages="fr tr")),
    (ready(1, languages="tr", skills="minors sexual", is_rostered=True), ready(7, load=9)),
]


@pytest.mark.parametrize(("worse", "better"), WORSE_TO_BETTER)
def test_one_of_two_is_asked_first(worse: Ready, better: Ready) -> None:
    assert best(PERSON, [worse, better], ()) == best(PERSON, [better, worse], ()) == better


def test_who_was_asked_before_comes_last_whatever_speaks_for_them() -> None:
    assert best(PERSON, [ready(7), ready(2, load=9)], {7: False}) == ready(2, load=9)
    assert best(PERSON, [ready(7)], {7: False}) == ready(7)


def test_of_nobody_there_is_nobody() -> None:
    assert best(PERSON, [], ()) is None
