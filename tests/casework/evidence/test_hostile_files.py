"""Files that nobody should send, and files that telephones really make: each has its right answer, over HTTP.

A row says what the sender is told (201, or 415 and a word of why), what the officer then sees (`view`: a copy, or a
word of why there is none), and what the file is said to be, whatever its name.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass

import av
import pytest
from PIL import Image

from permanence.casework.evidence import preparing
from permanence.casework.evidence.models import Attachment, Piece
from tests.api.callers import is_problem
from tests.casework.evidence import files
from tests.casework.evidence.conftest import Desk, Sender, content_of

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><body onload=alert(1)></body></html>"
SCRIPT_IN_PDF = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LOCKED = files.pdf().replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"
    + b"11" * 32
    + b"> /U <"
    + b"22" * 32
    + b"> >>",
)


@dataclass(frozen=True)
class Accepted:
    """It is kept, and is `media_type`; `shown` is the type of the copy, or `why` there is none."""

    media_type: str
    shown: str = ""
    why: str = ""


@dataclass(frozen=True)
class Refused:
    """Nothing of it is kept; the sentence says `why`."""

    why: str


def _in_comment(words: bytes) -> bytes:
    photo = files.picture()
    return photo[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + photo[2:]


Make = Callable[[], bytes]
FILES: dict[str, tuple[str, Make, Accepted | Refused]] = {
    "a photograph with its position": ("IMG_0001.jpg", files.photograph, Accepted("image/jpeg", "image/jpeg")),
    "a photograph of a recent telephone": ("IMG_0002.HEIC", files.heic, Accepted("image/heic", "image/jpeg")),
    "an AVIF": ("a.avif", lambda: files.picture("AVIF"), Accepted("image/avif", "image/jpeg")),
    "a screenshot": ("capture.png", lambda: files.picture("PNG"), Accepted("image/png", "image/jpeg")),
    "a photograph called a document": ("facture.pdf", files.picture, Accepted("image/jpeg", "image/jpeg")),
    "a photograph called a program": ("photo.exe", files.picture, Accepted("image/jpeg", "image/jpeg")),
    "a photograph with the moments before it": (
        "MVIMG_1.jpg",
        lambda: files.picture() + files.film(1),
        Accepted("image/jpeg", "image/jpeg"),
    ),
    "half a photograph": (
        "coupee.jpg",
        lambda: files.picture(width=640, height=480)[:3000],
        Accepted("image/jpeg", "image/jpeg"),
    ),
    "the beginning of a photograph": ("abimee.jpg", lambda: files.picture()[:40], Accepted("image/jpeg", why="abîmé")),
    "a picture of 50,000 by 50,000": ("bombe.png", files.bomb, Accepted("image/png", why="trop grand")),
    "a text of messages": (
        "conversation.txt",
        "12/03/2026 à 22:14 – Lui : <Média omis> réponds\n".encode,
        Accepted("text/plain", "text/plain; charset=utf-8"),
    ),
    "an old text": (
        "vieux.txt",
        lambda: "Été à la plage".encode("cp1252"),
        Accepted("text/plain", "text/plain; charset=utf-8"),
    ),
    "a letter": ("lettre.pdf", files.pdf, Accepted("application/pdf", "image/jpeg")),
    "a document with a script": (
        "script.pdf",
        lambda: files.pdf(SCRIPT_IN_PDF),
        Accepted("application/pdf", "image/jpeg"),
    ),
    "a document with a password": ("secret.pdf", lambda: LOCKED, Accepted("application/pdf", why="mot de passe")),
    "a document with a page that is none": (
        "moitie.pdf",
        lambda: files.pdf("(rien)", pages="[3 0 R 5 0 R]"),
        Accepted("application/pdf", "image/jpeg"),
    ),
    "a document of pages that are none": (
        "vide.pdf",
        lambda: files.pdf("(rien)", pages="[5 0 R]"),
        Accepted("application/pdf", why="abîmé"),
    ),
    "a broken document": ("abime.pdf", lambda: b"%PDF-1.7\nrien", Accepted("application/pdf", why="abîmé")),
    "a voice message": (
        "PTT.opus",
        lambda: files.sound("libopus", "ogg", rate=48_000),
        Accepted("audio/ogg", "audio/webm"),
    ),
    "a voice memo": ("memo.m4a", lambda: files.sound("aac", "mp4"), Accepted("audio/mp4", "audio/webm")),
    "a recorded call": (
        "appel.amr",
        lambda: files.sound("libopencore_amrnb", "amr", rate=8_000),
        Accepted("audio/amr", "audio/webm"),
    ),
    "a song": ("a.mp3", files.sound, Accepted("audio/mpeg", "audio/webm")),
    "a film with its place": ("VID.mp4", files.film, Accepted("video/mp4", "video/webm")),
    "a film of another telephone": (
        "VID.mov",
        lambda: files.film(form="mov"),
        Accepted("video/quicktime", "video/webm"),
    ),
    "half a film": ("coupe.mp4", lambda: files.film()[:2500], Accepted("video/mp4", why="abîmé")),
    "nothing": ("vide.jpg", lambda: b"", Refused("0 octet")),
    "an archive": ("photos.zip", files.archive, Refused("archives")),
    "a bomb of an archive": ("bombe.zip", lambda: files.archive("z", bytes(40_000_000)), Refused("archives")),
    "a document of an office, with or without macros": (
        "plainte.docm",
        lambda: files.archive("word/vbaProject.bin", b"macro"),
        Refused("en PDF"),
    ),
    "an old document of an office": (
        "plainte.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        Refused("en PDF"),
    ),
    "an archive called a photograph": ("photo.jpg", files.archive, Refused("archives")),
    "a drawing with a script": ("dessin.svg", lambda: SVG, Refused("SVG")),
    "a drawing with a script, declared": ("d.png", lambda: b'<?xml version="1.0"?>\n' + SVG, Refused("SVG")),
    "a page": ("page.txt", lambda: b"\xef\xbb\xbf  " + PAGE, Refused("pages web")),
    "a program": ("photo.jpg", lambda: b"MZ" + bytes(300), Refused("programme")),
    "a program of a telephone": ("a.elf", lambda: b"\x7fELF" + bytes(300), Refused("programme")),
    "a script": ("rapport.txt", lambda: b"#!/bin/sh\nrm -rf /\n", Refused("programme")),
    "a photograph that is also an archive": (
        "photo.jpg",
        lambda: files.picture() + files.archive(comment=b"x" * 300),
        Refused("caché"),
    ),
    "a picture that is also an archive": ("a.png", lambda: files.picture("PNG") + files.archive(), Refused("caché")),
    "a film that is also an archive": ("a.mp4", lambda: files.film(0.5) + files.archive(), Refused("caché")),
    "a document that is also an archive": ("a.pdf", lambda: files.pdf() + files.archive(), Refused("caché")),
    "a document with the head of a photograph": (
        "a.pdf",
        lambda: _in_comment(files.pdf()),
        Refused("caché"),
    ),
    "a photograph that is also a page": ("a.jpg", lambda: _in_comment(PAGE), Refused("caché")),
    "a GIF that is also a page": ("a.gif", lambda: b"GIF89a/*" + b"*/=1;<script>alert(1)</script>", Refused("caché")),
    "bytes of nothing known": ("a.dat", lambda: bytes(range(256)) * 4, Refused("pas reconnu")),
}


@pytest.mark.parametrize("what", FILES)
def test_each_has_its_right_answer(what: str, sender: Sender, desk_of: Desk) -> None:
    name, make, expected = FILES[what]
    content = make()
    answer = sender.send(content, name)
    if isinstance(expected, Refused):
        assert is_problem(answer, 415)
        assert expected.why in answer.json()["detail"]
        assert "Formats acceptés" in answer.json()["detail"]
        assert not Piece.objects.exists()
        assert not [one for one in sender.thread() if one.get("attachment")]
        return
    assert answer.status_code == 201, answer.content
    attachment = answer.json()["attachment"]
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()
    assert content_of(desk_of.fetch(attachment)) == content
    preparing.prepare()
    (listed,) = desk_of.listed()
    assert (listed["name"], listed["type"]) == (name, expected.media_type)
    copy = desk_of.fetch(attachment, "?view=safe")
    if expected.why:
        assert is_problem(copy, 409)
        assert expected.why in copy.json()["detail"]
        assert "Retry-After" not in copy
    else:
        assert (copy.status_code, copy["Content-Type"]) == (200, expected.shown), (copy.content, listed)
        assert content_of(copy)


def test_a_file_over_the_limit_is_refused_at_its_announcement(sender: Sender) -> None:
    assert is_problem(sender.announce(50_000_001), 413)
    assert not Attachment.objects.exists()


def test_the_copy_of_a_photograph_is_upright_and_says_nothing_of_the_place(sender: Sender, desk_of: Desk) -> None:
    photo = files.photograph()
    assert Image.open(io.BytesIO(photo)).getexif().get_ifd(files.GPS), "the test's own photograph has a position"
    attachment = sender.send(photo).json()["attachment"]
    preparing.prepare()
    copy = content_of(desk_of.fetch(attachment, "?view=safe"))
    with Image.open(io.BytesIO(copy)) as shown:
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert shown.size == (48, 64), "it was taken upright"
        left, right = shown.getpixel((2, 32)), shown.getpixel((45, 32))
        assert left[2] > left[0], "what was below is at the left"
        assert right[0] > right[2]
    assert b"UnTelephone" not in copy


def test_the_copy_of_a_film_says_nothing_of_the_place(sender: Sender, desk_of: Desk) -> None:
    film = files.film()
    assert b"loci" in film
    assert b"chez moi" in film
    attachment = sender.send(film, "VID.mp4").json()["attachment"]
    preparing.prepare()
    copy = content_of(desk_of.fetch(attachment, "?view=safe"))
    assert b"loci" not in copy
    assert b"chez moi" not in copy


def test_the_copy_of_a_film_is_upright(sender: Sender, desk_of: Desk) -> None:
    attachment = sender.send(files.on_its_side(files.film(1)), "VID.mp4").json()["attachment"]
    preparing.prepare()
    copy = content_of(desk_of.fetch(attachment, "?view=safe"))
    with av.open(io.BytesIO(copy)) as shown:
        frame = next(shown.decode(video=0)).to_image()
    assert frame.size == (240, 320)
    left, right = frame.getpixel((5, 160)), frame.getpixel((235, 160))
    assert left[2] > left[0], "what was below is at the left"
    assert right[0] > right[2]


def test_a_script_in_a_text_is_words(sender: Sender, desk_of: Desk) -> None:
    text = b"Bonjour\n<script>alert(1)</script>\n"
    attachment = sender.send(text, "a.txt").json()["attachment"]
    preparing.prepare()
    copy = desk_of.fetch(attachment, "?view=safe")
    assert copy["Content-Type"] == "text/plain; charset=utf-8"
    assert copy["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in copy["Content-Security-Policy"]
    assert content_of(copy) == text
