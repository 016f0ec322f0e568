"""A file sent without a script: kept bit for bit, refused with what to do, given back to whoever sent it."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client

from permanence.casework.evidence.models import Attachment, Custody
from permanence.casework.evidence.quota import weight
from permanence.desk.models import Intake
from permanence.live.models import Message
from permanence.portal import filed
from tests.portal.conftest import Do, page

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
NAME = "certificat.pdf"


def _file(content: bytes = PDF, name: str = NAME) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_it_is_kept_bit_for_bit_and_shown_with_its_name_and_size(browser: Client, visitor: Intake, do: Do) -> None:
    assert do("attach", file=_file()).status_code == 302
    kept = Attachment.objects.get()
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    shown = page(browser.get("/espace/fil"))
    assert NAME in shown
    assert f"Document, {weight(len(PDF))}" in shown
    assert "Fichier joint" not in shown, "the line is said once"
    assert "<img" not in shown


def test_what_was_being_written_stays_in_the_box(visitor: Intake, do: Do) -> None:
    assert "je vous explique" in page(do("attach", file=_file(), text="je vous explique"))


@pytest.mark.parametrize(
    ("file", "status", "said"),
    [
        (None, 422, "Aucun fichier n’est choisi"),
        (_file(b"<html><script>", "page.html"), 415, "Les pages web"),
        (_file(b"", "vide.pdf"), 415, "Ce fichier est vide"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(
    visitor: Intake, do: Do, file: SimpleUploadedFile | None, status: int, said: str
) -> None:
    answer = do("attach", text="je vous explique", **({"file": file} if file else {}))
    assert answer.status_code == status
    shown = page(answer)
    assert said in shown
    assert "je vous explique" in shown
    assert '<details class="column say__attach" id="plain" open>' in shown
    assert not Message.objects.filter(conversation=visitor.conversation).exclude(sender="system").exists()


def test_a_file_of_an_ended_conversation_is_refused_on_the_page_of_its_end(visitor: Intake, do: Do) -> None:
    do("end")
    answer = do("attach", file=_file())
    assert answer.status_code == 409
    assert "La conversation est terminée" in page(answer)
    assert not Attachment.objects.exists()


def test_the_end_counts_what_was_sent(browser: Client, visitor: Intake, do: Do) -> None:
    for name in ("un.pdf", "deux.pdf"):
        do("attach", file=_file(PDF + name.encode(), name))
    do("end")
    shown = page(browser.get("/espace"))
    assert "<strong>2 fichiers</strong>" in shown
    assert "Les originaux sont encore sur votre appareil" in shown


def test_its_sender_gets_it_back_as_a_download_and_it_is_written_down(visitor: Intake, do: Do) -> None:
    do("attach", file=_file())
    answer = do("fetch", attachment=str(Attachment.objects.get().pk))
    assert isinstance(answer, StreamingHttpResponse)
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert list(Custody.objects.values_list("act", "officer")) == [("received", None), ("downloaded", None)]


def test_nobody_else_gets_it(browser: Client, visitor: Intake, do: Do) -> None:
    do("attach", file=_file())
    attachment = str(Attachment.objects.get().pk)
    stranger = Client()
    fields = {"do": "fetch", "attachment": attachment}
    answer = stranger.post("/espace", fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert not answer.streaming
    assert browser.post("/espace", fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    unknown = do("fetch", attachment="nothing")
    assert unknown.status_code == 404
    assert "Fichier introuvable" in page(unknown)


def test_whoever_has_no_conversation_keeps_the_text_and_is_asked_for_the_code(browser: Client, visitor: Intake) -> None:
    stranger = Client()
    fields = {"do": "attach", "file": _file(), "text": "je vous explique"}
    answer = stranger.post("/espace", fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert "je vous explique" in page(answer)
    assert not Attachment.objects.exists()


def test_a_name_is_shortened_in_its_middle() -> None:
    assert filed.short("IMG_20261129_231502_photo_du_couloir.jpg") == "IMG_20261129_23150…uloir.jpg"
    assert filed.short("courte.jpg") == "courte.jpg"


def test_the_page_says_the_limit_and_where_the_original_stays(browser: Client, visitor: Intake) -> None:
    shown = page(browser.get("/espace"))
    assert "50 Mo au plus" in shown.replace("\u00a0", " ")
    assert shown.count("L’original reste sur votre appareil") == 2
    assert 'data-most="50000000"' in shown
