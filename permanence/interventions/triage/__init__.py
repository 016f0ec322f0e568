"""Triage: what a visitor's words say of the danger, with the words that say it.

    from permanence.interventions import triage
    triage.score(["il est derriere la porte"]).level  # "immediate"

Pure: no database, clock or settings. It raises priority and suggests; a human decides. The words it knows are data, in
`permanence/interventions/data/triage/`; how it reads them and how well is in `docs/triage.md`.
"""

from permanence.interventions.triage.lexicon import lexicon as _lexicon
from permanence.interventions.triage.scoring import NOTHING, Assessment, Level, Signal, score

__all__ = ["NOTHING", "Assessment", "Level", "Signal", "in_french", "score"]


def in_french(name: str) -> str:
    """A signal's name in the words of a screen: `weapon` is « arme »."""
    return _lexicon().words[name]
