"""A visitor who writes with her application, and the officer who holds her conversation."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from permanence.accounts.models import Officer
from permanence.casework.evidence.models import Attachment
from permanence.desk import actions as desk
from permanence.live import journal
from permanence.live.models import Conversation
from permanence.live.protocol import message
from tests.api import callers
from tests.desk.conftest import _look_again, few

__all__ = ["_look_again", "few"]


class Sender(callers.Visitor):
    """A visitor who sends files."""

    @property
    def path(self) -> str:
        """Her conversation."""
        return f"/conversations/{self.id}"

    def send(self, content: bytes, name: str = "photo.jpg", announced: str = "application/octet-stream") -> Any:
        """A whole file, by multipart."""
        file = SimpleUploadedFile(name, content, announced)
        return self.client.post(f"/api/v1{self.path}/attachments", {"file": file}, headers=self.headers)

    def announce(self, size: int, *, name: str = "photo.jpg", announced: str = "", again: str = "") -> Any:
        """A file that will come in pieces."""
        given = {"id": again or str(uuid4()), "name": name, "type": announced, "size": size}
        return self("POST", f"{self.path}/uploads", given)

    def piece(self, upload: str, offset: int, content: bytes) -> Any:
        """The next bytes."""
        return self.client.patch(
            f"/api/v1{self.path}/uploads/{upload}",
            content,
            content_type="application/offset+octet-stream",
            headers={**self.headers, "Upload-Offset": str(offset)},
        )

    def where(self, upload: str) -> Any:
        """Where an upload stands."""
        return self.client.head(f"/api/v1{self.path}/uploads/{upload}", headers=self.headers)

    def fetch(self, attachment: str) -> Any:
        """Her own file, back."""
        return self("GET", f"{self.path}/attachments/{attachment}")

    def thread(self) -> list[dict[str, Any]]:
        """What was said."""
        conversation = Conversation.objects.select_related("key").get(pk=self.id)
        return [message(said) for said in journal.read(conversation)]


class Desk(callers.Caller):
    """An officer's application, at one conversation."""

    def __init__(self, officer: Officer, conversation: str) -> None:
        super().__init__(callers.of(officer).headers["Authorization"].removeprefix("Bearer "))
        self.path = f"/desk/conversations/{conversation}/attachments"

    def fetch(self, attachment: str, query: str = "", **headers: str) -> Any:
        """The bytes, or with `?view=safe` the copy."""
        path = f"/api/v1{self.path}/{attachment}{query}"
        return self.client.get(path, headers={**self.headers, **headers})

    def listed(self) -> list[dict[str, Any]]:
        """The pieces of the conversation."""
        found: list[dict[str, Any]] = self("GET", self.path).json()["attachments"]
        return found

    def custody(self, attachment: str) -> list[tuple[str, str | None]]:
        """What happened to a piece, and by whom."""
        found = self("GET", f"{self.path}/{attachment}/custody").json()["custody"]
        return [(one["act"], one["by"]) for one in found]


def content_of(answer: Any) -> bytes:
    """The bytes of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def small(settings: Settings, **limits: int) -> None:
    """The quota of this test."""
    settings.PERMANENCE = replace(settings.PERMANENCE, evidence=replace(settings.PERMANENCE.evidence, **limits))


@pytest.fixture
def sender(few: None) -> Sender:
    """Somebody who has just arrived."""
    return Sender()


@pytest.fixture
def other(few: None) -> Sender:
    """Somebody else."""
    return Sender()


@pytest.fixture
def desk_of(sender: Sender, officer: Officer) -> Desk:
    """The officer who holds the sender's conversation."""
    desk.claim(by=officer, conversation=UUID(sender.id))
    return Desk(officer, sender.id)


def kept(attachment: str) -> Attachment:
    """The row."""
    return Attachment.objects.select_related("conversation__key").get(pk=attachment)
