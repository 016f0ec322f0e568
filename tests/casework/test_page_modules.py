"""The dossier's modules keep what they promise, as far as their text shows it."""

import re
from pathlib import Path

import pytest

from tests.desk.test_pages_modules import CODE, ELSEWHERE, MARKUP

ROOMS = Path(__file__).resolve().parents[2] / "permanence"
STATIC = ROOMS / "casework" / "static" / "casework"
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


def test_no_tab_takes_a_key_or_a_command_of_another() -> None:
    tabs = (STATIC / "tabs.js").read_text(encoding="utf-8")
    console = "".join((DESK / name).read_text(encoding="utf-8") for name in ("commands.js", "main.js"))
    keys = re.findall(r'(?:key|chord): "(\w+)"', tabs) + re.findall(r'key: "(.)"', console)
    keys += re.findall(r"^    ([a-z]): ", console, re.MULTILINE)
    commands = re.findall(r'command: "(\w+)"', tabs) + re.findall(r'\{ name: "(\w+)"', console)
    for found in (keys, commands):
        assert sorted(found) == sorted(set(found))
