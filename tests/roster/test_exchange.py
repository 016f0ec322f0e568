"""Files of shifts: what leaves comes back the same, a wrong line is named, and nothing is half imported."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Invalid
from permanence.roster import exchange
from permanence.roster.models import Kind, Shift, Team
from tests.roster.conftest import Enter

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
ROOT = "/brigade/planning/"
PARIS = "Europe/Paris"
TABLE = (
    "agent;début;fin;nature\r\npoliciere;2026-03-12 19:00;2026-03-13 07:00;bureau\r\n"
    "policier;13/03/2026 07:00;13/03/2026 19:00;astreinte\r\n"
)


def sent(text: str | bytes, name: str = "planning.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def event(*lines: str) -> bytes:
    body = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", "BEGIN:VEVENT", "UID:1", *lines]
    return "\r\n".join([*body, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def test_what_leaves_as_a_table_comes_back_the_same(enter: Enter, officer: Officer, colleague: Officer) -> None:
    shifts = [enter(officer, 10, 20).shift, enter(colleague, 30, 40, kind=Kind.ON_CALL).shift]
    found = exchange.read_csv(exchange.csv_of(shifts), PARIS)
    assert found.wrong == {}
    told = [(one.officer, one.starts_at, one.ends_at, one.kind) for one in found.lines]
    assert told == [(one.officer.username, one.starts_at, one.ends_at, one.kind) for one in shifts]


def test_no_cell_begins_a_formula(enter: Enter, officer: Officer, team: Team) -> None:
    Officer.objects.filter(pk=officer.pk).update(username="=1+1")
    Team.objects.filter(pk=team.pk).update(name="＝équipe")
    enter(Officer.objects.get(pk=officer.pk), 10, 20)
    text = exchange.csv_of(Shift.objects.select_related("officer", "team"))
    assert "'=1+1;'＝équipe;" in text
    assert exchange.read_csv(text, PARIS).lines[0].officer == "=1+1"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("policiere;demain;2026-03-13 07:00;", "début illisible"),
        ("policiere;2026-03-12 19:00;;", "fin illisible"),
        ("policiere;2026-03-12 19:00;2026-03-13 07:00;nuit", "nature inconnue"),
        ("policiere;2026-03-29 02:30;2026-03-29 09:00;", "Cette heure n’existe pas"),
        ("policiere;0001-01-01 00:00;0001-01-01 07:00;", "année 1 "),
    ],
)
def test_a_wrong_line_is_named_by_its_number(row: str, words: str) -> None:
    found = exchange.read_csv(f"agent;début;fin;nature\n{row}\n", PARIS)
    assert list(found.wrong) == [2]
    assert words in found.wrong[2]


def test_a_table_without_its_columns_or_without_end_is_refused() -> None:
    with pytest.raises(Invalid, match="il manque : agent, fin"):
        exchange.read_csv("début;autre\n1;2\n", PARIS)
    rows = "policiere;2026-03-12 19:00;2026-03-13 07:00;\n" * (exchange.MOST_LINES + 1)
    with pytest.raises(Invalid, match="Au plus 2000"):
        exchange.read_csv(f"agent;début;fin;nature\n{rows}", PARIS)


@pytest.mark.parametrize(
    ("lines", "starts_at"),
    [
        (("DTSTART:20260312T180000Z", "DTEND:20260313T060000Z"), datetime(2026, 3, 12, 18, tzinfo=UTC)),
        (("DTSTART:20260312T190000", "DTEND:20260313T070000"), datetime(2026, 3, 12, 18, tzinfo=UTC)),
        (
            ("DTSTART;TZID=Indian/Reunion:20260312T190000", "DTEND;TZID=Indian/Reunion:20260313T070000"),
            datetime(2026, 3, 12, 15, tzinfo=UTC),
        ),
    ],
)
def test_an_event_has_the_hours_of_its_zone_or_of_the_team_s(lines: tuple[str, ...], starts_at: datetime) -> None:
    (line,) = exchange.read_ics(event(*lines), PARIS, "policiere").lines
    assert (line.officer, line.starts_at.astimezone(UTC)) == ("policiere", starts_at)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("DTSTART;VALUE=DATE:20260312", "DTEND;VALUE=DATE:20260313"), "une vacation a des heures"),
        (("DTSTART:20260312T180000Z",), "sans début ou sans fin"),
        (("DTSTART:20260312T180000Z", "DTEND:20260313T060000Z", "RRULE:FREQ=DAILY"), "commencez plutôt un cycle"),
        (("DTSTART:20260312T180000Z", "DTEND:20260313T060000Z", "RDATE:20260320T180000Z"), "commencez plutôt un cycle"),
        (("DTSTART:20260312T180000Z", "DTEND:20260313T060000Z", "STATUS:CANCELLED"), "événement annulé"),
        (("DTSTART;TZID=Lune/Mer:20260312T190000", "DTEND:20260313T060000Z"), "fuseau horaire inconnu"),
        (("DTSTART:demain", "DTEND:20260313T060000Z"), "sans heure"),
        (("DTSTART:20260312T180000Z", "DTSTART:20260312T190000Z", "DTEND:20260313T060000Z"), "sans heure"),
        (("DTSTART;VALUE=TIME:180000", "DTEND:20260313T060000Z"), "sans heure"),
        (("DTSTART:00010101T000000", "DTEND:00010102T000000"), "année 1 "),
    ],
)
def test_an_event_that_is_no_shift_is_named(lines: tuple[str, ...], words: str) -> None:
    assert words in exchange.read_ics(event(*lines), PARIS, "policiere").wrong[1]


def test_a_table_of_another_system_s_line_ends_is_read() -> None:
    for end in ("\n", "\r", "\r\n"):
        assert len(exchange.read_csv(TABLE.replace("\r\n", end), PARIS).lines) == 2


def test_a_table_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Invalid, match="pas un tableau CSV lisible"):
        exchange.read_csv(f'"{"a" * 200_000}', PARIS)


def test_what_is_no_calendar_is_refused() -> None:
    for data in (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n\xff\xfe", b"BEGIN:VCALENDAR"):
        found = None
        try:
            found = exchange.read_ics(data, PARIS, "policiere")
        except Invalid:
            continue
        assert found.lines == []


def test_an_officer_takes_their_own_calendar_along(
    enter: Enter, officer: Officer, colleague: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 10, 20)
    enter(colleague, 30, 40)
    answer = browser_of(officer).get(f"{ROOT}mes-vacations.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    (one,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert one.decoded("DTSTART") == Shift.objects.get(officer=officer).starts_at


def test_a_file_is_shown_first_and_entered_then(
    team: Team, officer: Officer, colleague: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    browser = browser_of(supervisor)
    shown = browser.post(f"{ROOT}PN/import", {"team": team.pk, "file": sent(TABLE)})
    assert "2 vacations à importer, rien n’est encore enregistré" in shown.content.decode()
    assert not Shift.objects.exists()
    kept = {"team": team.pk, "content": TABLE, "importer": ""}
    done = browser.post(f"{ROOT}PN/import", kept, follow=True)
    assert "Les vacations du fichier sont enregistrées" in done.content.decode()
    assert [one.kind for one in Shift.objects.order_by("starts_at")] == [Kind.DESK, Kind.ON_CALL]
    assert Entry.objects.filter(act="edit roster", detail__change="entered").count() == 2


def test_what_was_read_is_shown_by_the_clock_of_the_team(
    team: Team, officer: Officer, colleague: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    Team.objects.filter(pk=team.pk).update(time_zone="Indian/Reunion")
    shown = browser_of(supervisor).post(f"{ROOT}PN/import", {"team": team.pk, "file": sent(TABLE)})
    assert "policiere : 12/03/2026 19:00 à 13/03/2026 07:00" in shown.content.decode()


def test_a_file_of_wrong_lines_alone_is_not_called_empty(
    team: Team, supervisor: Officer, browser_of: BrowserOf
) -> None:
    text = "agent;début;fin\npoliciere;demain;jamais\n"
    page = browser_of(supervisor).post(f"{ROOT}PN/import", {"team": team.pk, "file": sent(text)}).content.decode()
    assert "Ligne 2</strong> : début illisible" in page
    assert "aucune vacation" not in page


def test_one_wrong_line_and_nothing_is_imported(
    team: Team, officer: Officer, gendarme: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    text = f"{TABLE}gendarme;2026-03-14 07:00;2026-03-14 19:00;\r\npoliciere;2026-03-12 20:00;2026-03-12 22:00;\r\n"
    answer = browser_of(supervisor).post(f"{ROOT}PN/import", {"team": team.pk, "content": text, "importer": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ligne 4</strong> : agent inconnu dans cette force" in page
    assert "Ligne 5</strong> : Cet agent a déjà une vacation" in page
    assert not Shift.objects.exists()


def test_a_calendar_asks_whose_it_is(team: Team, officer: Officer, supervisor: Officer, browser_of: BrowserOf) -> None:
    data = event("DTSTART:20260312T180000Z", "DTEND:20260313T060000Z")
    browser = browser_of(supervisor)
    asked = browser.post(f"{ROOT}PN/import", {"team": team.pk, "file": sent(data, "a.ics")})
    assert asked.status_code == 422
    assert "Dites à qui est ce calendrier" in asked.content.decode()
    shown = browser.post(f"{ROOT}PN/import", {"team": team.pk, "officer": officer.pk, "file": sent(data, "a.ics")})
    assert "1 vacation à importer" in shown.content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"file": sent("x" * 600_000)}, {"file": sent("")}, {"content": "n’importe quoi"}]
)
def test_no_file_too_large_or_unreadable_is_a_sentence(
    given: dict[str, object], team: Team, supervisor: Officer, browser_of: BrowserOf
) -> None:
    answer = browser_of(supervisor).post(f"{ROOT}PN/import", {"team": team.pk, **given})
    assert answer.status_code == 422
    assert not Shift.objects.exists()


def test_a_force_s_files_are_for_its_supervisors_alone(
    enter: Enter, officer: Officer, supervisor: Officer, gendarme: Officer, analyst: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 10, 20)
    chief = browser_of(supervisor)
    assert "policiere" in chief.get(f"{ROOT}PN/vacations.csv").content.decode("utf-8-sig")
    assert b"Nadia" in chief.get(f"{ROOT}PN/vacations.ics").content
    assert chief.get(f"{ROOT}GN/vacations.csv").status_code == 404
    assert chief.get(f"{ROOT}PN/vacations.xlsx").status_code == 404
    assert chief.get(f"{ROOT}GN/import").status_code == 403
    for somebody in (officer, gendarme, analyst):
        assert browser_of(somebody).get(f"{ROOT}PN/vacations.csv").status_code == 403
        assert browser_of(somebody).get(f"{ROOT}PN/import").status_code == 403
