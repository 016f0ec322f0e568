"""Every address of referrals, asked by everybody: whoever speaks with her, their supervisor, the unit that has it."""

from uuid import uuid4

import pytest

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.casework.referrals.models import Appointment
from permanence.live.models import Conversation
from permanence.territory.models import Unit
from tests.api import callers
from tests.casework.referrals.conftest import Propose, Send
from tests.conftest import MakeOfficer

Cast = dict[str, Officer]
DESK = ["owner", "guest", "supervisor"]
STRANGERS = ["colleague", "other_supervisor", "other_unit", "centre", "analyst", "commander", "administrator"]
EVERYBODY = [*DESK, "unit", *STRANGERS]


@pytest.fixture
def cast(
    held: Conversation,
    officer: Officer,
    guest: Officer,
    colleague: Officer,
    supervisor: Officer,
    other_supervisor: Officer,
    receiver: Officer,
    other_receiver: Officer,
    operator: Officer,
    analyst: Officer,
    commander: Officer,
    administrator: Officer,
) -> Cast:
    """Everybody, by what they are to her."""
    desk = {"owner": officer, "guest": guest, "colleague": colleague, "supervisor": supervisor}
    units = {"unit": receiver, "other_unit": other_receiver, "other_supervisor": other_supervisor}
    return (
        desk
        | units
        | {"centre": operator, "analyst": analyst}
        | {
            "commander": commander,
            "administrator": administrator,
        }
    )


@pytest.fixture
def proposed(send: Send, propose: Propose) -> Appointment:
    """With its unit, an appointment proposed."""
    return propose(send())


def answered(who: Officer, method: str, path: str, body: object = None) -> int:
    code: int = callers.of(who)(method, path, body).status_code
    return code


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_reads_those_of_a_conversation(cast: Cast, proposed: Appointment, who: str) -> None:
    code = answered(cast[who], "GET", f"/desk/conversations/{proposed.referral.report_id}/referrals")
    assert code == (200 if who in DESK else 403 if who == "colleague" else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sends(cast: Cast, send: Send, cesson: Unit, who: str, held: Conversation) -> None:
    send()
    body = {"id": str(uuid4()), "unit": cesson.pk, "ground": "agreement"}
    code = answered(cast[who], "POST", f"/desk/conversations/{held.pk}/referrals", body)
    assert code == (201 if who in DESK else 403 if who == "colleague" else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_reads_one(cast: Cast, proposed: Appointment, who: str) -> None:
    code = answered(cast[who], "GET", f"/desk/referrals/{proposed.referral_id}")
    assert code == (200 if who in [*DESK, "unit"] else 404)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("step", ["recall", "reopen", "tell"])
def test_who_follows_up(cast: Cast, proposed: Appointment, who: str, step: str) -> None:
    code = answered(cast[who], "POST", f"/desk/referrals/{proposed.referral_id}/{step}", {"reason": "m", "told": "m"})
    allowed = {"recall": 200, "reopen": 409, "tell": 409}[step]
    of_unit = allowed if step == "reopen" else 403
    assert code == (allowed if who in DESK else of_unit if who == "unit" else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_writes_a_note(cast: Cast, proposed: Appointment, who: str) -> None:
    code = answered(cast[who], "POST", f"/desk/referrals/{proposed.referral_id}/note", {"text": "bonjour"})
    assert code == (200 if who in [*DESK, "unit"] else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_has_seen_the_notice(cast: Cast, proposed: Appointment, who: str) -> None:
    code = answered(cast[who], "POST", f"/desk/referrals/{proposed.referral_id}/notice")
    assert code == (200 if who == "supervisor" else 403 if who in [*DESK, "unit"] else 404)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("step", ["accept", "refuse", "close"])
def test_the_unit_alone_moves_it_on(cast: Cast, proposed: Appointment, who: str, step: str) -> None:
    body = {"reason": "m", "outcome": "complaint"}
    code = answered(cast[who], "POST", f"/desk/referrals/{proposed.referral_id}/{step}", body)
    assert code == ((200 if step == "close" else 409) if who == "unit" else 403 if who in DESK else 404)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("step", ["confirm", "decline"])
def test_who_answers_for_her(cast: Cast, proposed: Appointment, who: str, step: str) -> None:
    code = answered(cast[who], "POST", f"/desk/appointments/{proposed.pk}/{step}", {"revision": 1})
    assert code == (200 if who == "unit" else 403 if who in DESK else 404)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/note", "/{id}/close"])
def test_the_units_addresses_are_its_own(cast: Cast, proposed: Appointment, who: str, path: str) -> None:
    where = f"/unit/referrals{path}".replace("{id}", str(proposed.referral_id))
    method, body = ("POST", {"text": "m", "outcome": "complaint"}) if path.count("/") > 1 else ("GET", None)
    code = answered(cast[who], method, where, body)
    elsewhere = 200 if not path else 404
    assert code == (200 if who == "unit" else elsewhere if who == "other_unit" else 403)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_looks_the_directory_up(cast: Cast, who: str) -> None:
    code = answered(cast[who], "GET", "/desk/directory?q=rennes")
    looks = [*DESK, "unit", "other_unit", "colleague", "other_supervisor"]
    assert code == (200 if who in looks else 403)


def test_the_distance_from_her_is_for_whoever_speaks_with_her(cast: Cast, held: Conversation) -> None:
    path = f"/desk/directory?q=rennes&conversation={held.pk}"
    assert answered(cast["owner"], "GET", path) == 200
    assert answered(cast["colleague"], "GET", path) == 403
    assert answered(cast["unit"], "GET", path) == 404


def test_nobody_and_who_left_get_no_further_than_the_door(
    proposed: Appointment, make_officer: MakeOfficer, receiver: Officer
) -> None:
    gone = make_officer("partie", Role.UNIT, "PN", unit=receiver.unit)
    caller = callers.of(gone)
    Officer.objects.filter(pk=gone.pk).update(is_active=False)
    for one in (callers.anybody(), caller):
        for path in ("/unit/referrals", f"/unit/referrals/{proposed.referral_id}", "/unit/calendar", "/desk/directory"):
            assert one("GET", path).status_code == 401


def test_readings_and_refusals_leave_a_row(cast: Cast, proposed: Appointment) -> None:
    answered(cast["unit"], "GET", f"/unit/referrals/{proposed.referral_id}")
    answered(cast["other_unit"], "GET", f"/unit/referrals/{proposed.referral_id}")
    answered(cast["supervisor"], "GET", f"/desk/conversations/{proposed.referral.report_id}/referrals")
    told = Entry.objects.filter(act="see referral").values_list("actor", "outcome")
    assert set(told) == {
        (cast["unit"].actor, "read"),
        (cast["other_unit"].actor, "refused"),
        (cast["supervisor"].actor, "read"),
    }


def test_what_left_the_unit_is_404_there(cast: Cast, send: Send, cesson: Unit) -> None:
    sent = send()
    assert answered(cast["unit"], "GET", f"/unit/referrals/{sent.pk}") == 200
    body = {"unit": cesson.pk, "reason": "Elle a déménagé."}
    forwarded = callers.of(cast["unit"])("POST", f"/unit/referrals/{sent.pk}/forward", body)
    assert (forwarded.status_code, set(forwarded.json())) == (200, {"id", "state"})
    assert answered(cast["unit"], "GET", f"/unit/referrals/{sent.pk}") == 404
    assert answered(cast["other_unit"], "GET", f"/unit/referrals/{sent.pk}") == 200


def test_an_ended_conversation_stays_its_last_officers(cast: Cast, send: Send, held: Conversation) -> None:
    from permanence.desk import actions as desk

    sent = send()
    desk.end(by=cast["owner"], conversation=held.pk)
    for who, code in (("owner", 200), ("supervisor", 200), ("guest", 404), ("colleague", 404)):
        assert answered(cast[who], "GET", f"/desk/referrals/{sent.pk}") == code
    assert answered(cast["owner"], "POST", f"/desk/referrals/{sent.pk}/recall", {"reason": "m"}) == 200


def test_an_officer_in_training_meets_exercises_alone(send: Send, make_officer: MakeOfficer, rennes: Unit) -> None:
    trainee = make_officer("stagiaire", Role.UNIT, "PN", unit=rennes.pk, in_training=True)
    sent = send()
    assert answered(trainee, "GET", f"/unit/referrals/{sent.pk}") == 404
