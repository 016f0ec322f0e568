"""Documents through a real server: an officer signs in on the page, downloads both and the archive, and nothing of them
stays on the server's disk."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from permanence.casework.documents import verifying
from tests.environment.api import Desk
from tests.environment.patience import PATIENCE_S
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Arrive

pytestmark = pytest.mark.server
SAID = "il a caché les clés sous la pierre grise"
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"une photo tres reconnaissable " * 60_000 + b"\xff\xd9"
GIVEN = {
    "reporter": "victim",
    "facts.ab12.category": "conjugal",
    "facts.ab12.kinds": ["physical"],
    "consent.transmission": "given",
}


class Page:
    """A browser, as far as forms go: its cookies, which are for secure places alone, travel on loopback too."""

    def __init__(self, url: str) -> None:
        self._pool = httpx.Client(base_url=url, timeout=PATIENCE_S, trust_env=False)
        self._cookies: dict[str, str] = {}
        self._from = {"Origin": url, "Referer": f"{url}/"}

    def close(self) -> None:
        """Lets go of the connection."""
        self._pool.close()

    def sign_in(self, username: str) -> None:
        """By the form."""
        shown = self._send("GET", "/compte/connexion")
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', shown.text)
        assert found is not None
        given = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": found[1]}
        assert self._send("POST", "/compte/connexion", given).status_code == 302

    def press(self, address: str) -> httpx.Response:
        """A button that makes something."""
        return self._send("POST", address, {"csrfmiddlewaretoken": self._cookies["__Host-jeton"]})

    def _send(self, method: str, address: str, data: dict[str, str] | None = None) -> httpx.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._pool.request(method, address, data=data, headers={**self._from, "Cookie": cookies})
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer


@pytest.fixture
def page(server: Server) -> Iterator[Page]:
    """The officer's own."""
    browser = Page(server.url)
    browser.sign_in("policiere")
    yield browser
    browser.close()


def test_the_archive_arrives_whole_and_nothing_stays_on_the_disk(
    server: Server, police: Desk, arrive: Arrive, page: Page
) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    visitor.say(SAID)
    sent = visitor.request("POST", f"{visitor.path}/attachments", files={"file": ("p.jpg", PHOTO, "image/jpeg")})
    assert sent.status_code == 201, sent.text
    kept = police.patch(f"desk/conversations/{visitor.id}/report", {"given": GIVEN})
    assert kept.status_code == 200, kept.text

    documents = []
    for name in ("transmission.pdf", "echange.pdf"):
        answer = page.press(f"/brigade/dossiers/{visitor.id}/{name}")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        documents.append(answer.content[2_000:2_060])  # of its own: the files of the month are kept, and are PDF too
    answer = page.press(f"/brigade/dossiers/{visitor.id}/pieces.zip")
    assert int(answer.headers["content-length"]) == len(answer.content)
    manifest = verifying.verify(io.BytesIO(answer.content)).manifest
    assert manifest.files[-1].name == "pieces/001-photo.jpg"
    assert PHOTO in answer.content
    assert found_in(server.data_dir, [*documents, b"PK\x03\x04manifeste", SAID.encode(), PHOTO[20:60]]) == []


def found_in(directory: Path, what: list[bytes]) -> list[tuple[str, bytes]]:
    """Which file of the server holds what."""
    files = [path for path in directory.rglob("*") if path.is_file()]
    assert files
    return [(path.name, one) for path in files for one in what if one in path.read_bytes()]
