"""A file arrives at once or in pieces; the thread hears of it once."""

import hashlib
from datetime import timedelta
from typing import IO, cast
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from config.bodies import Handler
from permanence.audit.models import Entry
from permanence.casework.evidence import pieces, receiving
from permanence.casework.evidence.models import Attachment, Custody, Piece
from permanence.lib.spool import SealedSpool
from permanence.live import actions as live
from tests.api.callers import is_problem
from tests.casework.evidence import files
from tests.casework.evidence.conftest import Sender, content_of, kept, small

pytestmark = pytest.mark.django_db
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
NOT_BASE64 = FILE + b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"
TOO_MANY = (FILE + b"\r\nbytes\r\n") * 11 + b"--x--\r\n"


def big(size: int) -> bytes:
    """A WAV of about so many bytes."""
    return files.wave(size / 16000)


def test_a_whole_file_is_kept_bit_for_bit_and_becomes_a_message(sender: Sender) -> None:
    photo = files.photograph()
    answer = sender.send(photo, "plage.jpg")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["sha256"] == hashlib.sha256(photo).hexdigest()
    assert told["size"] == len(photo)
    (message,) = [one for one in sender.thread() if one.get("attachment")]
    assert message["attachment"] == told["attachment"]
    assert message["seq"] == told["seq"]
    assert message["text"] == "Fichier joint : plage.jpg"
    assert message["file"] == {"name": "plage.jpg", "type": "image/jpeg", "size": len(photo), "sha256": told["sha256"]}
    assert content_of(sender.fetch(told["attachment"])) == photo


def test_nothing_of_a_file_is_in_the_clear_in_the_database(sender: Sender) -> None:
    text = b"le mot que personne ne doit lire " * 40
    told = sender.send(text, "secret.txt").json()
    row = kept(told["attachment"])
    stored = b"".join(bytes(one) for one in Piece.objects.values_list("body", flat=True)) + bytes(row.body)
    assert b"personne" not in stored
    assert b"secret" not in stored


def test_a_file_of_several_pieces_comes_back_whole(sender: Sender) -> None:
    sound = big(3 * pieces.PIECE + 77)
    told = sender.send(sound, "appel.wav").json()
    assert Piece.objects.filter(attachment=told["attachment"]).count() == 4
    assert content_of(sender.fetch(told["attachment"])) == sound


def test_pieces_of_any_length_become_the_file(sender: Sender) -> None:
    sound = big(2 * pieces.PIECE)
    upload = sender.announce(len(sound), name="appel.wav").json()
    assert upload["offset"] == 0
    at = 0
    for length in (1, 100_000, 200_000, 7, 300_000):
        part = sound[at : at + length]
        answer = sender.piece(upload["id"], at, part)
        at += len(part)
        if at < len(sound):
            assert answer.status_code == 204
            assert answer["Upload-Offset"] == str(at)
            assert sender.where(upload["id"])["Upload-Offset"] == str(at)
    assert answer.status_code == 201, answer.content
    assert answer.json()["sha256"] == hashlib.sha256(sound).hexdigest()
    assert answer.json()["attachment"] == upload["id"]
    assert content_of(sender.fetch(upload["id"])) == sound


def test_announced_again_an_upload_goes_on_where_it_stands(sender: Sender) -> None:
    sound = big(50_000)
    upload = sender.announce(len(sound)).json()["id"]
    sender.piece(upload, 0, sound[:20_000])
    again = sender.announce(len(sound), again=upload)
    assert (again.status_code, again.json()) == (201, {"id": upload, "offset": 20_000})


def test_bytes_for_another_place_are_told_the_true_one(sender: Sender) -> None:
    sound = big(50_000)
    upload = sender.announce(len(sound)).json()["id"]
    sender.piece(upload, 0, sound[:20_000])
    answer = sender.piece(upload, 10_000, sound[10_000:30_000])
    assert is_problem(answer, 409)
    assert answer["Upload-Offset"] == "20000"
    assert sender.where(upload)["Upload-Offset"] == "20000"


def test_the_last_piece_sent_twice_is_one_message_and_the_same_answer(sender: Sender) -> None:
    photo = files.picture()
    upload = sender.announce(len(photo)).json()["id"]
    sender.piece(upload, 0, photo[:300])
    first = sender.piece(upload, 300, photo[300:])
    again = sender.piece(upload, 300, photo[300:])
    nothing_more = sender.piece(upload, len(photo), b"")
    assert first.status_code == again.status_code == nothing_more.status_code == 201
    assert first.json() == again.json() == nothing_more.json()
    assert len([one for one in sender.thread() if one.get("attachment")]) == 1
    assert [one.act for one in Custody.objects.filter(attachment=upload)] == ["received"]


def test_what_was_stored_but_not_answered_is_kept_when_asked_again(sender: Sender) -> None:
    """The server was killed between the last byte and the message."""
    photo = files.picture()
    upload = sender.announce(len(photo)).json()["id"]
    sender.piece(upload, 0, photo[:-1])
    row = kept(upload)
    pieces.append(row, Piece.Of.FILE, row.received, photo[-1:])
    Attachment.objects.filter(pk=upload).update(received=len(photo))
    assert sender.announce(len(photo), again=upload).json()["offset"] == len(photo)
    assert sender.piece(upload, len(photo), b"").status_code == 201


def test_more_bytes_than_announced_are_refused_and_nothing_is_lost(sender: Sender) -> None:
    photo = files.picture()
    upload = sender.announce(len(photo)).json()["id"]
    assert is_problem(sender.piece(upload, 0, photo + b"x"), 422)
    assert sender.piece(upload, 0, photo).status_code == 201


def test_the_same_id_for_another_size_is_refused(sender: Sender) -> None:
    upload = sender.announce(100).json()["id"]
    assert is_problem(sender.announce(101, again=upload), 409)


def test_an_offset_is_needed_and_is_a_number(sender: Sender) -> None:
    upload = sender.announce(100).json()["id"]
    path = f"/api/v1{sender.path}/uploads/{upload}"
    assert is_problem(sender.client.patch(path, b"x", headers=sender.headers), 422)
    said = {**sender.headers, "Upload-Offset": "-1"}
    assert is_problem(sender.client.patch(path, b"x", headers=said), 422)


def test_a_form_without_a_file_is_refused(sender: Sender) -> None:
    answer = sender.client.post(f"/api/v1{sender.path}/attachments", {}, headers=sender.headers)
    assert is_problem(answer, 422)


def test_two_files_in_one_form_are_refused_rather_than_one_of_them_lost(sender: Sender) -> None:
    two = [SimpleUploadedFile(f"{number}.jpg", files.photograph()) for number in (1, 2)]
    answer = sender.client.post(f"/api/v1{sender.path}/attachments", {"file": two}, headers=sender.headers)
    assert is_problem(answer, 422)
    assert answer.json()["errors"]["file"] == "Envoyez un fichier à la fois : aucun de ceux-ci n’a été gardé."
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", NOT_BASE64),
        ("multipart/form-data; boundary=x", TOO_MANY),
    ],
    ids=["no boundary", "not base64", "too many files"],
)
def test_a_form_that_cannot_be_read_is_the_senders_fault_not_ours(sender: Sender, media_type: str, body: bytes) -> None:
    path = f"/api/v1{sender.path}/attachments"
    answer = sender.client.post(path, body, content_type=media_type, headers=sender.headers)
    assert is_problem(answer, 400)
    assert "lisible" in answer.json()["detail"]


def test_a_form_that_comes_in_chunks_is_read_by_the_length_that_came() -> None:
    body = SealedSpool()
    body.write(b"x" * 700)
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"transfer-encoding", b"chunked")]}
    request, _refusal = Handler().create_request(scope, cast(IO[bytes], body))
    assert request is not None
    assert request.META["CONTENT_LENGTH"] == "700"


def test_one_byte_over_the_limit_is_not_told_as_the_limit(sender: Sender) -> None:
    detail = sender.announce(50_000_001).json()["detail"]
    assert "pèse un peu plus de 50 Mo" in detail


def test_a_file_over_the_limit_is_told_both_sizes(sender: Sender, settings: Settings) -> None:
    small(settings, file=1_000_000)
    for answer in (sender.send(bytes(1_200_000)), sender.announce(1_200_000)):
        assert is_problem(answer, 413)
        assert "1,2 Mo" in answer.json()["detail"]
        assert "1 Mo au plus" in answer.json()["detail"]
    assert not Attachment.objects.exists()


def test_a_conversation_has_so_many_bytes_those_announced_included(sender: Sender, settings: Settings) -> None:
    small(settings, conversation=1_000_000)
    assert sender.announce(700_000).status_code == 201
    answer = sender.announce(400_000)
    assert is_problem(answer, 413)
    assert "300 ko" in answer.json()["detail"]


def test_a_conversation_has_so_many_files(sender: Sender, other: Sender, settings: Settings) -> None:
    small(settings, files=1)
    assert sender.send(files.picture()).status_code == 201
    assert is_problem(sender.send(files.picture()), 413)
    assert other.send(files.picture()).status_code == 201


def test_a_refused_file_takes_nothing_of_the_quota(sender: Sender, settings: Settings) -> None:
    small(settings, files=1)
    assert sender.send(files.archive(), "tout.zip").status_code == 415
    assert sender.send(files.picture()).status_code == 201


def test_what_is_never_accepted_is_refused_when_announced(sender: Sender) -> None:
    for announced in ("application/zip", "image/svg+xml", "application/x-msdownload", "text/html; charset=utf-8"):
        answer = sender.announce(5_000, announced=announced)
        assert is_problem(answer, 415)
        assert "Formats acceptés" in answer.json()["detail"]


def test_what_first_bytes_show_to_be_refused_is_refused_at_once_and_for_good(sender: Sender) -> None:
    upload = sender.announce(1_000_000, name="photo.jpg").json()["id"]
    for _ in range(2):
        answer = sender.piece(upload, 0, files.archive())
        assert is_problem(answer, 415)
        assert "archives" in answer.json()["detail"]
    assert is_problem(sender.announce(1_000_000, again=upload), 415)
    row = kept(upload)
    assert row.state == "refused"
    assert not Piece.objects.exists()


def test_once_the_conversation_has_ended_nothing_more_comes(sender: Sender) -> None:
    photo = files.picture()
    upload = sender.announce(len(photo)).json()["id"]
    sender("POST", f"{sender.path}/end")
    for answer in (sender.send(photo), sender.announce(10), sender.piece(upload, 0, photo)):
        assert is_problem(answer, 409)
    assert "code de reprise" in answer.json()["detail"]


def test_a_wrong_secret_opens_nothing(sender: Sender) -> None:
    upload = sender.announce(10).json()["id"]
    told = sender.send(files.picture()).json()["attachment"]
    sender.headers = {"Authorization": "Bearer wrong"}
    for answer in (sender.send(b"x"), sender.announce(10), sender.piece(upload, 0, b"x"), sender.fetch(told)):
        assert is_problem(answer, 401)
    assert sender.where(upload).status_code == 401


def test_somebody_elses_upload_is_as_unknown_as_one_that_does_not_exist(sender: Sender, other: Sender) -> None:
    upload = sender.announce(10).json()["id"]
    theirs, unknown = other.piece(upload, 0, b"x"), other.piece(str(uuid4()), 0, b"x")
    assert is_problem(theirs, 404)
    assert theirs.content == unknown.content
    assert other.where(upload).status_code == other.where("no-uuid").status_code == 404
    assert is_problem(other.announce(10, again=upload), 422)
    told = sender.send(files.picture()).json()["attachment"]
    assert is_problem(other.fetch(told), 404)


def test_an_upload_that_nobody_finishes_is_forgotten_after_a_day(sender: Sender, clock: time_machine.Traveller) -> None:
    upload = sender.announce(1000).json()["id"]
    sender.piece(upload, 0, b"RIFF")
    whole = sender.send(files.picture()).json()["attachment"]
    clock.shift(timedelta(hours=23))
    receiving.forget_unfinished()
    assert Attachment.objects.count() == 2
    clock.shift(timedelta(hours=2))
    receiving.forget_unfinished()
    assert [str(one) for one in Attachment.objects.values_list("pk", flat=True)] == [whole]


def test_the_audit_journal_tells_of_a_file_and_not_of_its_name(sender: Sender) -> None:
    told = sender.send(files.picture(), "chez-moi-rue-de-la-paix.jpg").json()
    entries = Entry.objects.filter(object_id=told["attachment"])
    assert [one.act for one in entries.order_by("pk")] == ["announce evidence", "received evidence"]
    assert {one.actor for one in entries} == {live.visitor_actor(UUID(sender.id))}
    assert "paix" not in str([one.detail for one in entries])
