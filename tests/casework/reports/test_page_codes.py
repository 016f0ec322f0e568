"""The page asks for the same kinds and offences as the server counts, and its history reads as the server's."""

import json
import re
from pathlib import Path

from permanence.casework.reports import fields, vocabulary

STATIC = Path(__file__).resolve().parents[3] / "permanence" / "casework" / "static" / "casework"
FIELDS = (STATIC / "report-fields.js").read_text(encoding="utf-8")
FORM = (STATIC / "report-form.js").read_text(encoding="utf-8")


def _list(text: str) -> list[str]:
    return re.findall(r'"(\w+)"', text)


def test_the_page_and_the_server_know_the_same_kinds_and_offences() -> None:
    all_kinds = re.search(r"const ALL_KINDS = (\[.*?\]);", FIELDS)
    offences = re.search(r"OFFENCES_OF = \{(.*?)\n\};", FIELDS, re.DOTALL)
    assert all_kinds
    assert offences
    assert json.loads(all_kinds[1]) == list(vocabulary.ALL_KINDS)
    told = {name: _list(codes) for name, codes in re.findall(r"(\w+): (\[.*?\])", offences[1])}
    assert told == {str(kind): [str(one) for one in codes] for kind, codes in vocabulary.OFFENCES_OF.items()}
    assert set(_list(FIELDS.partition("MINORS = ")[2].partition(";")[0])) == set(vocabulary.MINORS)
    kinds_of = re.search(r"KINDS_OF = \{ (.*?) \};", FIELDS)
    assert kinds_of
    assert set(re.findall(r"(\w+): ALL_KINDS", kinds_of[1])) == set(vocabulary.KINDS_OF)


def test_every_field_of_the_form_exists_on_the_server() -> None:
    alone = re.findall(r'controls\.\w+\("([a-z_.]+)"', FORM)
    groups = {"facts": "path", "windows": "path"}
    named = {group: set(re.findall(r'path\("(\w+)"\)', FORM)) for group in groups}
    assert alone
    for path in alone:
        assert fields.field_of(path) or fields.field_of(f"{path}.insee"), path
    known = {name for group in groups for name in fields.REPEATED[group]}
    assert named["facts"] <= known


def test_every_list_of_the_form_is_a_vocabulary() -> None:
    used = re.findall(r'controls\.(?:picks|list)\([^,]+, "[^"]+", "(\w+)"', FORM)
    assert set(used) <= set(vocabulary.WORDS)
    assert "transmission" in used
