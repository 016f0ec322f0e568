"""Numbers to call: the product's own, and what operators make of them."""

from datetime import date

import pytest

from permanence.audit.models import Entry
from permanence.lib.errors import Invalid, NotFound
from permanence.territory import actions, help_lines, queries
from permanence.territory.models import HelpLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

ASSOCIATION = {
    "number": "02 00 00 00 00",
    "label": "Association d'aide",
    "purpose": "Écoute et accompagnement",
    "source": "association",
    "departments": ["35"],
}


@pytest.fixture(autouse=True)
def _carried(few: None) -> None:
    with actions.changing():
        help_lines.load()


def numbers(department: str | None = "35") -> list[str]:
    return [line["number"] for line in queries.help_lines(department)]


def test_emergency_numbers_come_first_and_are_told_apart() -> None:
    assert numbers()[:5] == ["17", "112", "114", "15", "18"]
    assert [line["number"] for line in queries.help_lines("35") if line["in_emergency"]] == numbers()[:5]
    assert {"3919", "39 28", "119", "116 006", "3018", "3114"} <= set(numbers())


def test_the_114_is_a_number_to_write_to() -> None:
    (sms,) = [line for line in queries.help_lines("35") if line["medium"] == "sms"]
    assert (sms["number"], sms["always_open"]) == ("114", True)


def test_no_line_gives_hours_without_a_dated_source() -> None:
    for line in queries.help_lines():
        assert line["source"]
        assert line["date"] or not (line["hours"] or line["always_open"]), line


def test_overseas_has_its_own_number_where_the_short_one_does_not_answer() -> None:
    assert "116 006" in numbers("35")
    assert "116 006" not in numbers("974")
    assert "+33 1 80 52 33 76" in numbers("974")


def test_a_language_without_lines_gets_the_french_ones() -> None:
    assert queries.help_lines("35", "uk") == queries.help_lines("35", "fr")


def test_a_line_can_be_added_for_one_department() -> None:
    actions.add_help_line(by="officer:1", **ASSOCIATION)
    assert "02 00 00 00 00" in numbers("35")
    assert "02 00 00 00 00" not in numbers("75")
    assert Entry.objects.get().act == "add help line"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "appelez-nous"}, "number"),
        ({"label": " "}, "label"),
        ({"source": ""}, "source"),
        ({"medium": "fax"}, "medium"),
        ({"hours": "9 h à 18 h"}, "dated_on"),
        ({"always_open": True}, "dated_on"),
        ({"always_open": True, "hours": "9 h", "dated_on": date(2026, 1, 1)}, "hours"),
        ({"departments": ["35", "00"]}, "departments"),
        ({"label": "L" * 81}, "label"),
    ],
)
def test_a_line_that_could_mislead_is_refused(wrong: dict[str, object], field: str) -> None:
    before = numbers(None)
    with pytest.raises(Invalid) as refusal:
        actions.add_help_line(by="officer:1", **(ASSOCIATION | wrong))
    assert field in refusal.value.errors
    assert numbers(None) == before
    assert not Entry.objects.exists()


def test_an_edited_line_is_not_undone_by_the_product() -> None:
    line = HelpLine.objects.get(number="3919")
    actions.edit_help_line(line=line.pk, by="officer:1", label="Violences faites aux femmes")
    help_lines.load()
    assert HelpLine.objects.get(number="3919").label == "Violences faites aux femmes"
    assert Entry.objects.get().detail == {"fields": ["label"]}


def test_a_withdrawn_line_is_not_shown_and_can_be_restored() -> None:
    line = HelpLine.objects.get(number="39 28")
    actions.withdraw_help_line(line=line.pk, by="officer:1", reason="fermée")
    help_lines.load()
    assert "39 28" not in numbers()
    actions.restore_help_line(line=line.pk, by="officer:1")
    assert "39 28" in numbers()


def test_a_line_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotFound):
        actions.edit_help_line(line=999_999, by="officer:1", label="x")
    with pytest.raises(NotFound):
        actions.withdraw_help_line(line=999_999, by="officer:1")
