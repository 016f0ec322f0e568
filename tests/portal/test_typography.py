"""French as it is set: the space before a colon, a semicolon or a question mark never breaks a line."""

import re
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from permanence.portal import words

MARKUP = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.S)
BREAKING = re.compile(r"\w* [:;?!](?=\s|$)")
PAGES = sorted(
    [
        *(BASE_DIR / "permanence" / "portal" / "templates").glob("**/*.html"),
        *(BASE_DIR / "permanence" / "ui" / "templates" / "ui").glob("[br]*.html"),
        *(BASE_DIR / "permanence" / "accounts" / "templates").glob("**/*.html"),
    ]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_breaks_before_a_double_sign(page: Path) -> None:
    assert BREAKING.findall(MARKUP.sub("", page.read_text(encoding="utf-8"))) == []


def test_nobody_on_duty_breaks_before_no_double_sign() -> None:
    assert BREAKING.findall(words.NOBODY) == []


def test_the_script_says_the_same_as_the_page_without_it() -> None:
    script = (BASE_DIR / "permanence" / "portal" / "static" / "portal" / "words.js").read_text(encoding="utf-8")
    assert words.NOBODY in script.replace("'\n  + '", "")
