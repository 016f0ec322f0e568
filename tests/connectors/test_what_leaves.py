"""What leaves arrives: once, in order, under the same key, whatever the peer and the processes go through."""

import threading

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Exercise
from permanence.interventions import actions, queries
from permanence.interventions.clock import sweep
from permanence.interventions.connectors import delivery
from permanence.interventions.connectors.models import Sending
from permanence.interventions.connectors.peers import Connector
from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act
from permanence.live.models import Conversation
from tests.connectors.conftest import Connect
from tests.environment.peer import PeerSystem
from tests.interventions.conftest import RENNES, Ask, Centres

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def shown(intervention: Intervention) -> list[str]:
    """What the timeline says of connectors."""
    intervention.refresh_from_db()
    steps = queries.view(intervention)["timeline"]
    return [f"{step['connector']} {step['delivery']}" for step in steps if step["kind"] == "delivery"]


def test_a_request_leaves_signed_with_its_sheet_and_without_a_word_of_the_conversation(
    connected: Connector, peer: PeerSystem, ask: Ask, held: Conversation
) -> None:
    intervention = ask(insee=RENNES, address="3 rue de l’Essai", access_code="12B4", can_speak=False)
    assert delivery.deliver() == 1
    (received,) = peer.arrived
    assert received.is_signed
    assert received.key == received.told["id"] == str(Sending.objects.get().pk)
    told = received.told
    assert (told["event"], told["number"], told["to"]) == ("request", 1, "salle")
    assert told["intervention"]["id"] == str(intervention.pk)
    assert told["intervention"]["sheet"] == {
        "insee": RENNES,
        "address": "3 rue de l’Essai",
        "access_code": "12B4",
        "can_speak": False,
    }
    assert told["intervention"]["commune"] == {"insee": RENNES, "name": "Rennes"}
    assert str(held.pk) not in received.body.decode()
    assert "Nadia" not in received.body.decode()


def test_its_officer_sees_that_it_arrived_and_the_journal_keeps_it(
    connected: Connector, peer: PeerSystem, ask: Ask
) -> None:
    intervention = ask()
    delivery.deliver()
    assert shown(intervention) == ["salle arrived"]
    entry = Entry.objects.get(act="deliver intervention")
    assert (entry.detail["connector"], entry.detail["number"], entry.detail["tries"]) == ("salle", 1, 1)
    assert delivery.deliver() == 0, "that it arrived is no news for whom it arrived at"


def test_down_for_ten_minutes_then_up_everything_arrives_once_in_order(
    connected: Connector,
    peer: PeerSystem,
    ask: Ask,
    officer: Officer,
    held: Conversation,
    clock: time_machine.Traveller,
) -> None:
    peer.status = 500
    intervention = ask()
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"floor": "3e"})
    actions.note(by=officer, intervention=intervention.pk, text="il est revenu")
    for _ in range(600):
        delivery.deliver()
        clock.shift(1)
    assert peer.arrived == []
    assert len({one.key for one in peer.refused}) == 1, "what follows waits for what comes before"
    assert 10 < len(peer.refused) < 25
    peer.status = 204
    clock.shift(60)
    delivery.deliver()
    assert peer.events() == ["request", "sheet", "note"]
    assert peer.arrived[0].key == peer.refused[0].key
    assert len({one.key for one in peer.arrived}) == 3
    assert shown(intervention) == ["salle failing", "salle arrived"]


def test_as_soon_as_it_answers_what_waits_for_it_goes_at_once(
    connected: Connector, peer: PeerSystem, ask: Ask, clock: time_machine.Traveller
) -> None:
    peer.status = 503
    first = ask()
    for _ in range(20):
        delivery.deliver()
        clock.shift(60)
    other = Intervention.objects.get(pk=first.pk)
    Sending.objects.update(due_at=timezone.now())
    later = Sending.objects.create(
        connector="salle",
        intervention=other,
        step=other.steps.create(number=9, kind="note", at=timezone.now()),
        number=9,
        written_at=timezone.now(),
        due_at=timezone.now() + delivery.TAKEN_FOR,
        failures=3,
    )
    peer.status = 200
    delivery.deliver()
    later.refresh_from_db()
    assert later.arrived_at is not None


def test_a_process_killed_between_sending_and_marking_sends_the_same_key_again(
    connected: Connector,
    peer: PeerSystem,
    ask: Ask,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        """As by the system."""

    def killed(sending: Sending) -> None:
        raise Killed

    ask()
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_arrived", killed)
        with pytest.raises(Killed):
            delivery.deliver()
    assert delivery.deliver() == 0, "it is still that process's"
    clock.shift(31)
    assert delivery.deliver() == 1
    assert len(peer.arrived) == 2
    assert peer.arrived[0].key == peer.arrived[1].key


def test_what_the_peer_refuses_to_read_holds_nothing_else_back(
    connected: Connector,
    peer: PeerSystem,
    ask: Ask,
    officer: Officer,
    operator: Officer,
    clock: time_machine.Traveller,
) -> None:
    intervention = ask()
    delivery.deliver()
    actions.note(by=officer, intervention=intervention.pk, text="une note qu’il ne veut pas")
    peer.status = 422
    delivery.deliver()
    actions.advance(by=operator, intervention=intervention.pk, act=Act.CANCEL, said="erreur")
    peer.status = 200
    delivery.deliver()
    assert peer.events() == ["request", "cancel"]
    clock.shift(3)
    delivery.deliver()
    assert peer.events() == ["request", "cancel", "note"], "and is tried on"


def test_a_step_taken_at_the_console_is_told_and_one_by_the_peer_is_not_told_back(
    connected: Connector, peer: PeerSystem, ask: Ask, operator: Officer
) -> None:
    intervention = ask()
    actions.advance(by=operator, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    delivery.deliver()
    assert peer.events() == ["request", "acknowledge"]
    assert peer.arrived[-1].told["intervention"]["state"] == "acknowledged"


def test_each_connector_hears_of_its_own_centres_alone(
    connect: Connect, peer: PeerSystem, ask: Ask, centres: Centres
) -> None:
    connect(peer, "police-35", centres=("PN-35",))
    connect(peer, "gendarmerie-35", centres=("GN-35",))
    connect(peer, "aude", centres=("11",))
    ask(insee=RENNES)
    delivery.deliver()
    assert [one.told["to"] for one in peer.arrived] == ["police-35"]


def test_a_second_centre_s_system_is_alarmed_by_the_step_that_told_it(
    connect: Connect, peer: PeerSystem, ask: Ask, centres: Centres, clock: time_machine.Traveller
) -> None:
    connect(peer, "police-35", centres=("PN-35",))
    connect(peer, "gendarmerie-35", centres=("GN-35",))
    intervention = ask(insee=RENNES)
    for _ in range(2):
        clock.shift(31)
        sweep()
    delivery.deliver()
    theirs = [(one.told["event"], one.told["first"]) for one in peer.arrived if one.told["to"] == "gendarmerie-35"]
    assert theirs == [("escalate", True)]
    ours = [(one.told["event"], one.told["first"]) for one in peer.arrived if one.told["to"] == "police-35"]
    assert ours == [("request", True), ("louder", False), ("escalate", False)]
    assert sorted(shown(intervention)) == ["gendarmerie-35 arrived", "police-35 arrived"]


def test_an_exercise_leaves_for_nobody(connected: Connector, peer: PeerSystem, ask: Ask, held: Conversation) -> None:
    Intake.objects.filter(pk=held.pk).update(exercise=Exercise.AMONG)
    ask()
    delivery.deliver()
    assert (Sending.objects.count(), peer.arrived) == (0, [])


def test_a_request_that_was_never_written_never_leaves(connected: Connector, peer: PeerSystem, ask: Ask) -> None:
    with transaction.atomic():
        ask()
        assert Sending.objects.count() == 1
        transaction.set_rollback(True)
    assert Sending.objects.count() == 0


def test_it_is_never_followed_elsewhere_and_its_address_and_secret_are_in_no_row_and_no_log(
    connected: Connector, peer: PeerSystem, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    peer.status, peer.location = 302, "http://192.0.2.1/elsewhere"
    ask()
    delivery.deliver()
    sending = Sending.objects.get()
    assert sending.fault == "HTTP 302"
    everything = caplog.text + str(list(Sending.objects.values())) + str(list(Entry.objects.values())) + repr(connected)
    assert "secret-of-the-address" not in everything
    assert connected.secret not in everything


def test_one_that_is_dead_keeps_no_other_waiting(connect: Connect, peer: PeerSystem, ask: Ask) -> None:
    dead = PeerSystem()
    connect(dead, "morte")
    connect(peer, "vive")
    dead.stop()
    ask()
    assert delivery.deliver() == 1
    assert [one.told["to"] for one in peer.arrived] == ["vive"]
    assert Sending.objects.get(connector="morte").fault in ("URLError", "ConnectionRefusedError")


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_one_sends(connected: Connector, peer: PeerSystem, ask: Ask) -> None:
    ask()
    barrier = threading.Barrier(2)

    def send() -> None:
        try:
            seen = Sending.objects.select_related("intervention", "step").get()
            barrier.wait()
            delivery._deliver(seen, connected)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(peer.arrived) == 1
