"""Operations centres, for an officer about to ask for a patrol: which ones, and whether anybody is there."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router

from permanence.accounts.policy import Act
from permanence.api import doors
from permanence.api.v1 import answers, shapes
from permanence.api.v1.transfers import identifier
from permanence.desk import access as desk
from permanence.interventions import ahead

router = Router(tags=["interventions"], auth=doors.OfficerToken())


class Centre(answers.Answer):
    """`listening`: its console is open somewhere now; `why`, where it is one that a request would tell."""

    id: int
    name: str
    force: str
    department: str
    telephone: str
    listening: bool
    why: Literal["competent", "shared", "entry"] | None = None


class Centres(answers.Answer):
    """By department; the competent one first where they are those of a place."""

    centres: list[Centre]


@router.get("/desk/centres", response=Centres)
def all_centres(request: HttpRequest) -> dict[str, Any]:
    """Every operations centre, for an officer who chooses one."""
    officer = doors.officer(request, Act.SEE_QUEUE)
    return {"centres": ahead.every(exercise=officer.in_training)}


@router.get("/desk/conversations/{conversation}/centres", response=Centres)
def centres_ahead(request: HttpRequest, conversation: shapes.Id, insee: str = "") -> dict[str, Any]:
    """The centres that a request would tell now, for danger in this commune; without one, for the place of entry."""
    officer = doors.officer(request)
    return {"centres": ahead.would_tell(desk.intake(officer, identifier(conversation), Act.READ), insee)}
