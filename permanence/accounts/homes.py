"""Where each role works: the page that signing in leads to. Pure."""

from collections.abc import Mapping

from permanence.accounts.models import Role

HOMES: Mapping[Role, str] = {
    Role.OFFICER: "/brigade/",
    Role.SUPERVISOR: "/brigade/",
    Role.ADMINISTRATOR: "/administration/",
    Role.ANALYST: "/brigade/chiffres/",
    Role.COMMANDER: "/brigade/chiffres/",
    Role.CENTRE: "/centre/",
    Role.UNIT: "/unite/",
}
