"""`PERMANENCE_CONNECTORS`: what may be named, and one clear line for what may not, without its secret."""

import json
from typing import Any

import pytest

from config.connectors import connectors
from config.stores import BadSetting
from permanence.interventions.connectors.peers import Connector, read

SECRET = "x" * 32
GOOD = {"name": "salle-35", "url": "https://salle.example.org/entree", "secret": SECRET, "centres": ["PN-35"]}


def named(**fields: Any) -> str:
    given = {name: value for name, value in (GOOD | fields).items() if value is not None}
    return json.dumps([given])


def test_one_is_named_with_its_centres() -> None:
    (found,) = read(named())
    assert found == Connector("salle-35", GOOD["url"], SECRET, ("PN-35",), "json")
    assert (found.serves("PN", "35"), found.serves("GN", "35"), found.serves("PN", "11")) == (True, False, False)


@pytest.mark.parametrize(
    ("centres", "served"),
    [(["all"], True), (["GN"], True), (["2A"], True), (["PN-2A", "35"], False), (["GN-2A"], True)],
)
def test_centres_are_all_a_force_a_department_or_one(centres: list[str], served: bool) -> None:
    (found,) = read(named(centres=centres))
    assert found.serves("GN", "2A") is served


def test_nothing_named_is_nobody() -> None:
    assert connectors("", demonstration=True) == []
    assert connectors("  ", demonstration=False) == []


def test_a_trial_on_this_machine_needs_no_encryption_and_a_demonstration_allows_no_other() -> None:
    here = named(url="http://127.0.0.1:9000/")
    assert len(connectors(here, demonstration=True)) == 1
    with pytest.raises(BadSetting, match="a demonstration sends nobody anywhere"):
        connectors(named(), demonstration=True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "Salle 35"}, "small letters"),
        ({"name": None}, "small letters"),
        ({"url": "http://salle.example.org/"}, "not encrypted"),
        ({"url": "ftp://salle.example.org/"}, "https://"),
        ({"url": 1}, "https://"),
        ({"secret": "x" * 31}, "shorter than 32"),
        ({"secret": None}, "shorter than 32"),
        ({"centres": []}, "is a list"),
        ({"centres": ["XX-35"]}, "holds"),
        ({"format": "xml"}, "json or rc-eda"),
        ({"format": "rc-eda"}, "sender"),
        ({"format": "rc-eda", "sender": "fr.police.essai", "recipient": "ici"}, "recipient"),
        ({"colour": "blue"}, "colour is not known"),
    ],
)
def test_what_may_not_be_named_is_said_without_its_secret(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        connectors(named(**fields), demonstration=False)
    assert words in str(refusal.value)
    assert str(refusal.value).startswith("PERMANENCE_CONNECTORS ")
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("text", ["{", "{}", "[1]", '"a"'])
def test_what_is_no_list_is_said(text: str) -> None:
    with pytest.raises(BadSetting, match="it is not"):
        connectors(text, demonstration=False)


def test_two_of_one_name_are_refused() -> None:
    with pytest.raises(BadSetting, match="two connectors have one name"):
        connectors(json.dumps([GOOD, GOOD]), demonstration=False)


def test_its_repr_holds_neither_secret_nor_address() -> None:
    assert SECRET not in repr(read(named()))
    assert "example.org" not in repr(read(named()))
