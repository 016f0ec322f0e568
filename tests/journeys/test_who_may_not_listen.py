"""The live channel to people who may not: roles without a queue, rights that changed, tries that are written down."""

import json
from uuid import uuid4

import pytest

from tests.environment.api import Api, Desk
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Arrive, Connect

pytestmark = [pytest.mark.once, pytest.mark.server]


def made(server: Server, api: Api, username: str, *facts: str) -> Desk:
    server.run("officer", username, "--password", PASSWORD, *facts)
    return api.sign_in(username, PASSWORD)


def entries(server: Server) -> int:
    """How many rows the audit journal holds."""
    told = json.loads(server.run("audit", "verify").stdout)
    return int(told["entries"]) + int(told["unsealed"])


@pytest.mark.parametrize("role", ["analyst", "unit", "centre", "commander", "administrator"])
def test_a_role_without_a_queue_hears_nothing_of_it(
    server: Server, api: Api, arrive: Arrive, live: Connect, role: str
) -> None:
    arrive("35000", message={"id": str(uuid4()), "text": "des mots pour la brigade seule"})
    outsider = made(server, api, f"role.{role}", "--role", role)
    theirs = live()
    theirs.say({"type": "open", "token": outsider.token})
    assert theirs.expect("error")["code"] == "forbidden"
    arrive("35000")
    assert theirs.silent_for(2, "queue")
    assert "brigade seule" not in json.dumps(theirs.frames)


@pytest.mark.parametrize("facts", [("--role", "analyst"), ("--role", "officer", "--force", "GN")])
def test_another_role_or_force_ends_what_is_open(
    server: Server, api: Api, arrive: Arrive, live: Connect, facts: tuple[str, ...]
) -> None:
    username = f"change.{len(facts)}"
    before = made(server, api, username, "--role", "officer", "--force", "PN")
    theirs = live()
    theirs.open_officer(before.token)
    server.run("officer", username, *facts)
    assert before.get("desk/me").status_code == 401
    assert theirs.closed_with() == 4401


def test_a_message_where_an_officer_may_not_speak_is_written_down(
    server: Server, arrive: Arrive, police: Desk, gendarmerie: Desk, live: Connect
) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    theirs = live()
    theirs.open_officer(gendarmerie.token)
    before = entries(server)
    theirs.send(visitor.id, "je ne devrais pas")
    assert theirs.expect("error")["code"] == "not_found"
    assert theirs.silent_for(1, "ack")
    assert entries(server) == before + 1


def test_who_reads_along_is_not_announced_as_about_to_answer(
    arrive: Arrive, police: Desk, chief: Desk, live: Connect
) -> None:
    visitor = arrive("35000")
    hers, theirs = live(), live()
    hers.open_visitor(visitor.id, visitor.secret)
    theirs.open_officer(chief.token)
    theirs.follow(visitor.id)
    theirs.say({"type": "typing", "conversation": visitor.id})
    assert hers.silent_for(1, "typing")
