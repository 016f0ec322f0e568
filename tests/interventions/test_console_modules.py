"""The centre console's modules keep what they promise, as far as their text shows it."""

import re
from pathlib import Path

import pytest

from permanence.interventions import sheet, steps
from permanence.interventions.models import Alert
from tests.desk.test_pages_modules import CODE, ELSEWHERE, MARKUP

ROOMS = Path(__file__).resolve().parents[2] / "permanence"
STATIC = ROOMS / "interventions" / "console" / "static" / "centre"
DESK = ROOMS / "desk" / "static" / "desk"
MODULES = sorted(STATIC.glob("*.js"))
IMPORT = re.compile(r'import \{([^}]+)\} from "(\./|\.\./desk/)([^"]+)";')


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_words_never_become_markup_or_code_and_nothing_is_asked_of_another_site(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not MARKUP.search(text)
    assert not CODE.search(text)
    assert ".style." not in text, "looks belong to the style sheets, which the policy lets in"
    assert not ELSEWHERE.search(text)
    assert text.startswith("// "), "a module says what it answers for"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_import_exists_and_is_used(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    for names, folder, source in IMPORT.findall(text):
        exported = ((STATIC if folder == "./" else DESK) / source).read_text(encoding="utf-8")
        for name in (each.strip() for each in names.split(",")):
            assert re.search(rf"export (?:const|class|function|async function) {name}\b", exported), name
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is not used"


def _keys(name: str) -> set[str]:
    body = re.search(rf"const {name} = \{{(.*?)\n\}};", (STATIC / "words.js").read_text(encoding="utf-8"), re.DOTALL)
    assert body
    return set(re.findall(r"^\s+(\w+):", body[1], re.MULTILINE))


def test_every_state_field_and_reason_of_the_room_has_its_words() -> None:
    assert _keys("STATES") == set(steps.State.values)
    assert _keys("FIELDS") == set(sheet.FIELDS)
    assert _keys("WHY") == set(Alert.Why.values)


def test_every_step_has_its_key_and_no_two_share_one() -> None:
    text = (STATIC / "steps.js").read_text(encoding="utf-8")
    keys = dict(re.findall(r'^  (\w+): \{ key: "(\w)"', text, re.MULTILINE))
    assert set(keys) == set(steps.Act.values) - {"request"}
    assert len(set(keys.values())) == len(keys)


def test_the_token_is_kept_in_memory_only() -> None:
    for module in MODULES:
        assert "Storage" not in module.read_text(encoding="utf-8")
