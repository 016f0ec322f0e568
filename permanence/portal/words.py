"""What is said to a visitor about waiting and about moments, in plain French. Pure; `static/portal/words.js` says the
same in the browser."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

NOBODY = (
    "Personne n’est disponible pour le moment. Vos messages sont gardés : ils seront lus dès qu’un policier ou un "
    "gendarme sera là. Si vous êtes en danger, n’attendez pas : appelez le 17, ou écrivez par SMS au 114."
)
FORCES = {"PN": "la police nationale", "GN": "la gendarmerie nationale"}
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def waiting(queue: Mapping[str, Any] | None, now: datetime) -> str:
    """Where a waiting person stands: never a number that nothing supports. `now` in the zone of their clock."""
    if queue is None:
        return "Votre conversation est ouverte."
    if is_alone(queue):
        return f"{NOBODY} {planned(queue.get('planned_at'), now)}".rstrip()
    ahead = queue["position"] - 1
    if ahead <= 0:
        place = "Vous êtes la prochaine personne"
    elif ahead == 1:
        place = "1 personne avant vous"
    else:
        place = f"{ahead} personnes avant vous"
    seconds = queue["estimated_wait_s"]
    return f"{place}." if seconds is None else f"{place}, {duration(seconds)}."


def is_alone(queue: Mapping[str, Any] | None) -> bool:
    """Whether nobody is there to answer a waiting person: then the page shows whom to call instead."""
    return queue is not None and not queue["staffed"]


def planned(at: str | None, now: datetime) -> str:
    """When somebody is expected by the roster: "Un policier ou un gendarme est attendu à 7 h 30."; nothing where
    nobody knows."""
    if at is None:
        return ""
    local = datetime.fromisoformat(at).astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    when = {0: "", 1: "demain "}.get(days, f"{day(local)} ")
    clock = f"{local.hour} h {local.minute:02}" if local.minute else f"{local.hour} h"
    return f"Un policier ou un gendarme est attendu {when}à {clock}."


def duration(seconds: int) -> str:
    """ "environ 4 minutes"."""
    minutes = round(seconds / 60)
    if minutes <= 1:
        return "environ une minute"
    if minutes < 60:
        return f"environ {minutes} minutes"
    return "plus d’une heure"


def day(moment: date) -> str:
    """ "mardi 24 novembre"."""
    number = "1er" if moment.day == 1 else str(moment.day)
    return f"{DAYS[moment.weekday()]} {number} {MONTHS[moment.month - 1]}"


def event(name: str, data: Mapping[str, Any], text: str) -> str:
    """What happened, said to the visitor; `text` where the event is not known here."""
    if "beside" in data:  # a second officer: the desk's own words say which of the two stays
        return text
    officer = data.get("name") or "La personne qui vous répondait"
    said = {
        "joined": f"{data.get('name') or 'Un agent'} vous répond.",
        "left": f"{officer} a dû laisser la conversation. Une autre personne va la reprendre, avec tout son contenu.",
        "moved": f"Votre conversation passe à {FORCES.get(data.get('force', ''), 'l’autre force')}, avec son contenu.",
        "ended": "La conversation est terminée. Votre code de reprise permet d’y revenir.",
        "resumed": "Vous avez repris la conversation.",
        "danger": "Vous avez dit que vous êtes en danger maintenant.",
    }
    return said.get(name, text)


def status(view: Mapping[str, Any]) -> str:
    """Who answers, in a few words."""
    if view["state"] == "ended":
        return "Conversation terminée"
    officer = view.get("officer")
    if view["state"] == "active" and officer:
        guests = " et ".join(one["name"] for one in view.get("guests", ()))
        return f"{officer['name']} vous répond" + (f", avec {guests}" if guests else "")
    queue = view.get("queue")
    if queue and not queue["staffed"]:
        return "Personne n’est disponible"  # never "waiting" for nobody
    return "En attente d’un policier ou d’un gendarme"


def code_in_fours(code: str) -> str:
    """ "1234 5678 9012 3456"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
