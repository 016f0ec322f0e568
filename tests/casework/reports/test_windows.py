"""When she may be reached, by the clocks of her department."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from permanence.casework.reports import windows

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
CALL = {
    "windows.wi01.days": [0, 2],
    "windows.wi01.from": "14:00",
    "windows.wi01.until": "16:30",
    "windows.wi01.how": "telephone",
    "windows.wi01.to": "06 00 00 00 00",
    "windows.wi01.say": "c’est le cabinet dentaire",
}
MONDAY = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)
"""14:00 in Rennes, 17:00 in Saint-Denis."""


def test_a_window_holds_from_its_first_minute_to_the_one_before_its_last() -> None:
    assert windows.open_window(CALL, MONDAY, PARIS)
    assert windows.open_window(CALL, MONDAY.replace(hour=15, minute=29), PARIS)
    assert windows.open_window(CALL, MONDAY.replace(hour=15, minute=30), PARIS) is None
    assert windows.open_window(CALL, MONDAY.replace(hour=12, minute=59), PARIS) is None
    assert windows.open_window(CALL, MONDAY.replace(day=10), PARIS) is None


def test_the_hours_are_those_of_her_department() -> None:
    assert windows.open_window(CALL, MONDAY, REUNION) is None
    assert windows.open_window(CALL, MONDAY.replace(hour=10), REUNION)
    assert windows.next_opening(CALL, MONDAY, REUNION) == datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


def test_the_next_opening_follows_the_clock_into_summer() -> None:
    sunday = {**CALL, "windows.wi01.days": [6]}
    assert windows.next_opening(sunday, datetime(2026, 3, 23, tzinfo=UTC), PARIS) == datetime(
        2026, 3, 29, 12, tzinfo=UTC
    )
    assert windows.next_opening(CALL, MONDAY, PARIS) == datetime(2026, 3, 11, 13, 0, tzinfo=UTC)
    assert windows.next_opening({**CALL, "windows.wi01.days": [0]}, MONDAY, PARIS) == MONDAY.replace(day=16)
    assert windows.next_opening({}, MONDAY, PARIS) is None


def test_a_window_without_a_means_or_hours_is_none_and_says_what_it_needs() -> None:
    for name, words in (("to", "à quel numéro ou quelle adresse"), ("how", "le moyen"), ("days", "les jours")):
        partial = {path: value for path, value in CALL.items() if path != f"windows.wi01.{name}"}
        assert windows.windows(partial) == []
        assert windows.lacking(partial, "wi01") == [words]
    assert windows.lacking(CALL, "wi01") == []


def test_a_window_that_ends_with_the_day_holds_until_midnight() -> None:
    late = {**CALL, "windows.wi01.from": "22:00", "windows.wi01.until": "24:00", "windows.wi01.days": [0]}
    assert windows.open_window(late, datetime(2026, 3, 9, 22, 59, tzinfo=UTC), PARIS)
    assert windows.open_window(late, datetime(2026, 3, 9, 23, 0, tzinfo=UTC), PARIS) is None


def test_a_window_reads_as_a_sentence() -> None:
    assert windows.windows(CALL)[0].words == (
        "Le lundi et le mercredi de 14 h à 16 h 30, appel au 06 00 00 00 00."
        " Si quelqu’un d’autre répond : « c’est le cabinet dentaire »."
    )
    days = {(0, 1, 2, 3, 4): "Du lundi au vendredi", tuple(range(7)): "Tous les jours", (5,): "Le samedi"}
    for given, words in days.items():
        [window] = windows.windows({**CALL, "windows.wi01.days": list(given), "windows.wi01.until": "24:00"})
        assert window.words.startswith(f"{words} de 14 h à minuit")
