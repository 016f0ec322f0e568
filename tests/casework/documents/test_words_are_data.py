"""Whatever somebody typed is printed as they typed it: never markup, never lost, never over its neighbours."""

import subprocess
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.casework.documents import typesetting
from permanence.casework.documents.glyphs import BREAK, printable, runs_rightwards
from permanence.casework.documents.typesetting import pdf
from permanence.lib.errors import Unavailable
from tests.casework.documents.papers import paper, read, tags, text, thread

pytestmark = pytest.mark.once
MARKUP = (
    '#import "/etc/passwd": *\n#read("/etc/passwd") #panic("x") $ a^2 $ \\u{41} \\ *gras* _italique_ = titre\n'
    "- liste\n@renvoi <label> `code` // commentaire /* bloc */ #{ } [ ] ~ --- \"guillemets\" 'x' http://a.b/c"
)


def printed(*texts: str, **fields: str) -> str:
    """What a transcript of these messages prints, on one line."""
    return text(pdf(paper(thread(*texts), **fields))).replace(BREAK, "")


def test_markup_is_printed_and_does_nothing() -> None:
    said = printed(MARKUP)
    for line in MARKUP.split("\n"):
        assert "".join(line.split()) in "".join(said.split())


def test_markup_is_none_in_names_titles_and_labels_either() -> None:
    sheet = paper(subtitle=MARKUP, head=((MARKUP[:60], MARKUP),), reference="#panic()")
    assert "#panic()" in text(pdf(sheet))


def test_every_script_that_people_write_here_is_printed() -> None:
    texts = ["Українська: допоможіть", "Türkçe: yardım edin, ağlıyorum", "Tiếng Việt: giúp tôi với", "ελληνικά"]
    said = printed(*texts)
    for one in texts:
        assert one in said
    for one in ("مرحبا أنا خائفة", "עזרו לי", "እርዱኝ", "मदद करो", "সাহায্য", "ช่วยด้วย", "😭👩‍👧‍👦❤️🇫🇷👍🏽"):
        assert "[U+" not in printed(one, language="ar").split("Authenticité")[0]


def test_what_no_font_has_is_shown_by_its_code() -> None:
    assert "救 我".replace(" ", "") not in printed("救我")
    assert "[U+6551 U+6211]" in printed("救我")


def test_what_would_be_invisible_is_shown_by_its_code() -> None:
    assert printable("a\x07b\u202ec\ufeffd") == "a[U+0007]b[U+202E]c[U+FEFF]d"
    assert printable("a\r\nb\tc") == "a\nb    c"
    assert printable("👩\u200d👧 ❤\ufe0f") == "👩\u200d👧 ❤\ufe0f"
    assert "[U+0301" in printable("e" + "\u0301" * 40)


def test_a_word_longer_than_a_line_is_broken() -> None:
    long = "a" * 4_000
    assert printable(long).replace(BREAK, "") == long
    said = printed(long)
    assert said.count("a") > 4_000
    assert max(len(line) for line in said.splitlines()) < 140


def test_arabic_runs_rightwards_and_french_does_not() -> None:
    assert runs_rightwards("« مرحبا » bonjour")
    assert not runs_rightwards("12 bonjour مرحبا")
    assert not runs_rightwards("")


def test_half_a_character_is_told_by_its_code() -> None:
    assert "[U+D800]" in printed("a\ud800b")


@settings(max_examples=12)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=30))
def test_whatever_is_typed_a_document_comes_out(texts: list[str]) -> None:
    assert read(pdf(paper(thread(*texts), subtitle=texts[0]))).pages


def test_a_conversation_of_a_whole_night_is_all_there() -> None:
    texts = [f"message {number} : il rentre ce soir et les enfants dorment" for number in range(1, 1_201)]
    whole = pdf(paper(thread(*texts)))
    assert tags(read(whole)).count("TR") == 1_201
    said = text(whole)
    assert all(f"message {number} :" in said for number in range(1, 1_201, 37))


def test_a_press_that_does_not_finish_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "LONGEST_S", 0.01)
    with pytest.raises(Unavailable, match="n’a pas pu être mis en page"):
        pdf(paper())


def test_more_at_once_than_there_are_presses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "WAITS_S", 0.01)
    monkeypatch.setattr(typesetting, "_presses", threading.BoundedSemaphore(1))
    with typesetting._presses, pytest.raises(Unavailable, match="Trop de documents"):
        pdf(paper())


def test_a_press_that_fails_says_nothing_of_what_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], 1, b"", b"secret")

    monkeypatch.setattr(subprocess, "run", broken)
    with pytest.raises(Unavailable) as refusal:
        pdf(paper())
    assert "secret" not in str(refusal.value)
