"""A report opens at the first thing kept, and keeps what each officer fills."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.reports import actions, queries
from permanence.casework.reports.models import Fact, Identity, Report, Version
from permanence.desk import actions as desk
from permanence.lib.errors import Invalid, NotFound
from permanence.live.models import Conversation

FACT = {"facts.ab12.category": "conjugal", "facts.ab12.kinds": ["physical"]}


def keep(by: Officer, conversation: Conversation, **given: Any) -> Report:
    """Keeps `given`; `__` stands for the point of a path."""
    paths = {name.replace("__", "."): value for name, value in given.items()}
    report = actions.keep(by=by, conversation=conversation.pk, given=paths)
    assert report is not None
    return report


def test_the_first_thing_kept_opens_the_report_and_gives_its_reference(
    held: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    report = keep(officer, held, summary="Il la frappe.")
    assert report.reference == "PN-2026-000001"
    assert (report.force, report.department, report.version) == ("PN", "35", 1)
    assert (report.opened_by, report.filed_at, report.is_exercise) == (officer, None, False)
    assert queries.content(report) == {"summary": "Il la frappe."}


def test_nothing_to_keep_opens_nothing(held: Conversation, officer: Officer) -> None:
    assert actions.keep(by=officer, conversation=held.pk, given={"summary": None}) is None
    assert actions.keep(by=officer, conversation=held.pk, given={"summary": "   "}) is None
    assert not Report.objects.exists()
    assert not Entry.objects.filter(act="keep report").exists()


def test_what_several_officers_fill_is_merged_and_the_last_writer_of_a_path_wins(
    held: Conversation, officer: Officer, guest: Officer
) -> None:
    keep(officer, held, summary="Première version", victim__sex="female")
    keep(guest, held, author__relation="ex")
    report = keep(guest, held, summary="Seconde version")
    assert queries.content(report) == {
        "summary": "Seconde version",
        "victim.sex": "female",
        "author.relation": "ex",
    }
    assert (report.version, report.edited_by, report.opened_by) == (3, guest, officer)


def test_each_saving_is_a_version_that_tells_who_changed_what(
    held: Conversation, officer: Officer, guest: Officer
) -> None:
    keep(officer, held, victim__sex="female")
    report = keep(guest, held, victim__sex="male", victim__age="35_49")
    last, first = queries.versions(report)
    assert (last["number"], last["by"], first["by"]) == (2, guest.display_name, officer.display_name)
    assert last["changes"] == [
        {"path": "victim.sex", "field": "Victime · Sexe", "before": "Femme", "after": "Homme"},
        {"path": "victim.age", "field": "Victime · Âge", "before": "", "after": "35 à 49 ans"},
    ]


def test_the_same_again_is_not_a_version(held: Conversation, officer: Officer) -> None:
    keep(officer, held, summary="Une fois")
    report = keep(officer, held, summary="  Une fois ")
    assert report.version == 1
    assert Version.objects.count() == 1


def test_null_forgets_a_path_and_an_item_is_forgotten_whole(held: Conversation, officer: Officer) -> None:
    keep(officer, held, **{**{name.replace(".", "__"): value for name, value in FACT.items()}, "victim__sex": "female"})
    keep(officer, held, victim__sex=None)
    report = actions.keep(by=officer, conversation=held.pk, given={}, forget=["facts.ab12"])
    assert report is not None
    assert queries.content(report) == {}
    assert not Fact.objects.exists()


def test_a_refused_path_keeps_nothing_of_what_came_with_it(held: Conversation, officer: Officer) -> None:
    with pytest.raises(Invalid) as refused:
        keep(officer, held, summary="Reste", victim__sex="autre chose")
    assert list(refused.value.errors) == ["victim.sex"]
    assert not Report.objects.exists()


def test_a_commune_brings_its_name_and_one_that_does_not_exist_is_refused(held: Conversation, officer: Officer) -> None:
    report = keep(officer, held, facts__ab12__insee="11262", facts__ab12__category="sexist")
    assert queries.content(report)["facts.ab12.commune"] == "Narbonne"
    assert report.department == "11"
    with pytest.raises(Invalid) as refused:
        keep(officer, held, facts__ab12__insee="99999")
    assert list(refused.value.errors) == ["facts.ab12.insee"]
    forgotten = keep(officer, held, facts__ab12__insee=None)
    assert "facts.ab12.commune" not in queries.content(forgotten)
    assert forgotten.department == "35"


def test_an_agreement_says_when_and_by_whom_it_was_recorded(
    held: Conversation, officer: Officer, guest: Officer, clock: time_machine.Traveller
) -> None:
    report = keep(officer, held, consent__transmission="given", consent__seq=3)
    assert queries.content(report)["consent.at"] == datetime(2026, 3, 10, 2, 30, tzinfo=UTC).isoformat()
    clock.shift(60)
    report = keep(guest, held, consent__transmission="withdrawn")
    assert queries.content(report)["consent.by"] == guest.display_name
    assert report.consent == "withdrawn"
    asked_anew = keep(guest, held, consent__transmission=None)
    assert "consent.at" not in queries.content(asked_anew)


def test_nothing_that_she_said_can_be_read_in_the_tables(held: Conversation, officer: Officer) -> None:
    keep(officer, held, summary="secret", victim__name="Une Personne", victim__telephone="06 12 34 56 78")
    keep(officer, held, witness__name="Une Voisine", witness__consent="refused")
    rows = [*Report.objects.values(), *Version.objects.values(), *Identity.objects.values(), *Fact.objects.values()]
    stored = repr(
        [
            {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
            for row in rows
        ]
    )
    for words in ("secret", "Personne", "personne", "0612345678", "Voisine"):
        assert words not in stored
    audited = repr(list(Entry.objects.values("detail", "reason")))
    assert "Personne" not in audited
    assert "summary" in audited


def test_the_witness_stands_apart(held: Conversation, officer: Officer) -> None:
    report = keep(officer, held, witness__name="Une Voisine", summary="Faits")
    assert queries.content(report) == {"summary": "Faits"}
    assert queries.witness(report) == {"witness.name": "Une Voisine"}
    assert "Voisine" not in str(queries.sections(held.pk))
    keep(officer, held, witness__consent="given")
    assert "Voisine" in str(queries.sections(held.pk))


def test_identities_are_made_of_the_victim_and_the_author_alone(held: Conversation, officer: Officer) -> None:
    keep(officer, held, victim__name="Anne Exemple", victim__born_on="02/03/1990", author__telephone="0600000000")
    keep(
        officer, held, children__ch01__name="Lou Exemple", witness__name="Une Voisine", witness__telephone="0611111111"
    )
    assert set(Identity.objects.values_list("person", "field")) == {
        ("victim", "name"),
        ("victim", "born"),
        ("author", "telephone"),
    }
    keep(officer, held, victim__name=None)
    assert set(Identity.objects.values_list("person", "field")) == {("author", "telephone")}


def test_whoever_held_an_ended_conversation_may_go_on_filling(held: Conversation, officer: Officer) -> None:
    desk.end(by=officer, conversation=held.pk)
    report = keep(officer, held, summary="Après coup")
    assert report.version == 1


def test_a_colleague_who_does_not_speak_there_keeps_nothing(
    held: Conversation, colleague: Officer, gendarme: Officer
) -> None:
    for stranger_to_it in (colleague, gendarme):
        with pytest.raises(NotFound):
            keep(stranger_to_it, held, summary="x")
    with pytest.raises(NotFound):
        actions.keep(by=colleague, conversation=uuid4(), given={"summary": "x"})
    assert Entry.objects.filter(outcome="refused", act="keep report").count() == 3


@pytest.mark.parametrize("kind", ["test", "training"])
def test_a_conversation_marked_test_or_training_makes_its_report_an_exercise(
    kind: str, held: Conversation, officer: Officer
) -> None:
    report = keep(officer, held, summary="x")
    for mark, expected in ((kind, True), ("genuine", False), ("abuse", False)):
        desk.mark(by=officer, conversation=held.pk, kind=mark, reason="essai de l’équipe")
        report.refresh_from_db()
        assert report.is_exercise is expected
    desk.mark(by=officer, conversation=held.pk, kind=kind, reason="essai de l’équipe")
    assert keep(officer, held, summary="y").is_exercise


def test_whoever_follows_the_conversation_is_told(held: Conversation, officer: Officer) -> None:
    before = Conversation.objects.get(pk=held.pk).revision
    keep(officer, held, summary="x")
    assert Conversation.objects.get(pk=held.pk).revision == before + 1


def test_once_its_key_is_destroyed_nothing_is_told_any_more(held: Conversation, officer: Officer) -> None:
    keep(officer, held, summary="x", witness__name="y")
    held.key.wrapped = b""
    held.key.save()
    found = queries.of(held.pk)
    assert found is not None
    assert queries.content(found) == queries.witness(found) == {}
    assert queries.versions(found)[0]["changes"] == []
