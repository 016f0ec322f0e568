"""What a peer says advances the intervention, signed and once; the forged, late, foreign or out of order does not."""

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.interventions import queries
from permanence.interventions.connectors import delivery, events
from permanence.interventions.connectors.models import Event
from permanence.interventions.connectors.peers import Connector
from permanence.interventions.models import Intervention
from permanence.live.models import Conversation
from tests.connectors.conftest import Connect
from tests.environment.peer import PeerSystem, signed
from tests.interventions.conftest import NARBONNE, Ask, Centres, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Tell = Callable[..., Any]
OTHER_SECRET = "a secret of somebody else, just as long as it"


@pytest.fixture
def tell(nobody: Client) -> Tell:
    """`tell(intervention, "acknowledge", id=…)`: the peer sends an event; its answer."""

    def telling(intervention: Intervention, event: str, **fields: Any) -> Any:
        headers, to = fields.pop("headers", None), fields.pop("to", "salle")
        given = {"id": str(uuid4()), "from": to, "event": event, "intervention": str(intervention.pk)} | fields
        body = json.dumps(given).encode()
        return nobody.post(
            f"/api/v1/connectors/{to}/events",
            data=body,
            content_type="application/json",
            headers=headers(body) if headers else signed(body),
        )

    return telling


def test_from_acknowledgement_to_closure_as_if_at_the_console(
    connected: Connector, ask: Ask, tell: Tell, held: Conversation, operator: Officer
) -> None:
    intervention = ask()
    answer = tell(intervention, "acknowledge")
    assert answer.json() == {"intervention": str(intervention.pk), "state": "acknowledged", "number": 2}
    for event in ("dispatch", "arrive"):
        assert tell(intervention, event).status_code == 200
    assert tell(intervention, "close", text="auteur interpellé").json()["state"] == "closed"
    (seen,) = queries.board(operator)
    assert [step["kind"] for step in seen["timeline"]] == ["request", "acknowledge", "dispatch", "arrive", "close"]
    assert seen["timeline"][1]["by"] == {"name": "salle"}
    assert seen["timeline"][1]["centre"]["name"] == "CIC 35"
    assert seen["timeline"][-1]["text"] == "auteur interpellé"
    assert thread(held)[-4:] == ["alerted", "received", "dispatched", "on_scene"]
    assert Entry.objects.filter(actor="connector:salle", act="advance intervention").count() == 4


def test_it_is_not_told_what_it_told_us(connected: Connector, peer: PeerSystem, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    tell(intervention, "acknowledge")
    delivery.deliver()
    assert peer.events() == ["request"]


def test_a_note_of_the_peer_is_in_the_timeline_sealed(connected: Connector, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    assert tell(intervention, "note", text="une voiture part").status_code == 200
    step = intervention.steps.latest("number")
    assert step.kind == "note"
    assert b"voiture" not in bytes(step.body)
    assert queries.view(intervention)["timeline"][-1]["text"] == "une voiture part"
    assert b"voiture" not in bytes(Event.objects.get().mark)


def test_the_same_event_again_does_nothing_and_is_answered_alike(connected: Connector, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    first = tell(intervention, "acknowledge", id="evenement-1")
    tell(intervention, "dispatch")
    again = tell(intervention, "acknowledge", id="evenement-1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert intervention.steps.count() == 3


def test_one_id_cannot_say_two_things(connected: Connector, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    tell(intervention, "acknowledge", id="evenement-1")
    assert tell(intervention, "dispatch", id="evenement-1").status_code == 409
    assert intervention.steps.count() == 2


def test_out_of_order_is_refused_with_what_can_be_done_and_may_come_again(
    connected: Connector, ask: Ask, tell: Tell
) -> None:
    intervention = ask()
    refused = tell(intervention, "arrive", id="evenement-1")
    assert refused.status_code == 409
    assert "l’étape suivante peut être" in refused.json()["detail"]
    for event in ("acknowledge", "dispatch"):
        tell(intervention, event)
    assert tell(intervention, "arrive", id="evenement-1").status_code == 200


def test_a_closure_without_a_result_is_refused(connected: Connector, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    for event in ("acknowledge", "dispatch", "arrive"):
        tell(intervention, event)
    assert tell(intervention, "close").status_code == 422
    assert tell(intervention, "reopen").status_code == 422, "only the desk reopens"


FORGERIES = {
    "another secret": lambda body: signed(body, secret=OTHER_SECRET),
    "another body": lambda body: signed(body + b" "),
    "too late": lambda body: signed(body, at=time.time() - 301),
    "too early": lambda body: signed(body, at=time.time() + 301),
    "no signature": lambda body: {"X-Permanence-Timestamp": str(int(time.time()))},
    "no moment": lambda body: {"X-Permanence-Signature": signed(body)["X-Permanence-Signature"]},
    "a moment that is none": lambda body: signed(body) | {"X-Permanence-Timestamp": "²"},
    "not a signature": lambda body: signed(body) | {"X-Permanence-Signature": "sha256=é"},
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_forged_or_late_is_refused_and_written_down(
    forgery: str, connected: Connector, ask: Ask, tell: Tell
) -> None:
    intervention = ask()
    answer = tell(intervention, "acknowledge", headers=FORGERIES[forgery])
    assert (answer.status_code, answer.json()["detail"]) == (401, "Signature refusée.")
    assert intervention.steps.count() == 1
    assert Entry.objects.filter(act="connector event", outcome="refused", object_id="salle").count() == 1


def test_a_late_replay_of_what_was_well_signed_is_refused(
    connected: Connector, ask: Ask, tell: Tell, clock: time_machine.Traveller
) -> None:
    intervention = ask()
    recorded = signed(b"")
    clock.shift(301)
    assert tell(intervention, "acknowledge", headers=lambda _: recorded).status_code == 401


def test_an_unknown_connector_is_answered_as_a_wrong_signature(connected: Connector, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    unknown, forged = (
        tell(intervention, "acknowledge", to="inconnue"),
        tell(intervention, "acknowledge", headers=FORGERIES["another secret"]),
    )
    assert unknown.status_code == forged.status_code == 401
    assert unknown.content == forged.content


def test_whoever_goes_on_forging_is_slowed_down_and_the_peer_is_not(connected: Connector, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    answers = [tell(intervention, "acknowledge", headers=FORGERIES["too late"]).status_code for _ in range(21)]
    assert answers[-1] == 429
    assert tell(intervention, "acknowledge").status_code == 200


def test_what_another_signed_and_we_sent_ourselves_is_no_event(
    connected: Connector, peer: PeerSystem, ask: Ask, nobody: Client
) -> None:
    ask()
    delivery.deliver()
    (ours,) = peer.arrived
    answer = nobody.post(
        "/api/v1/connectors/salle/events",
        data=ours.body,
        content_type="application/json",
        headers={name: ours.headers[name] for name in ("X-Permanence-Timestamp", "X-Permanence-Signature")},
    )
    assert answer.status_code == 422


def test_an_intervention_of_other_centres_does_not_exist_for_it(
    connect: Connect, peer: PeerSystem, ask: Ask, tell: Tell, centres: Centres
) -> None:
    connect(peer, "gendarmerie-35", centres=("GN-35",))
    intervention = ask()
    foreign = tell(intervention, "acknowledge", to="gendarmerie-35")
    absent = tell(Intervention(pk=uuid4()), "acknowledge", to="gendarmerie-35")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content
    assert intervention.steps.count() == 1
    assert Entry.objects.filter(actor="connector:gendarmerie-35", outcome="refused").count() == 2


def test_an_exercise_does_not_exist_for_it(connected: Connector, ask: Ask, tell: Tell) -> None:
    intervention = ask()
    Intervention.objects.update(is_exercise=True)
    assert tell(intervention, "acknowledge").status_code == 404


def test_it_speaks_for_the_centre_it_names_and_takes_nothing_out_of_other_hands(
    connect: Connect, peer: PeerSystem, ask: Ask, tell: Tell, centres: Centres
) -> None:
    connect(peer, "aude", centres=("11",))
    connect(peer, "corg", centres=("GN-11",))
    intervention = ask(insee=NARBONNE)
    assert tell(intervention, "acknowledge", to="aude", centre=centres.police.pk).status_code == 404
    tell(intervention, "acknowledge", to="aude", centre=centres.police_11.pk)
    intervention.refresh_from_db()
    assert intervention.centre_id == centres.police_11.pk
    taken = tell(intervention, "dispatch", to="corg")
    assert taken.status_code == 409
    assert "CIC 11 a pris" in taken.json()["detail"]
    assert tell(intervention, "note", to="corg", text="nous approchons").status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"null", b'{"id":"x"}', b"\xff", b"[" * 20000], ids=lambda body: str(body[:10])
)
def test_what_is_no_event_is_a_problem_and_changes_nothing(body: bytes, connected: Connector, nobody: Client) -> None:
    path = "/api/v1/connectors/salle/events"
    answer = nobody.post(path, data=body, content_type="application/json", headers=signed(body))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert Event.objects.count() == 0


def test_a_body_without_end_is_not_read(connected: Connector, nobody: Client) -> None:
    body = b" " * 40_000
    path = "/api/v1/connectors/salle/events"
    assert nobody.post(path, data=body, content_type="application/json", headers=signed(body)).status_code == 401


def test_two_of_one_event_at_one_instant_count_once(
    connected: Connector, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    intervention = ask()
    told = {"event": "evenement-1", "kind": "acknowledge", "intervention": intervention.pk}
    first = events.receive(connected, **told)
    known = events._known
    is_first_look = iter([True])

    def unseeing(*seen: Any) -> Any:
        return None if next(is_first_look, False) else known(*seen)

    monkeypatch.setattr(events, "_known", unseeing)
    assert events.receive(connected, **told) == first
    assert intervention.steps.count() == 2
