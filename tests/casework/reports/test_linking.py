"""Earlier reports are found by what she gave alone, and show nothing until they are tied."""

from typing import Any

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.reports import actions, identities, queries
from permanence.casework.reports.models import Link, Report
from permanence.desk import actions as desk
from permanence.lib.errors import Invalid, NotFound
from permanence.live import actions as live
from permanence.live.models import Conversation
from tests.casework.reports.test_keeping import keep
from tests.desk.conftest import Arrive

WHY = "elle dit avoir déjà écrit"
HERSELF = {"victim__name": "Anne Exemple", "victim__born_on": "02/03/1990", "victim__telephone": "06 12 34 56 78"}


@pytest.fixture
def earlier(arrive: Arrive, gendarme: Officer) -> Report:
    """What she told the gendarmes last time."""
    conversation = arrive("35690")
    desk.claim(by=gendarme, conversation=conversation.pk)
    return keep(gendarme, conversation, summary="la première fois", **HERSELF)


def _find(officer: Officer, held: Conversation, how: str, value: str = "") -> list[str]:
    found = actions.find(by=officer, conversation=held.pk, how=how, value=value, reason=WHY)
    return [report.reference for report in found]


def test_a_reference_or_a_return_code_that_she_gives_finds_it(
    held: Conversation, officer: Officer, earlier: Report
) -> None:
    keep(officer, held, summary="de nouveau")
    code = live.return_code(earlier.conversation)
    grouped = " ".join(code[place : place + 4] for place in range(0, 16, 4))
    typed = earlier.reference.lower().replace("-00000", " ")
    for how, value in (("reference", earlier.reference), ("reference", typed), ("code", grouped)):
        assert _find(officer, held, how, value) == [earlier.reference]
    assert _find(officer, held, "reference", "GN-2020-000001") == []
    assert _find(officer, held, "code", "0000 0000 0000 0000") == []
    searches = Entry.objects.filter(act="search earlier reports")
    assert {entry.reason for entry in searches} == {WHY}
    assert code not in repr(list(searches.values("detail")))


@pytest.mark.parametrize(
    ("how", "given", "other"),
    [
        ("born", {"victim__name": "EXEMPLE, anne", "victim__born_on": "1990-03-02"}, {"victim__born_on": "1991-03-02"}),
        ("telephone", {"victim__telephone": "+33 6 12 34 56 78"}, {"victim__telephone": "06 12 34 56 79"}),
    ],
)
def test_the_same_identity_given_finds_it_and_another_does_not(
    how: str, given: dict[str, Any], other: dict[str, Any], held: Conversation, officer: Officer, earlier: Report
) -> None:
    keep(officer, held, **given)
    assert _find(officer, held, how) == [earlier.reference]
    keep(officer, held, **other)
    assert _find(officer, held, how) == []


def test_the_author_s_identity_ties_no_two_victims(held: Conversation, officer: Officer, earlier: Report) -> None:
    keep(officer, held, author__name="Anne Exemple", author__born_on="02/03/1990", author__telephone="0612345678")
    for how in ("born", "telephone", "mail"):
        with pytest.raises(Invalid) as refused:
            _find(officer, held, how)
        assert list(refused.value.errors) == ["how"]


@pytest.mark.parametrize("how", ["category", "religion", "name", "facts", ""])
def test_nobody_is_looked_for_by_anything_else(how: str, held: Conversation, officer: Officer, earlier: Report) -> None:
    keep(officer, held, **HERSELF)
    with pytest.raises(Invalid) as refused:
        _find(officer, held, how, "conjugal")
    assert "how" in refused.value.errors


def test_a_search_without_a_reason_or_without_what_she_gave_is_refused(held: Conversation, officer: Officer) -> None:
    keep(officer, held, summary="x")
    with pytest.raises(Invalid) as refused:
        actions.find(by=officer, conversation=held.pk, how="code", value=" ", reason=" ")
    assert set(refused.value.errors) == {"value", "reason"}
    with pytest.raises(Invalid) as malformed:
        _find(officer, held, "reference", "la mienne")
    assert list(malformed.value.errors) == ["value"]
    assert not Entry.objects.filter(act="search earlier reports").exists()


def test_a_found_report_shows_its_reference_date_force_and_unit_alone(earlier: Report) -> None:
    again = Report.objects.select_related("conversation__intake").get(pk=earlier.pk)
    assert set(queries.short(again)) == {"reference", "at", "force", "unit"}


def test_it_is_tied_once_with_its_reason_sealed_and_can_be_taken_back(
    held: Conversation, officer: Officer, earlier: Report
) -> None:
    keep(officer, held, summary="de nouveau")
    what = {"by": officer, "conversation": held.pk, "how": "reference", "value": earlier.reference, "reason": WHY}
    for _ in range(2):
        actions.link(earlier=earlier.reference, **what)
    [tie] = Link.objects.all()
    assert WHY.encode() not in bytes(tie.body)
    [shown] = queries.links(tie.report)
    assert (shown["reference"], shown["how"], shown["reason"]) == (earlier.reference, "reference", WHY)
    assert Entry.objects.filter(act="link report", reason=WHY).count() == 1
    with pytest.raises(Invalid):
        actions.unlink(by=officer, conversation=held.pk, earlier=earlier.reference)
    actions.unlink(by=officer, conversation=held.pk, earlier=earlier.reference, reason="erreur")
    assert not Link.objects.exists()
    with pytest.raises(NotFound):
        actions.unlink(by=officer, conversation=held.pk, earlier=earlier.reference, reason="erreur")


def test_only_what_she_designated_can_be_tied(held: Conversation, officer: Officer, earlier: Report) -> None:
    keep(officer, held, summary="de nouveau")
    with pytest.raises(NotFound):
        actions.link(
            by=officer,
            conversation=held.pk,
            earlier=earlier.reference,
            how="code",
            value="0000000000000000",
            reason=WHY,
        )
    assert not Link.objects.exists()


def test_an_exercise_finds_no_real_report(held: Conversation, officer: Officer, earlier: Report) -> None:
    desk.mark(by=officer, conversation=held.pk, kind="training", reason="essai")
    keep(officer, held, **HERSELF)
    assert _find(officer, held, "telephone") == []


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("telephone", "06 12 34 56 78", "+33 6.12.34.56.78"),
        ("telephone", "0033612345678", "0612345678"),
        ("mail", "Anne@Exemple.test", " anne@exemple.test "),
        ("name", "Anne-Marie Éxemple", "exemple marie anne"),
        ("born", "Anne Exemple|1990-03-02", "EXEMPLE Anne|1990-03-02"),
    ],
)
def test_the_same_given_twice_is_the_same(field: str, one: str, other: str) -> None:
    assert identities.hashed(field, one) == identities.hashed(field, other) != b""


@pytest.mark.parametrize(
    ("field", "value"), [("telephone", "06 12"), ("mail", "anne@"), ("name", "Anne"), ("born", "|1990-03-02")]
)
def test_what_is_half_given_is_nobody(field: str, value: str) -> None:
    assert identities.hashed(field, value) == b""
