"""How much danger: the grid, what was answered, and what it comes to."""
