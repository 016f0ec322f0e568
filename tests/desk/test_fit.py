"""Who answers whom: those who return, languages and skills come first among the equally urgent, and hide nobody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from permanence.accounts.models import Officer, Presence
from permanence.desk import actions, fit, opening, queue
from permanence.desk.arrival import Arrival
from permanence.desk.fit import Person, Profile
from permanence.desk.models import Intake
from tests.desk.conftest import Arrive

MakeOfficer = Callable[..., Officer]
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
ME = Profile(1, frozenset(), frozenset())
TURKISH = Profile(2, frozenset({"tr", "fr"}), frozenset())
MINORS = Profile(3, frozenset(), frozenset({"minors"}))


def person(**facts: object) -> Person:
    plain: dict[str, object] = {
        "conversation": uuid4(), "rank": 2, "former": None, "language": "fr", "skills": frozenset(),
        "waiting_since": NOW - timedelta(seconds=30),
    }  # fmt: skip
    return Person(**{**plain, **facts})  # type: ignore[arg-type]


def order(*people: Person, free: tuple[Profile, ...] = (), me: Profile = ME) -> list[int]:
    """Positions of `people` in the order in which `me` takes them."""
    ids = [one.conversation for one in people]
    return [ids.index(found) for found in fit.in_order(people, me, free, NOW)]


def test_without_anybody_else_it_is_the_order_of_the_queue() -> None:
    assert order(person(language="tr"), person(skills=frozenset({"minors"})), person()) == [0, 1, 2]


def test_who_returns_to_me_comes_first_among_the_equally_urgent() -> None:
    assert order(person(rank=1), person(), person(former=1)) == [0, 2, 1]


def test_whom_a_free_colleague_serves_better_is_left_to_them_for_a_while() -> None:
    assert order(person(language="tr-TR"), person(), free=(TURKISH,)) == [1, 0]
    assert order(person(skills=frozenset({"minors"})), person(), free=(MINORS,)) == [1, 0]
    assert order(person(former=2), person(), free=(TURKISH,)) == [1, 0]


def test_and_taken_as_they_come_once_they_have_waited() -> None:
    long_ago = NOW - fit.PASSED_OVER_FOR
    assert order(person(language="tr", waiting_since=long_ago), person(), free=(TURKISH,)) == [0, 1]


def test_nobody_is_left_to_a_colleague_who_fits_no_better() -> None:
    assert order(person(language="tr"), person(), free=(TURKISH,), me=TURKISH) == [0, 1]
    assert order(person(language="ar"), person(), free=(TURKISH, MINORS)) == [0, 1]


def test_immediate_danger_waits_for_nobody() -> None:
    danger = person(rank=0, language="tr", former=2, skills=frozenset({"minors"}))
    assert order(danger, person(rank=0, former=1), person(), free=(TURKISH, MINORS)) == [0, 1, 2]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from([None, 1, 2, 9]),
            st.sampled_from(["fr", "tr", "en"]),
            st.integers(0, 300),
        ),
        max_size=12,
    )
)
def test_everybody_is_there_once_and_urgency_is_never_overtaken(facts: list[tuple[int, int | None, str, int]]) -> None:
    people = [
        person(rank=rank, former=former, language=language, waiting_since=NOW - timedelta(seconds=waited))
        for rank, former, language, waited in sorted(facts, key=lambda one: (one[0], -one[3]))
    ]
    found = order(*people, free=(TURKISH, MINORS))
    assert sorted(found) == list(range(len(people)))
    assert [people[position].rank for position in found] == sorted(one.rank for one in people)


@pytest.mark.parametrize(
    ("age", "categories", "skills"),
    [
        ("minor", ["sexual"], {"minors", "sexual"}),
        ("adult", ["cyber_harassment"], {"cyber"}),
        ("", ["conjugal"], set()),
    ],
)
def test_skills_come_from_the_first_answers(age: str, categories: list[str], skills: set[str]) -> None:
    assert fit.skills_for(age, categories) == skills


def available(make_officer: MakeOfficer, name: str, **facts: object) -> Officer:
    return make_officer(name, force="PN", presence=Presence.AVAILABLE, seen_at=timezone.now(), **facts)


def _come(**facts: object) -> UUID:
    return opening.open_conversation(Arrival(postal_code="35000", **facts)).conversation.pk  # type: ignore[arg-type]


@pytest.mark.django_db
def test_next_gives_each_officer_whom_they_serve_best(few: None, make_officer: MakeOfficer) -> None:
    plain, turkish = available(make_officer, "une"), available(make_officer, "deux", languages=["fr", "tr"])
    minors = available(make_officer, "trois", skills=["minors"])
    in_turkish, minor, anybody = _come(language="tr"), _come(age="minor"), _come()
    for officer, expected in ((plain, anybody), (minors, minor), (turkish, in_turkish)):
        taken = actions.claim_next(by=officer)
        assert taken is not None
        assert taken.pk == expected


@pytest.mark.django_db
def test_a_full_colleague_is_nobody_to_wait_for(few: None, make_officer: MakeOfficer) -> None:
    available(make_officer, "deux", languages=["tr"], capacity=0)
    plain = available(make_officer, "une")
    first = _come(language="tr")
    _come()
    taken = actions.claim_next(by=plain)
    assert taken is not None
    assert taken.pk == first


@pytest.mark.django_db
def test_who_returns_finds_her_officer_for_two_minutes_and_then_anybody(
    arrive: Arrive, make_officer: MakeOfficer
) -> None:
    hers, other = available(make_officer, "sienne"), available(make_officer, "autre")
    returns = arrive("35000").pk
    actions.claim(by=hers, conversation=returns)
    actions.end(by=hers, conversation=returns)
    code = opening.live.return_code(Intake.objects.select_related("conversation__key").get(pk=returns).conversation)
    opening.resume(code, client="192.0.2.7")
    later = _come()
    taken = actions.claim_next(by=other)
    assert taken is not None
    assert taken.pk == later
    with time_machine.travel(timezone.now() + timedelta(minutes=2, seconds=1), tick=False):
        Officer.objects.update(seen_at=timezone.now())
        taken = actions.claim_next(by=other)
    assert taken is not None
    assert taken.pk == returns


@pytest.mark.django_db
def test_nobody_is_hidden_when_colleagues_take_the_head_of_the_queue_meanwhile(
    few: None, make_officer: MakeOfficer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOOKED_AT", 2)
    slow, quick = available(make_officer, "lente"), available(make_officer, "rapide")
    everybody = [_come() for _ in range(4)]
    order = queue.in_order_for(slow)
    for _ in range(2):
        actions.claim(by=quick, conversation=next(order))
    assert list(order) == everybody[2:]
