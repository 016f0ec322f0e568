"""When, how and with which words she may be reached without the author knowing. Pure.

A window is days of the week and hours, in the time zone of her department; it is one only once it has days, hours and
a means. Outside of every window nobody calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from permanence.casework.reports.vocabulary import How

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MEANS = {How.TELEPHONE: "appel au", How.SMS: "SMS au", How.MAIL: "courriel à", How.OTHER: "autre moyen :"}
MIDNIGHT = "24:00"


@dataclass(frozen=True)
class Window:
    """One of them."""

    id: str
    days: tuple[int, ...]
    """0 is Monday."""
    begin: str
    until: str
    """`HH:MM`; `24:00` the end of the day; `until` itself is outside."""
    how: str
    to: str
    say: str = ""
    note: str = ""

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether `at` (aware) is inside, by the clocks of `zone`."""
        local = at.astimezone(zone)
        return local.weekday() in self.days and self.begin <= f"{local:%H:%M}" < self.until

    def starts(self, after: datetime, zone: ZoneInfo) -> datetime | None:
        """Its next beginning after `after`, within eight days."""
        local = after.astimezone(zone)
        for ahead in range(8):
            on = local.date() + timedelta(days=ahead)
            start = datetime.combine(on, time.fromisoformat(self.begin), zone)
            if on.weekday() in self.days and start > after:
                return start
        return None

    @property
    def words(self) -> str:
        """One sentence or a few: when, how, what to say."""
        hours = f"{_days(self.days)} de {_hour(self.begin)} à {_hour(self.until)}"
        told = f"{hours}, {MEANS.get(How(self.how), '')} {self.to}."
        said = f" Si quelqu’un d’autre répond : « {self.say} »." if self.say else ""
        return told + said + (f" {self.note}" if self.note else "")


def windows(content: Mapping[str, Any]) -> list[Window]:
    """Those that are complete, in the order in which they were given."""
    found = dict.fromkeys(path.split(".")[1] for path in content if path.startswith("windows."))
    return [_window(content, item) for item in found if not lacking(content, item)]


def lacking(content: Mapping[str, Any], item: str) -> list[str]:
    """What a window still needs, in French."""
    needs = {"days": "les jours", "from": "l’heure de début", "until": "l’heure de fin", "how": "le moyen"}
    absent = [words for name, words in needs.items() if not content.get(f"windows.{item}.{name}")]
    if not content.get(f"windows.{item}.to"):
        absent.append("à quel numéro ou quelle adresse")
    return absent


def open_window(content: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> Window | None:
    """The window that holds now, if one does."""
    return next((window for window in windows(content) if window.holds(at, zone)), None)


def next_opening(content: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> datetime | None:
    """When the next window begins, after `at`; None where there is none."""
    starts = [start for window in windows(content) if (start := window.starts(at, zone))]
    return min(starts, default=None)


def _window(content: Mapping[str, Any], item: str) -> Window:
    def given(name: str) -> Any:
        return content.get(f"windows.{item}.{name}", "")

    days = tuple(given("days"))
    return Window(item, days, given("from"), given("until"), given("how"), given("to"), given("say"), given("note"))


def _days(days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return "Tous les jours"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"Du {DAYS[days[0]]} au {DAYS[days[-1]]}"
    names = [DAYS[day] for day in days]
    return "Le " + (f"{', le '.join(names[:-1])} et le {names[-1]}" if len(names) > 1 else names[0])


def _hour(text: str) -> str:
    hours, _, minutes = text.partition(":")
    return "minuit" if text == MIDNIGHT else f"{int(hours)} h {minutes}".removesuffix(" 00")
