"""Evidence comes back as evidence: a download that no browser takes for a page, written into its custody."""

import pytest

from permanence.accounts.models import Officer
from permanence.casework.evidence import keeping, names, pieces
from permanence.casework.evidence.models import Attachment, Piece
from permanence.casework.evidence.types import ACCEPTED
from tests.api.callers import is_problem
from tests.casework.evidence import files
from tests.casework.evidence.conftest import Desk, Sender, content_of, kept

pytestmark = pytest.mark.django_db


def prepared(attachment: str, copy: bytes, *, parts: list[int] | None = None, media_type: str = "video/mp4") -> None:
    """A copy, as the machine makes it."""
    row = kept(attachment)
    pieces.append(row, Piece.Of.VIEW, 0, copy)
    row.view = Attachment.View.READY
    keeping.seal_facts(row, {**keeping.facts(row), "view_type": media_type, "parts": parts or [len(copy)]})
    row.save()


def test_the_file_itself_is_only_ever_a_download(sender: Sender, desk_of: Desk) -> None:
    photo = files.photograph()
    told = sender.send(photo, "preuve été.jpg").json()
    answer = desk_of.fetch(told["attachment"])
    assert content_of(answer) == photo
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Length"] == str(len(photo))
    disposition = "attachment; filename=\"preuve ete.jpg\"; filename*=UTF-8''preuve%20%C3%A9t%C3%A9.jpg"
    assert answer["Content-Disposition"] == disposition
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "media_type", "saved"),
    [
        ("photo.jpg", "image/jpeg", "photo.jpg"),
        ("photo.pdf", "image/jpeg", "photo.pdf.jpg"),
        ("photo.jpg.exe", "image/jpeg", "photo.jpg.exe.jpg"),
        ("C:\\temp\\..\\photo.JPG", "image/jpeg", "photo.JPG"),
        ("/etc/passwd", "text/plain", "passwd.txt"),
        ("a\r\nSet-Cookie: x.txt", "text/plain", "aSet-Cookie_ x.txt"),
        ("photo\u202egpj.exe", "image/png", "photogpj.exe.png"),
        ('"><script>.png', "image/png", "script_.png"),
        ("..", "image/png", "sans nom.png"),
        ("", "video/mp4", "sans nom.mp4"),
        ("x" * 400 + ".pdf", "application/pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_never_misleads_whoever_saves_the_file(name: str, media_type: str, saved: str) -> None:
    assert names.saved_as(name, media_type) == saved
    assert "\n" not in names.disposition(saved)


def test_a_visitor_gets_her_own_file_back_and_it_is_written_down(sender: Sender, desk_of: Desk) -> None:
    told = sender.send(files.picture()).json()["attachment"]
    sender.fetch(told)
    assert desk_of.custody(told) == [("received", None), ("downloaded", None)]


def test_custody_tells_who_looked_and_who_fetched(sender: Sender, desk_of: Desk, officer: Officer) -> None:
    told = sender.send(files.picture()).json()["attachment"]
    prepared(told, b"the copy")
    desk_of.fetch(told, "?view=safe")
    desk_of.fetch(told, "?view=safe", Range="bytes=2-4")
    desk_of.fetch(told)
    name = officer.display_name
    assert desk_of.custody(told) == [("received", None), ("viewed", name), ("downloaded", name)]


def test_a_copy_that_is_not_ready_says_so_and_when_to_ask_again(sender: Sender, desk_of: Desk) -> None:
    told = sender.send(files.picture()).json()["attachment"]
    answer = desk_of.fetch(told, "?view=safe")
    assert is_problem(answer, 409)
    assert "en préparation" in answer.json()["detail"]
    assert int(answer["Retry-After"]) > 0
    assert desk_of.custody(told) == [("received", None)]


def test_a_copy_that_cannot_be_made_says_why(sender: Sender, desk_of: Desk) -> None:
    told = sender.send(files.picture()).json()["attachment"]
    row = kept(told)
    row.view = Attachment.View.NONE
    keeping.seal_facts(row, {**keeping.facts(row), "why": "Le document est protégé par un mot de passe."})
    row.save()
    answer = desk_of.fetch(told, "?view=safe")
    assert is_problem(answer, 409)
    assert "mot de passe" in answer.json()["detail"]
    assert "Retry-After" not in answer


def test_the_copy_is_shown_with_headers_of_its_own(sender: Sender, desk_of: Desk) -> None:
    told = sender.send(files.picture()).json()["attachment"]
    prepared(told, b"pixels", media_type="image/jpeg")
    answer = desk_of.fetch(told, "?view=safe")
    assert content_of(answer) == b"pixels"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=262140-262150", 206, slice(262_140, 262_151)),
        ("bytes=300000-", 206, slice(300_000, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=10-999999999", 206, slice(10, None)),
        ("bytes=999999999-", 200, slice(None)),
        ("bytes=5-2", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
    ],
)
def test_film_and_sound_are_given_from_any_place(
    sender: Sender, desk_of: Desk, asked: str, status: int, expected: slice
) -> None:
    copy = bytes(number % 251 for number in range(400_000))
    told = sender.send(files.picture()).json()["attachment"]
    prepared(told, copy)
    answer = desk_of.fetch(told, "?view=safe", Range=asked)
    assert answer.status_code == status
    assert content_of(answer) == copy[expected]


def test_each_page_of_a_document_is_a_picture_of_its_own(sender: Sender, desk_of: Desk) -> None:
    told = sender.send(files.pdf(), "lettre.pdf").json()["attachment"]
    prepared(told, b"onetwo!", parts=[3, 4], media_type="image/jpeg")
    assert [content_of(desk_of.fetch(told, f"?view=safe&page={page}")) for page in (1, 2)] == [b"one", b"two!"]
    for page in (-1, 0, 3, 99):
        assert is_problem(desk_of.fetch(told, f"?view=safe&page={page}"), 404)
    (listed,) = desk_of.listed()
    assert (listed["kind"], listed["pages"], listed["view"]) == ("document", 2, "ready")


def test_what_a_scanner_found_malicious_is_neither_shown_nor_handed_out(sender: Sender, desk_of: Desk) -> None:
    told = sender.send(files.picture()).json()["attachment"]
    prepared(told, b"pixels")
    Attachment.objects.update(scan=Attachment.Scan.INFECTED)
    for answer in (desk_of.fetch(told), desk_of.fetch(told, "?view=safe"), sender.fetch(told)):
        assert is_problem(answer, 409)
        assert "retenu" in answer.json()["detail"]
    assert desk_of.listed()[0]["withheld"] is True


def test_what_is_not_whole_is_not_there_yet(sender: Sender, desk_of: Desk) -> None:
    upload = sender.announce(1000).json()["id"]
    assert is_problem(sender.fetch(upload), 404)
    assert is_problem(desk_of.fetch(upload), 404)
    assert desk_of.listed() == []


def test_what_is_accepted_is_said_in_words() -> None:
    for word in ("JPEG", "HEIC", "MP3", "MP4", "WebM", "PDF"):
        assert word in ACCEPTED


def test_a_copy_asked_for_in_other_words_is_refused_and_never_answered_with_the_file(
    sender: Sender, desk_of: Desk
) -> None:
    attachment = sender.send(files.photograph()).json()["attachment"]
    assert is_problem(desk_of.fetch(attachment, "?view=SAFE"), 422)
    assert [act for act, _by in desk_of.custody(attachment)] == ["received"]
