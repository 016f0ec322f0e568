"""The server is killed while a file comes; the upload goes on where it stood, and the file is whole."""

import hashlib
import http.client
import json
from uuid import uuid4

import httpx
import pytest

from tests.casework.evidence import files
from tests.environment.api import Api, Visitor
from tests.environment.server import Server

pytestmark = pytest.mark.server
PART = 100_000


def test_an_upload_broken_by_a_kill_is_resumed(server: Server, api: Api) -> None:
    visitor, sound = api.arrive("35000"), files.wave(40)
    upload = str(uuid4())
    announced = {"id": upload, "name": "appel.wav", "type": "audio/wav", "size": len(sound)}
    assert visitor.post(f"{visitor.path}/uploads", announced).status_code == 201
    with _sending(server, visitor) as client:
        assert _part(client, visitor, upload, 0, sound).status_code == 204
        server.kill()
        with pytest.raises(httpx.TransportError):
            _part(client, visitor, upload, PART, sound)
    server.start()
    with _sending(server, visitor) as client:
        assert visitor.post(f"{visitor.path}/uploads", announced).json()["offset"] == PART
        standing = client.head(f"{visitor.path}/uploads/{upload}")
        assert standing.headers["Upload-Offset"] == str(PART)
        for offset in range(PART, len(sound), PART):
            answer = _part(client, visitor, upload, offset, sound)
    assert answer.status_code == 201, answer.text
    assert answer.json()["sha256"] == hashlib.sha256(sound).hexdigest()


def test_a_whole_file_passes_through_a_real_server_and_comes_back(server: Server, api: Api) -> None:
    """Longer than what waits in memory: it waits sealed, and streams back."""
    visitor, sound = api.arrive("35000"), files.wave(300)
    with _sending(server, visitor) as client:
        kept = client.post(f"{visitor.path}/attachments", files={"file": ("appel.wav", sound, "audio/wav")})
        assert kept.status_code == 201, kept.text
        back = client.get(f"{visitor.path}/attachments/{kept.json()['attachment']}")
    assert back.content == sound
    assert back.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_what_says_to_be_too_long_is_refused_before_it_is_read(server: Server, api: Api) -> None:
    """The client has sent nothing of it, and is answered."""
    visitor = api.arrive("35000")
    said = ((visitor.secret, 60_000_000, 413, "50 Mo au plus"), ("wrong", 40_000_000, 401, "code de reprise"))
    for secret, length, status, told in said:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        line.putrequest("POST", f"/api/v1/{visitor.path}/attachments")
        line.putheader("Authorization", f"Bearer {secret}")
        line.putheader("Content-Type", "multipart/form-data; boundary=b")
        line.putheader("Content-Length", str(length))
        line.endheaders()
        answer = line.getresponse()
        assert answer.status == status
        assert told in json.loads(answer.read())["detail"]
        line.close()


def _sending(server: Server, visitor: Visitor) -> httpx.Client:
    headers = {"Authorization": f"Bearer {visitor.secret}"}
    return httpx.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=30)


def _part(client: httpx.Client, visitor: Visitor, upload: str, offset: int, content: bytes) -> httpx.Response:
    headers = {"Upload-Offset": str(offset)}
    return client.patch(f"{visitor.path}/uploads/{upload}", content=content[offset : offset + PART], headers=headers)
