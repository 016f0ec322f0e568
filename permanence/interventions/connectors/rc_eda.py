"""A message as RC-EDA in its EDXL-DE envelope: what the exchange network of French emergency services reads. Pure.

Sources: the public JSON schemas of the emergency hub (ansforge/SAMU-Hub-Modeles), version 26.07.29. What the format has
no field for goes in notes, in French. Times bear their offset (`+01:00`, never `Z`). The caller is reached by this
service alone: `callerContact` names it, there is never a `callbackContact`.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from permanence.interventions.sheet import LABELS, denies

Told = Mapping[str, Any]
Json = dict[str, Any]
REFERENCE = "1.3.1"
"""The edition of the nomenclatures whose codes are below."""
VIOLENCE = {"code": "C02.15.04", "label": "Violences intra familiales"}
BLADE = {"code": "R04", "label": "Présence d’individu(s) muni(s) d’une arme blanche"}
FIREARM = {"code": "R05", "label": "Présence d’individu(s) muni(s) d’une arme à feu"}
VULNERABLE = {"code": "R34", "label": "Patient/Victime vulnérable"}
VALID_FOR = timedelta(days=1)
DO_NOT_CALL = "NE PAS RAPPELER. Joindre la personne par la permanence seule."
"""Said unless the officer wrote that she may be called."""
SPEAKS_FOR = {"victim": "SUJET", "witness": "TIERS"}
LONGEST_LABEL = 255
UNKNOWN_PLACE = "Lieu non connu"
EXACT_M, STREET_M = 30, 300
_FIREARM = re.compile(r"\b(feu|fusils?|pistolets?|revolvers?|carabines?|flingues?|calibres?)\b", re.IGNORECASE)
_BLADE = re.compile(
    r"\b(couteaux?|lames?|blanches?|haches?|machettes?|sabres?|cutters?|ciseaux|poignards?|tournevis)\b", re.IGNORECASE
)
_IN_NOTES = (
    "approach",
    "quiet_approach",
    "people",
    "weapon",
    "injured",
    "children",
    "dogs",
    "can_speak",
    "aggressor",
    "vehicle",
    "no_place_reason",
    "note",
)


def envelope(told: Told, *, sender: str, recipient: str, sent_at: datetime) -> Json:
    """The message (`messages.body`) from `sender` to `recipient`, addresses of the network; `sent_at` is aware."""
    sent, kind = _time(sent_at), _kind(told)
    distribution = f"{sender}_{told['id']}"
    header = {
        "messageId": distribution,
        "sender": {"name": sender, "URI": f"hubex:{sender}"},
        "sentAt": sent,
        "status": "Actual",
        "kind": kind,
        "recipient": [{"name": recipient, "URI": f"hubex:{recipient}"}],
    }
    message = {**header, "createCase": case(told, sender=sender, at=sent_at)}
    return {
        "distributionID": distribution,
        "senderID": sender,
        "dateTimeSent": sent,
        "dateTimeExpires": _time(sent_at + VALID_FOR),
        "distributionStatus": "Actual",
        "distributionKind": kind,
        "descriptor": {
            "language": "fr-FR",
            "explicitAddress": {"explicitAddressScheme": "hubex", "explicitAddressValue": recipient},
        },
        "content": [{"jsonContent": {"embeddedJsonContent": {"message": message}}}],
    }


def case(told: Told, *, sender: str, at: datetime) -> Json:
    """The case itself (`createCase`); `at` gives the offset in which moments are told."""
    intervention = told["intervention"]
    requested = _moment(intervention["requested_at"], at)
    place, qualification = _location(intervention, at), _qualification(intervention)
    alert = {
        "id": f"{sender}.alert.{intervention['id']}",
        "reception": requested,
        "reporting": "ATTENTION",
        "notes": _notes(told, at),
        "caller": _caller(intervention),
        "location": place,
        "qualification": qualification,
        "callTaker": {"organization": sender, "controlRoom": "Permanence"},
    }
    return {
        "caseId": f"{sender}.{intervention['id']}",
        "senderCaseId": str(intervention["id"]),
        "creation": requested,
        "referenceVersion": REFERENCE,
        "qualification": qualification,
        "location": place,
        "initialAlert": {name: value for name, value in alert.items() if value != []},
    }


def _kind(told: Told) -> str:
    """Of the distribution."""
    if told["event"] == "cancel":
        return "Cancel"
    return "Report" if told["first"] else "Update"


def risks(sheet: Told, *, is_minor: bool = False) -> list[Json]:
    """What awaits a patrol: a weapon by the words that name it, somebody vulnerable; nothing that nobody said."""
    words = sheet.get("weapon")
    said = words if isinstance(words, str) else ""
    found = [FIREARM] if _FIREARM.search(said) else []
    found += [BLADE] if _BLADE.search(said) else []
    return [*found, VULNERABLE] if is_minor or _are(sheet.get("children")) else found


def _qualification(intervention: Told) -> Json:
    found = risks(intervention["sheet"], is_minor=intervention.get("age") == "minor")
    return {"whatsHappen": VIOLENCE} | ({"riskThreat": found} if found else {})


def _caller(intervention: Told) -> Json:
    """By our page, in writing; what she cannot do is said, and nobody is told to call her."""
    caller = {
        "callerContact": {"channel": "APPLICATION", "type": "WEB", "detail": f"permanence:{intervention['id']}"},
        "type": SPEAKS_FOR.get(intervention.get("reporter") or "", "INCONNU"),
    }
    language = str(intervention.get("language") or "")[:2]
    if len(language) == 2:
        caller["language"] = language
    if denies(intervention["sheet"].get("can_speak")):
        caller["communication"] = "IMPOSS"
    return caller


def _location(intervention: Told, at: datetime) -> Json:
    sheet, commune = intervention["sheet"], intervention.get("commune")
    label = ", ".join(
        part for part in (sheet.get("address"), commune and commune["name"], sheet.get("landmark")) if part
    )
    place: Json = {
        "locID": str(intervention["id"]),
        "locLabel": (label or UNKNOWN_PLACE)[:LONGEST_LABEL],
        "country": "FR",
    }
    if sheet.get("address"):
        place["detailedAddress"] = {"complete": sheet["address"]}
    if commune:
        is_plain = re.fullmatch(r"[0-9]{5}", commune["insee"])
        place["city"] = (
            {"name": commune["name"], "inseeCode": commune["insee"]} if is_plain else {"detail": commune["name"]}
        )
    access = {"floor": sheet.get("floor"), "accessCode": sheet.get("access_code") and [sheet["access_code"]]}
    place["access"] = {name: value for name, value in access.items() if value}
    place["geometry"] = _geometry(intervention, at)
    place["freetext"] = sheet.get("landmark")
    return {name: value for name, value in place.items() if value}


def _geometry(intervention: Told, at: datetime) -> Json | None:
    """Where her device is, else where the officer pointed."""
    sheet, position = intervention["sheet"], intervention.get("position")
    known = position or (sheet if "latitude" in sheet else None)
    if not known:
        return None
    measured = _moment(position["at"], at) if position else _time(at)
    coord = {"lat": known["latitude"], "lon": known["longitude"], "precision": _precision(known.get("accuracy_m"))}
    return {"datetime": measured, "point": {"coord": coord}}


def _precision(accuracy_m: float | None) -> str:
    if accuracy_m is None:
        return "INCONNUE"
    return "EXACTE" if accuracy_m <= EXACT_M else "RUE" if accuracy_m <= STREET_M else "VILLE"


def _notes(told: Told, at: datetime) -> list[Json]:
    sheet, step = told["intervention"]["sheet"], told["step"]
    lines = [] if denies(sheet.get("do_not_call_back")) else [DO_NOT_CALL]
    lines += [f"{LABELS[name]} : {_words(sheet[name])}" for name in _IN_NOTES if name in sheet]
    lines += [step["text"]] if step.get("text") else []
    created = _moment(step["at"], at)
    return [{"creation": created, "freetext": line} for line in lines]


def _words(answer: object) -> str:
    return {True: "oui", False: "non"}[answer] if isinstance(answer, bool) else str(answer)


def _are(answer: object) -> bool:
    """Yes, a number, or words that do not deny."""
    return bool(answer) and not denies(answer)


def _moment(text: str, at: datetime) -> str:
    return _time(datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(at.tzinfo))


def _time(at: datetime) -> str:
    """To the second, with the offset as the schema wants it."""
    return at.isoformat(timespec="seconds")
