"""A seat sends each number once, in order, whatever order the hints come in."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from permanence.live.reader import Opened
from permanence.live.seats import Seat

CONVERSATION = uuid4()


def seat(last: int, after: int) -> Seat:
    return Seat.at(Opened(CONVERSATION, last, 0, False, {}), after)


def test_the_next_number_is_sent_at_once() -> None:
    here = seat(5, 5)
    assert here.heard(6, own=False, full=False)
    assert not here.behind


def test_a_gap_sends_nothing_until_the_journal_was_read() -> None:
    here = seat(5, 5)
    assert not here.heard(7, own=False, full=False)
    assert here.behind
    assert [number for number in (6, 7) if here.replayed(number)] == [6, 7]
    here.caught_up(7, empty=False)
    assert not here.behind


def test_ones_own_message_is_acknowledged_not_told() -> None:
    here = seat(5, 5)
    assert not here.heard(6, own=True, full=False)
    assert here.cursor == 6


def test_a_number_beyond_the_end_is_the_end() -> None:
    assert seat(5, 99).cursor == 5
    assert seat(5, -3).cursor == 0


def test_a_page_that_raced_with_a_new_message_is_followed_by_another() -> None:
    here = seat(3, 0)
    known = here.target
    here.heard(4, own=False, full=False)
    for number in (1, 2, 3):
        here.replayed(number)
    here.caught_up(known, empty=False)
    assert here.behind


class Reading:
    """A client and a journal of `last` messages, some of them the client's own."""

    def __init__(self, own: set[int]) -> None:
        self.own = own
        self.last = 0
        self.seat = seat(0, 0)
        self.told: list[int] = []
        self.acknowledged: set[int] = set()

    def written(self, heard: bool, full: bool) -> None:
        self.last += 1
        number = self.last
        mine = number in self.own
        if not heard and not mine:
            return
        if mine:
            self.acknowledged.add(number)
        if self.seat.heard(number, own=mine, full=full):
            self.told.append(number)

    def catch_up(self) -> None:
        self.seat.behind_after(self.last)
        while self.seat.behind:
            known = self.seat.target
            page = list(range(self.seat.cursor + 1, min(self.last, self.seat.cursor + 3) + 1))
            self.told += [number for number in page if self.seat.replayed(number)]
            self.seat.caught_up(known, empty=not page)


@given(
    own=st.sets(st.integers(1, 30)),
    steps=st.lists(st.one_of(st.just("look"), st.tuples(st.booleans(), st.booleans())), max_size=30),
)
def test_each_number_is_told_or_acknowledged_once_and_in_order(own: set[int], steps: list[object]) -> None:
    reading = Reading(own)
    for step in steps:
        if isinstance(step, tuple):
            reading.written(*step)
        else:
            reading.catch_up()
    reading.catch_up()
    assert reading.told == [number for number in range(1, reading.last + 1) if number not in own]
    assert reading.acknowledged == {number for number in own if number <= reading.last}
    assert isinstance(CONVERSATION, UUID)
