"""An upload that its sender takes back: nothing of it is left and it counts for nothing; a file that is whole stays."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from permanence.casework.evidence.models import Attachment, Piece
from permanence.casework.evidence.quota import Quota
from tests.casework.evidence import files
from tests.casework.evidence.conftest import Sender

pytestmark = pytest.mark.django_db


def _given_up(sender: Sender, upload: str) -> int:
    return int(sender("DELETE", f"{sender.path}/uploads/{upload}").status_code)


def test_nothing_of_it_is_left_and_the_quota_is_free_again(sender: Sender, settings: Settings) -> None:
    settings.PERMANENCE = replace(settings.PERMANENCE, evidence=Quota(file=100, conversation=100))
    upload = sender.announce(80).json()["id"]
    sender.piece(upload, 0, files.picture()[:20])
    assert sender.announce(80).status_code == 413
    assert _given_up(sender, upload) == 204
    assert not Attachment.objects.exists()
    assert not Piece.objects.exists()
    assert sender.where(upload).status_code == 404
    assert sender.announce(80).status_code == 201


def test_a_file_that_is_whole_stays(sender: Sender) -> None:
    kept = sender.send(files.picture()).json()["attachment"]
    assert _given_up(sender, kept) == 409
    assert sender.fetch(kept).status_code == 200


def test_nobody_else_gives_it_up(sender: Sender, other: Sender) -> None:
    upload = sender.announce(80).json()["id"]
    assert other("DELETE", f"{other.path}/uploads/{upload}").status_code == 404
    assert other("DELETE", f"{sender.path}/uploads/{upload}").status_code == 401
    assert _given_up(sender, "nothing") == 404
    assert Attachment.objects.count() == 1
