"""Whether she may be reached now, when next, and what is said if somebody else answers; by the clock of her own
department. Outside of her windows nobody calls: a telephone that rings at the wrong hour tells the author."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from permanence.casework.referrals import route
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import queries as reports
from permanence.casework.reports import windows
from permanence.casework.reports.windows import Window
from permanence.live.protocol import moment
from permanence.roster.words import day, hour
from permanence.territory import queries as territory


@dataclass(frozen=True)
class Reach:
    """`window`: the one that is open now; `opens_at`: when the next one does, None where there is none."""

    windows: tuple[Window, ...]
    window: Window | None
    opens_at: datetime | None
    zone: ZoneInfo

    @property
    def refusal(self) -> str:
        """Why nobody calls now, and when somebody may."""
        if not self.windows:
            return (
                "Aucun créneau n’est connu pour la joindre sans danger : demandez-en un à la brigade numérique, "
                "par une note. D’ici là, personne ne l’appelle."
            )
        if self.opens_at is None:
            return "Ce n’est pas un moment où elle peut être jointe sans danger."
        return (
            "Ce n’est pas un moment où elle peut être jointe sans danger. "
            f"Le prochain créneau s’ouvre {self.opens_words}."
        )

    @property
    def opens_words(self) -> str:
        """ "mardi 24 novembre à 14 h", by her clock."""
        local = self.opens_at.astimezone(self.zone) if self.opens_at else None
        return f"{day(local)} à {hour(local)}" if local else ""


def of(referral: Referral) -> Reach:
    """How she may be reached now."""
    content, now = reports.content(referral.report), timezone.now()
    zone = ZoneInfo(territory.time_zone(referral.report.department or None))
    return Reach(
        tuple(windows.windows(content)),
        windows.open_window(content, now, zone),
        windows.next_opening(content, now, zone),
        zone,
    )


def view(referral: Referral) -> dict[str, Any]:
    """`open` now, `opens_at` and `opens_words`, `refusal` where nobody calls now, `windows`: each with its `words`,
    whether it is `open`, what to `say` if somebody else answers; `warning` where she is a minor."""
    reach, now = of(referral), timezone.now()
    return {
        "open": reach.window is not None,
        "opens_at": moment(reach.opens_at) if reach.opens_at else None,
        "opens_words": reach.opens_words,
        "refusal": "" if reach.window else reach.refusal,
        "warning": route.STEPS_OF_A_MINOR[-1] if route.is_minor(referral.report) else "",
        "windows": [
            {"words": one.words, "open": one.holds(now, reach.zone), "say": one.say, "how": str(one.how), "to": one.to}
            for one in reach.windows
        ],
    }
