"""Who may ask which figures: the policy is asked, a refusal is written down, and whoever serves one force sees that
force's figures alone."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from permanence.accounts.models import Force, Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden, Invalid
from permanence.statistics import queries
from permanence.statistics.paris import PARIS
from permanence.statistics.queries import Question
from permanence.statistics.scopes import ALL, SCOPES
from permanence.territory import queries as territory

FIRST_YEAR = 2020
"""No figure is older than the service."""
REFUSED = "Cette période ou ce champ ne peut pas être demandé ainsi."


def question(officer: Officer, given: Mapping[str, str]) -> Question:
    """What `officer` asks: `from`, `to` (ISO days, both in the period), `force`, `department`, `scope`, each left out
    or empty where not said. Without days: since the first of January of the year of `to`, until today in Paris.

    Raises `Invalid` with each field that cannot be taken, `NoLongerByDay`, `Forbidden`. Call it outside a transaction:
    the refusal must remain.
    """
    own = "" if officer.role == "analyst" else officer.force
    asked = parsed({**given, "force": given.get("force") or own})
    if not permits(officer, Act.SEE_STATISTICS, Scope(force=asked.force)):
        audit.record_refusal(
            by=officer.actor, act=Act.SEE_STATISTICS, on=("figures", asked.force or "all"), reason="policy"
        )
        raise Forbidden("Vous ne voyez pas les chiffres de cette force.")
    queries.check_kept(asked)
    return asked


def parsed(given: Mapping[str, str], *, today: date | None = None) -> Question:
    """The question as given, whoever asks. Raises `Invalid` with each field that cannot be taken."""
    today = today or timezone.now().astimezone(PARIS).date()
    errors: dict[str, str] = {}
    to_on = _day(given.get("to", ""), "to", errors) or today
    from_on = _day(given.get("from", ""), "from", errors) or to_on.replace(month=1, day=1)
    if not errors and from_on > to_on:
        errors["from"] = "Le début de la période doit précéder sa fin."
    if not errors and from_on.year < FIRST_YEAR:
        errors["from"] = f"Aucun chiffre n’existe avant {FIRST_YEAR}."
    if not errors and to_on.year > today.year + 1:
        errors["to"] = "Cette date est trop loin dans l’avenir."
    force, department, scope = (given.get(name, "") for name in ("force", "department", "scope"))
    if force and force not in Force.values:
        errors["force"] = "Choisissez la Police nationale ou la Gendarmerie nationale."
    if department and department not in {one["code"] for one in territory.departments()}:
        errors["department"] = "Ce département n’existe pas."
    if scope and scope not in SCOPES:
        errors["scope"] = "Ce champ n’existe pas."
    if errors:
        raise Invalid(REFUSED, errors=errors)
    return Question(from_on, to_on, force, department, scope or ALL)


def _day(text: str, field: str, errors: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors[field] = "Une date est attendue, par exemple 2026-01-31."
        return None
