"""Who fetches a file slowly holds nothing: neither a connection to the database nor anybody's turn."""

import http.client
from contextlib import ExitStack, closing

import httpx
import pytest

from tests.casework.evidence import files
from tests.environment.api import Api
from tests.environment.server import Server

pytestmark = pytest.mark.server
MORE_THAN_THE_POOL = 25


def test_many_slow_downloads_keep_nobody_from_writing(server: Server, api: Api) -> None:
    visitor, sound = api.arrive("35000"), files.wave(900)
    headers = {"Authorization": f"Bearer {visitor.secret}"}
    sent = httpx.post(
        f"{server.url}/api/v1/{visitor.path}/attachments", files={"file": ("a.wav", sound)}, headers=headers, timeout=60
    )
    path = f"/api/v1/{visitor.path}/attachments/{sent.json()['attachment']}"
    with ExitStack() as held:
        for _ in range(MORE_THAN_THE_POOL):
            line = held.enter_context(closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)))
            line.request("GET", path, headers=headers)
            slow = line.getresponse()
            assert slow.status == 200
            assert len(slow.read(1000)) == 1000
        assert visitor.say("Je suis toujours là.")["seq"] == 2
        assert slow.read() == sound[1000:], "and the last of them gets it all"
