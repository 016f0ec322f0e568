"""A scripted visitor's side of a conversation: what they say next, and after how long. Pure: no clock, no network.

They answer what they were asked where the script has an answer they have not given, else go on with their story, else
take leave. A question never makes them say the same thing twice.
"""

from dataclasses import dataclass, field
from random import Random

from permanence.desk.training.dialogues import Dialogue
from permanence.desk.training.themes import themes_of

LETTERS_A_SECOND = 6.0
"""On a telephone, with trembling hands."""
THINKS_S = (2.0, 9.0)
IMPATIENT_AFTER_S = (50.0, 120.0)
MOST_UNPROMPTED = 2
"""Things said in a row while the officer says nothing."""
ANSWERS_AT_ONCE = 2
THANKS = ("Merci de m'avoir lue.", "merci, je me sens moins seule", "d'accord. merci beaucoup", "Merci, bonne soirée.")


@dataclass
class Visitor:
    """One dialogue, under way."""

    dialogue: Dialogue
    dice: Random
    _answered: set[str] = field(default_factory=set)
    _told: int = 0
    _unprompted: int = 0
    gone: bool = False
    """Nothing more will be said."""

    def answers_to(self, officer_said: str) -> list[str]:
        """What they say to this, in order; the farewell is the last thing of all (`gone`)."""
        self._unprompted = 0
        asked = [theme for theme in themes_of(officer_said) if theme not in self._answered]
        known = [theme for theme in asked if theme in self.dialogue.answers][:ANSWERS_AT_ONCE]
        self._answered.update(known)
        if known:
            return [self.dialogue.answers[theme] for theme in known]
        return self._goes_on()

    def goes_on_alone(self) -> list[str]:
        """What they add while nobody answers: little, then they wait."""
        if self._unprompted >= MOST_UNPROMPTED or self._told >= len(self.dialogue.story):
            return []
        self._unprompted += 1
        return self._goes_on()

    def takes_s(self, text: str) -> float:
        """Seconds to think and type it; a person in danger does not think long."""
        thinks = self.dice.uniform(*THINKS_S) / (3 if self.dialogue.in_danger else 1)
        return thinks + len(text) / LETTERS_A_SECOND

    def waits_s(self) -> float:
        """Seconds of silence before they add something by themselves."""
        return self.dice.uniform(*IMPATIENT_AFTER_S) / (3 if self.dialogue.in_danger else 1)

    def _goes_on(self) -> list[str]:
        if self._told < len(self.dialogue.story):
            self._told += 1
            return [self.dialogue.story[self._told - 1]]
        self.gone = True
        return [self.dice.choice(THANKS)] if self.dialogue.ends == "thanks" else []
