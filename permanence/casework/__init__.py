"""From anonymous words to a case that a unit can act on: the report, the danger, the evidence, the unit that receives
her, and what came of it."""
