"""An alarm in one French sentence: force, how many, since when. Pure. Nothing here knows a visitor."""

from datetime import datetime

from django.utils import timezone

from permanence.accounts.models import Force
from permanence.desk.paging.models import Alarm, Kind


def sentence(alarm: Alarm) -> str:
    """What is wrong."""
    whose = Force(alarm.force).label if alarm.force else "Les deux forces"
    many = alarm.people
    wait = f"{many} personnes attendent" if many > 1 else "1 personne attend"
    alone = f"{many} personnes sans réponse" if many > 1 else "1 personne sans réponse"
    hole = f"{'pas assez d’agents' if many else 'personne'} au planning {_from_until(alarm)}"
    silent = f"de {many} personnes en danger" if many > 1 else "d’une personne en danger"
    asked = f"{many} interventions" if many > 1 else "une intervention"
    return {
        Kind.CENTRE: f"{whose} : aucun centre ne prend en compte {asked}, depuis {_moment(alarm.since)}",
        Kind.SILENT: f"{whose} : plus de signe de vie {silent} depuis {_moment(alarm.since)}",
        Kind.CONNECTOR: f"Les alertes n’arrivent pas au système d’un centre depuis {_moment(alarm.since)}",
        Kind.DANGER: f"Danger immédiat, {whose} : {alone} depuis {_moment(alarm.since)}",
        Kind.UNSTAFFED: f"{whose} : personne n’est connecté et {wait} depuis {_moment(alarm.since)}",
        Kind.WAIT: f"{whose} : {wait} sans réponse, depuis {_moment(alarm.since)}",
        Kind.WORK: f"Les tâches de fond du serveur sont en retard depuis {_moment(alarm.since)}",
        Kind.HOLE_SOON: f"{whose} : {hole}",
        Kind.HOLE_AHEAD: f"{whose} : {hole}",
    }[Kind(alarm.kind)]


def _from_until(alarm: Alarm) -> str:
    if alarm.hole_at is None or alarm.hole_until is None:
        return ""
    if alarm.hole_at <= timezone.now():
        return f"en ce moment, jusqu’à {_moment(alarm.hole_until)}"
    return f"de {_moment(alarm.hole_at)} à {_moment(alarm.hole_until)}"


def _moment(at: datetime) -> str:
    """ "3 h 12", with the day where it is not today; Paris."""
    local, today = timezone.localtime(at), timezone.localdate()
    clock = f"{local.hour} h {local.minute:02}"
    return clock if local.date() == today else f"{clock} le {local:%d/%m}"
