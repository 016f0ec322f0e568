"""RC-EDA in its EDXL-DE envelope: what the schemas ask for, and what must never be in it."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from permanence.interventions.connectors import rc_eda

AT = datetime(2026, 3, 10, 3, 31, 5, 123456, tzinfo=timezone(timedelta(hours=1)))
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[-+]\d{2}:\d{2}")
KEY, PK = "5b1f5f06-3a9e-4a68-9b9c-0a8f1b1f6f0e", "0a6f3f6e-58cf-4f2f-8d2e-7a4b7b1f0c11"
SHEET = {"insee": "35238", "address": "3 rue de l’Essai", "floor": "3e gauche", "access_code": "12B4"}


def told(sheet: dict[str, Any] | None = None, event: str = "request", **more: Any) -> dict[str, Any]:
    """A message as `messages.body` makes it."""
    intervention = {
        "id": PK,
        "state": "requested",
        "requested_at": "2026-03-10T02:30:00.500Z",
        "commune": {"insee": "35238", "name": "Rennes"},
        "sheet": SHEET if sheet is None else sheet,
        "position": None,
        "reporter": "victim",
        "age": "adult",
        "language": "fr",
    }
    step = {"number": 1, "kind": event, "at": "2026-03-10T02:30:00.500Z"} | more.pop("step", {})
    return {
        "id": KEY,
        "event": event,
        "first": event in ("request", "escalate"),
        "number": 1,
        "step": step,
        "intervention": intervention | more,
    }


def envelope(message: dict[str, Any]) -> dict[str, Any]:
    return rc_eda.envelope(message, sender="fr.police.essai", recipient="fr.health.essai", sent_at=AT)


def case(message: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = envelope(message)["content"][0]["jsonContent"]["embeddedJsonContent"]["message"]
    found: dict[str, Any] = content["createCase"]
    return found


def notes(message: dict[str, Any]) -> list[str]:
    return [note["freetext"] for note in case(message)["initialAlert"].get("notes", [])]


def test_the_envelope_has_all_that_it_must_and_its_key_is_the_row_s() -> None:
    sent = envelope(told())
    assert set(sent) == {
        "senderID",
        "distributionID",
        "dateTimeSent",
        "dateTimeExpires",
        "distributionStatus",
        "distributionKind",
        "descriptor",
        "content",
    }
    assert sent["distributionID"] == f"fr.police.essai_{KEY}"
    assert (sent["distributionStatus"], sent["distributionKind"]) == ("Actual", "Report")
    assert sent["descriptor"]["explicitAddress"]["explicitAddressValue"] == "fr.health.essai"


@pytest.mark.parametrize(
    ("event", "kind"), [("request", "Report"), ("escalate", "Report"), ("sheet", "Update"), ("cancel", "Cancel")]
)
def test_what_comes_first_is_a_report_what_follows_updates_it_and_a_cancellation_says_so(event: str, kind: str) -> None:
    assert envelope(told(event=event))["distributionKind"] == kind


def test_every_moment_bears_its_offset_and_no_fraction() -> None:
    moments = re.findall(r"\d{4}-\d{2}-\d{2}T[^'\"]*", str(envelope(told(position={**POSITION}))))
    assert len(moments) >= 6
    assert [moment for moment in moments if not MOMENT.fullmatch(moment)] == []
    assert case(told())["creation"] == "2026-03-10T03:30:00+01:00"


POSITION = {"latitude": 48.11, "longitude": -1.68, "accuracy_m": 12.0, "at": "2026-03-10T02:29:00.000Z"}


def test_the_case_has_all_that_it_must() -> None:
    found = case(told())
    assert {"caseId", "creation", "referenceVersion", "qualification", "location", "initialAlert"} <= set(found)
    assert re.fullmatch(r"([a-zA-Z0-9_-]+\.?){4,10}", found["caseId"])
    alert = found["initialAlert"]
    assert {"id", "reception", "reporting", "caller", "location", "qualification", "callTaker"} <= set(alert)
    assert {"organization", "controlRoom"} == set(alert["callTaker"])
    assert found["qualification"]["whatsHappen"]["code"] == "C02.15.04"
    assert {"locID", "country"} <= set(found["location"])


def test_she_is_reached_by_this_service_and_never_called_back() -> None:
    caller = case(told())["initialAlert"]["caller"]
    assert (caller["callerContact"]["channel"], caller["callerContact"]["type"]) == ("APPLICATION", "WEB")
    assert caller["callerContact"]["detail"]
    assert "callbackContact" not in str(envelope(told()))
    assert notes(told())[0].startswith("NE PAS RAPPELER")


def test_where_she_may_be_called_nothing_says_otherwise() -> None:
    assert notes(told(SHEET | {"do_not_call_back": False})) == []


@pytest.mark.parametrize(("can_speak", "said"), [(False, "IMPOSS"), (True, None), (None, None), ("à voix basse", None)])
def test_that_she_cannot_speak_is_a_code(can_speak: Any, said: str | None) -> None:
    sheet = SHEET if can_speak is None else SHEET | {"can_speak": can_speak}
    assert case(told(sheet))["initialAlert"]["caller"].get("communication") == said


@pytest.mark.parametrize(
    ("sheet", "codes"),
    [
        ({}, []),
        ({"weapon": False}, []),
        ({"weapon": True}, []),
        ({"weapon": "un couteau de cuisine"}, ["R04"]),
        ({"weapon": "Fusil de chasse"}, ["R05"]),
        ({"weapon": "arme à feu et couteaux"}, ["R05", "R04"]),
        ({"weapon": "il a mis le feutre"}, []),
        ({"children": 2}, ["R34"]),
        ({"children": 0}, []),
        ({"children": False}, []),
        ({"children": "un bébé"}, ["R34"]),
    ],
)
def test_a_threat_is_coded_by_the_words_that_name_it(sheet: dict[str, Any], codes: list[str]) -> None:
    found = case(told(SHEET | sheet))["qualification"].get("riskThreat", [])
    assert [one["code"] for one in found] == codes
    assert all(one["label"] for one in found)


def test_a_minor_is_somebody_vulnerable() -> None:
    found = case(told(age="minor"))["qualification"]["riskThreat"]
    assert [one["code"] for one in found] == ["R34"]


def test_a_weapon_that_no_code_names_is_said_in_words() -> None:
    assert "Arme : oui" in notes(told(SHEET | {"weapon": True}))


def test_the_place_its_door_code_is_a_list() -> None:
    place = case(told())["location"]
    assert place["access"] == {"floor": "3e gauche", "accessCode": ["12B4"]}
    assert place["detailedAddress"] == {"complete": "3 rue de l’Essai"}
    assert place["city"] == {"name": "Rennes", "inseeCode": "35238"}
    assert place["locLabel"] == "3 rue de l’Essai, Rennes"


def test_a_corsican_commune_has_no_code_that_the_schema_takes() -> None:
    assert case(told(commune={"insee": "2A004", "name": "Ajaccio"}))["location"]["city"] == {"detail": "Ajaccio"}


def test_without_a_place_it_says_so_and_why() -> None:
    message = told({"no_place_reason": "elle ne sait pas où elle est"}, commune=None)
    place = case(message)["location"]
    assert place["locLabel"] == "Lieu non connu"
    assert "access" not in place
    assert any("elle ne sait pas" in note for note in notes(message))


@pytest.mark.parametrize(("metres", "precision"), [(12.0, "EXACTE"), (150.0, "RUE"), (4000.0, "VILLE")])
def test_her_position_has_the_time_it_was_measured_and_its_precision(metres: float, precision: str) -> None:
    found = case(told(position=POSITION | {"accuracy_m": metres}))["location"]["geometry"]
    assert found["datetime"] == "2026-03-10T03:29:00+01:00"
    assert found["point"]["coord"] == {"lat": 48.11, "lon": -1.68, "precision": precision}


def test_where_the_officer_pointed_does_where_her_device_is_silent() -> None:
    found = case(told(SHEET | {"latitude": 48.1, "longitude": -1.6}))["location"]["geometry"]
    assert found["point"]["coord"]["precision"] == "INCONNUE"


def test_a_note_of_the_desk_is_a_note_of_the_alert() -> None:
    assert notes(told(event="note", step={"text": "il est revenu"}))[-1] == "il est revenu"


@pytest.mark.parametrize(("reporter", "kind"), [("victim", "SUJET"), ("witness", "TIERS"), (None, "INCONNU")])
def test_who_writes_is_who_asks(reporter: str | None, kind: str) -> None:
    assert case(told(reporter=reporter))["initialAlert"]["caller"]["type"] == kind


def test_times_follow_the_offset_they_are_sent_in() -> None:
    sent = rc_eda.envelope(
        told(), sender="fr.gendarmerie.essai", recipient="fr.health.essai", sent_at=AT.astimezone(UTC)
    )
    assert sent["dateTimeSent"].endswith("+00:00")
