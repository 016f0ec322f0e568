"""The console's modules keep what they promise, as far as their text shows it."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "permanence" / "desk" / "static" / "desk"
MODULES = sorted(STATIC.glob("*.js"))
MARKUP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment")
CODE = re.compile(r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]")
ELSEWHERE = re.compile(r"https?://(?!www\.w3\.org/2000/svg)")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_words_never_become_markup_or_code(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not MARKUP.search(text)
    assert not CODE.search(text)
    assert ".style." not in text, "looks belong to the style sheets, which the policy lets in"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_nothing_is_asked_of_another_site(module: Path) -> None:
    assert not ELSEWHERE.search(module.read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_says_what_it_answers_for(module: Path) -> None:
    assert module.read_text(encoding="utf-8").startswith("// ")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_import_exists(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    for names, source in re.findall(r'import \{([^}]+)\} from "\./([^"]+)";', text):
        exported = (STATIC / source).read_text(encoding="utf-8")
        for name in (each.strip() for each in names.split(",")):
            assert re.search(rf"export (?:const|class|function|async function) {re.escape(name)}\b", exported), (
                f"{source} has no {name}"
            )


def test_no_key_and_no_command_means_two_things() -> None:
    text = (STATIC / "commands.js").read_text(encoding="utf-8")
    elsewhere = re.findall(r"^    ([a-z]): ", (STATIC / "main.js").read_text(encoding="utf-8"), re.MULTILINE)
    for found in (re.findall(r'key: "(.)"', text) + elsewhere, re.findall(r'\{ name: "(\w+)"', text)):
        assert sorted(found) == sorted(set(found))


def test_the_token_is_kept_in_memory_only() -> None:
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        if "Storage" in text:
            assert "token" not in text, f"{module.name} knows both the token and a place that outlives the page"
