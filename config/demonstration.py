"""The demonstration: its own keys, its officers, plainly marked; nobody is answered here.

Keys are made once and kept in the data directory, so that `permanence` commands run beside it; passwords are derived
from them and stored nowhere in clear. With keys from the environment nothing is written.
"""

import base64
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings

from config import environment

OFFICERS = [
    ("demo.pn1", "officer", "PN", "Brigadière (démonstration)", "Camille"),
    ("demo.pn2", "officer", "PN", "Gardien de la paix (démonstration)", "Sacha"),
    ("demo.gn1", "officer", "GN", "Adjudante (démonstration)", "Dominique"),
    ("demo.gn2", "officer", "GN", "Gendarme (démonstration)", "Alix"),
    ("demo.eleve", "officer", "PN", "Élève gardien de la paix (démonstration)", "Charlie"),
    ("demo.superviseur", "supervisor", "", "Superviseur (démonstration)", "Claude"),
    ("demo.analyste", "analyst", "", "Analyste (démonstration)", "Noa"),
    ("demo.commandante", "commander", "", "Commandante (démonstration)", "Lou"),
    ("demo.administrateur", "administrator", "", "Administrateur (démonstration)", "Maxime"),
]
OPERATORS = [
    ("demo.cic35", "PN", "Opératrice du CIC (démonstration)", "Andrea"),
    ("demo.corg35", "GN", "Opérateur du CORG (démonstration)", "Eden"),
]
"""At the operations centres of one department, that of the postal code 35000."""
DEPARTMENT = "35"
RECEPTIONS = [
    ("demo.unite35pn", "PN", "35238", "Accueil du commissariat (démonstration)", "Morgan"),
    ("demo.unite35gn", "GN", "35001", "Accueil de la brigade (démonstration)", "Loïs"),
]
"""At the units that answer for a commune of each force in that department: Rennes (35000), Acigné (35690)."""
PARTNER = {
    "name": "Association d’aide aux victimes (démonstration)",
    "purpose": "Partenaire fictif, pour essayer une orientation : il ne reçoit personne.",
    "departments": [DEPARTMENT],
    "address": "Adresse fictive de la démonstration",
    "source": "inventé pour la démonstration",
}

IN_TRAINING = "demo.eleve"
"""Meets the scripted visitors of `permanence simulate`, and nobody else."""


def prepare_keys() -> None:
    """Makes the demonstration's keys unless the environment or an earlier start gave some. Before Django loads."""
    os.environ["PERMANENCE_DEMONSTRATION"] = "1"
    if any(os.environ.get(name) for name in ("PERMANENCE_MASTER_KEY", "PERMANENCE_MASTER_KEY_FILE")):
        return
    data_dir = Path(os.environ.get("PERMANENCE_DATA_DIR") or environment.BASE_DIR / "var").resolve()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / environment.DEMONSTRATION_KEYS
    if path.exists():
        return
    keys = {
        "secret_key": secrets.token_urlsafe(48),
        "master_key": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file)


def create(port: int) -> str:
    """Creates the officers where they are missing; what to print: addresses, names, passwords."""
    from config import demonstration_roster
    from permanence.accounts.actions import save_officer
    from permanence.accounts.models import Officer
    from permanence.audit.journal import OPERATOR

    known = set(Officer.objects.values_list("username", flat=True))
    lines = []
    for username, role, force, rank, first_name in OFFICERS:
        if username not in known:
            save_officer(
                by=OPERATOR,
                username=username,
                role=role,
                force=force,
                rank=rank,
                first_name=first_name,
                password=password(username),
                is_demonstration=True,
                in_training=username == IN_TRAINING,
            )
        lines.append(_line(username, f"{Officer(role=role).get_role_display()} {force}"))
    lines += [line for facts in OPERATORS if (line := _operator(*facts))]
    lines += [line for facts in RECEPTIONS if (line := _reception(*facts))]
    _partner()
    demonstration_roster.lay()
    root = f"http://127.0.0.1:{port}"
    return "\n".join(
        [
            "",
            "Permanence, démonstration : personne ne lit ce qui s'écrit ici.",
            "",
            f"  Visiteur        {root}/",
            f"  Brigade         {root}/brigade/",
            f"  Centre          {root}/centre/  (alertes dont le lieu est en Ille-et-Vilaine, par exemple 35000)",
            f"  Unité           {root}/unite/  (signalements orientés vers Rennes, 35000, ou Acigné, 35690)",
            f"  Chiffres        {root}/brigade/chiffres/  (analyste, commandante, superviseur)",
            f"  Administration  {root}/administration/",
            "",
            "  Comptes de démonstration (identifiant, mot de passe, rôle)",
            *lines,
            "",
        ]
    )


def _operator(username: str, force: str, rank: str, first_name: str) -> str:
    """An operator of a centre; their line, or nothing where no territory is loaded."""
    from permanence.accounts.models import Role
    from permanence.territory.models import OperationsCentre

    centre = OperationsCentre.objects.filter(force=force, department_id=DEPARTMENT).first()
    if centre is None:
        return ""
    _account(username, role=Role.CENTRE, force=force, centre=centre.pk, rank=rank, first_name=first_name)
    return _line(username, f"{Role.CENTRE.label} {force}, {DEPARTMENT}")


def _reception(username: str, force: str, insee: str, rank: str, first_name: str) -> str:
    """Whoever opens the door of the unit that answers for a commune; their line, or nothing where none is known."""
    from permanence.accounts.models import Role
    from permanence.territory import queries

    unit = next((one for one in queries.units_of(insee) if one.force == force), None)
    if unit is None:
        return ""
    _account(username, role=Role.UNIT, force=force, unit=unit.pk, rank=rank, first_name=first_name)
    return _line(username, f"{Role.UNIT.label} {force}, {unit}")


def _account(username: str, **facts: Any) -> None:
    """Created where missing."""
    from permanence.accounts.actions import save_officer
    from permanence.accounts.models import Officer
    from permanence.audit.journal import OPERATOR

    if not Officer.objects.filter(username=username).exists():
        own = password(username)
        save_officer(by=OPERATOR, username=username, password=own, is_demonstration=True, **facts)


def _partner() -> None:
    """One partner that says of itself that it is none."""
    from permanence.audit.journal import OPERATOR
    from permanence.casework.partners.actions import add_partner
    from permanence.casework.referrals.models import Partner
    from permanence.territory.models import Department

    known = Department.objects.filter(pk=DEPARTMENT).exists()
    if known and not Partner.objects.filter(is_demonstration=True).exists():
        add_partner(by=OPERATOR, is_demonstration=True, **PARTNER)


def _line(username: str, role: str) -> str:
    return f"    {username:<20} {password(username)}   {role}".rstrip()


def password(username: str) -> str:
    """The password of a demonstration account, always the same for the same keys."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demonstration {username}".encode(), "sha256")
    text = base64.b32encode(digest).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))
