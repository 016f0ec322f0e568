"""Prepared replies: a reviewed set, edited by those who answer for them, each edition kept and written down."""

import re
from collections import Counter

import pytest

from permanence.accounts.models import Officer
from permanence.audit.journal import OPERATOR
from permanence.audit.models import Entry
from permanence.desk.craft import actions, checking, library, queries
from permanence.desk.craft.models import Reply
from permanence.desk.craft.vocabulary import Language, Step, Theme
from permanence.lib.errors import Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db
KNOWN = {"officer", "unit", "force", "departement", "commune"}
GIVEN = {"language": "fr", "shortcut": "relais", "theme": "unit", "step": "during", "force": "", "text": "Je reste là."}


@pytest.fixture
def loaded(db: None) -> None:
    actions.load_replies(by=OPERATOR)


@pytest.mark.parametrize("prepared", library.replies(), ids=lambda one: one.key)
def test_every_reply_of_the_set_can_be_typed_and_sent(prepared: library.Prepared) -> None:
    assert not checking.shortcut(prepared.shortcut) | checking.text(prepared.text)
    assert prepared.theme in Theme.values
    assert prepared.step in Step.values
    assert "!" not in prepared.text
    assert not re.search(r"promets|garanti|toujours en sécurité", prepared.text)


def test_the_set_covers_every_theme_and_the_core_of_each_language() -> None:
    french = [one for one in library.replies() if one.language == "fr"]
    assert {one.theme for one in french} == set(Theme.values)
    assert len(french) >= 40
    for language in Language.values:
        keys = {one.key.split("/")[1] for one in library.replies() if one.language == language}
        assert {"bonjour", "en-securite", "adresse", "pouvez-vous-parler", "code-de-reprise", "revenir"} <= keys


def test_no_shortcut_of_the_set_names_two_replies() -> None:
    names = Counter((one.language, one.shortcut) for one in library.replies())
    assert not [name for name, number in names.items() if number > 1]


def test_placeholders_that_the_console_fills_are_the_same_in_every_language() -> None:
    for one in library.replies():
        filled = {name for name in re.findall(r"\{(.+?)\}", one.text) if name.isascii() and " " not in name}
        assert filled <= KNOWN | {"jour", "heure", "lieu"}, one.key


def test_loading_twice_changes_nothing(loaded: None) -> None:
    before = list(Reply.objects.values())
    assert actions.load_replies(by=OPERATOR) == 0
    assert list(Reply.objects.values()) == before


def test_loading_follows_the_set_and_never_undoes_an_edit(
    loaded: None, supervisor: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited, withdrawn, followed = Reply.objects.filter(language="fr").order_by("position")[:3]
    actions.edit_reply(
        by=supervisor,
        reply=edited.pk,
        **{**_fields(edited), "text": "Nos mots."},
    )
    actions.withdraw_reply(by=supervisor, reply=withdrawn.pk)
    anew = [library.Prepared(**{**vars(one), "text": f"{one.text} Bis."}) for one in library.replies()]
    monkeypatch.setattr(library, "replies", lambda: tuple(anew))
    actions.load_replies(by=OPERATOR)
    for reply in (edited, withdrawn, followed):
        reply.refresh_from_db()
    assert (edited.text, edited.version) == ("Nos mots.", 2)
    assert withdrawn.withdrawn_at is not None
    assert (followed.text[-4:], followed.version) == ("Bis.", 2)


def test_a_supervisor_adds_edits_withdraws_and_restores(supervisor: Officer, officer: Officer) -> None:
    reply = actions.add_reply(by=supervisor, **GIVEN)
    actions.edit_reply(by=supervisor, reply=reply.pk, **{**GIVEN, "text": "Je vous lis."})
    assert [one["text"] for one in queries.replies(officer)["replies"]] == ["Je vous lis."]
    actions.withdraw_reply(by=supervisor, reply=reply.pk, reason="doublon")
    assert queries.replies(officer)["replies"] == []
    actions.restore_reply(by=supervisor, reply=reply.pk)
    assert len(queries.replies(officer)["replies"]) == 1
    assert list(reply.versions.order_by("version").values_list("text", flat=True)) == ["Je reste là.", "Je vous lis."]
    done = [entry.act for entry in Entry.objects.filter(outcome="done").order_by("pk")]
    assert done == ["add reply", "edit reply", "withdraw reply", "restore reply"]
    assert not Entry.objects.filter(detail__icontains="lis").exists()


def test_saving_what_has_not_changed_makes_no_version(supervisor: Officer) -> None:
    reply = actions.add_reply(by=supervisor, **GIVEN)
    assert actions.edit_reply(by=supervisor, reply=reply.pk, **GIVEN).version == 1


def test_an_officer_sees_their_force_s_replies_and_those_of_both(
    administrator: Officer, officer: Officer, gendarme: Officer
) -> None:
    for force in ("PN", "GN", ""):
        actions.add_reply(by=administrator, **{**GIVEN, "force": force, "shortcut": f"relais-{force.lower()}x"})
    assert {one["force"] for one in queries.replies(officer)["replies"]} == {"PN", ""}
    assert {one["force"] for one in queries.replies(gendarme)["replies"]} == {"GN", ""}


@pytest.mark.parametrize("who", ["officer", "unit", "analyst", "commander", "stranger"])
def test_nobody_else_writes_for_the_house(who: str, request: pytest.FixtureRequest) -> None:
    account = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        actions.add_reply(by=account, **GIVEN)
    assert Entry.objects.get().outcome == "refused"


def test_a_supervisor_leaves_the_other_force_s_replies_alone(supervisor: Officer, administrator: Officer) -> None:
    reply = actions.add_reply(by=administrator, **{**GIVEN, "force": "GN"})
    for act in (actions.withdraw_reply, actions.restore_reply):
        with pytest.raises(Forbidden):
            act(by=supervisor, reply=reply.pk)
    with pytest.raises(Forbidden):
        actions.edit_reply(by=supervisor, reply=reply.pk, **GIVEN)
    with pytest.raises(Forbidden):
        actions.add_reply(by=supervisor, **{**GIVEN, "force": "GN", "shortcut": "autre"})


def test_what_does_not_exist_is_said(supervisor: Officer) -> None:
    with pytest.raises(NotFound):
        actions.edit_reply(by=supervisor, reply=999_999, **GIVEN)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("shortcut", "Écoute moi"),
        ("shortcut", ""),
        ("shortcut", "a" * 31),
        ("shortcut", "note"),
        ("language", "xx"),
        ("theme", "autre"),
        ("step", ""),
        ("force", "XX"),
        ("text", "   "),
        ("text", "a" * 2001),
        ("text", "Rendez-vous le {jour"),
        ("text", "Rendez-vous le {}"),
        ("text", "Fin\x00"),
    ],
)
def test_what_cannot_be_typed_or_sent_is_refused_beside_its_field(
    administrator: Officer, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.add_reply(by=administrator, **{**GIVEN, field: value})
    assert set(refusal.value.errors) == {field}
    assert not Reply.objects.exists()


def test_a_shortcut_in_use_is_not_given_twice(administrator: Officer) -> None:
    first = actions.add_reply(by=administrator, **GIVEN)
    for force in ("", "PN"):
        with pytest.raises(Invalid):
            actions.add_reply(by=administrator, **{**GIVEN, "force": force})
    actions.withdraw_reply(by=administrator, reply=first.pk)
    actions.add_reply(by=administrator, **GIVEN)
    with pytest.raises(Invalid):
        actions.restore_reply(by=administrator, reply=first.pk)


def _fields(reply: Reply) -> dict[str, str]:
    return {name: getattr(reply, name) for name in GIVEN}
