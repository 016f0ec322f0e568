"""A scripted visitor's arrival: through the same door as everybody, with the mark of an exercise from the first row."""

from random import Random
from uuid import UUID

from permanence.desk.arrival import Arrival
from permanence.desk.opening import Opened, open_conversation
from permanence.desk.training.dialogues import Dialogue
from permanence.desk.vocabulary import Exercise
from permanence.lib.errors import Conflict
from permanence.territory import queries as territory


def open_exercise(dialogue: Dialogue, *, dice: Random, force: str | None = None, apart: bool = True) -> Opened:
    """Opens the conversation of `dialogue` somewhere in France, where `force` answers if one is given.

    `apart`: only officers in training and supervisors see it. Raises `Conflict` where the territory is not loaded.
    """
    codes = territory.postal_codes_of(force)
    if not codes:
        raise Conflict("The territory is not loaded: start the server once with --migrate.")
    arrival = Arrival(
        postal_code=dice.choice(codes),
        reporter=dialogue.reporter,
        age=dialogue.age or "",
        categories=dialogue.categories,
        language=dialogue.language,
        in_danger=dialogue.in_danger,
    )
    first = (UUID(int=dice.getrandbits(128), version=4), dialogue.first)
    return open_conversation(arrival, message=first, exercise=Exercise.APART if apart else Exercise.AMONG)
