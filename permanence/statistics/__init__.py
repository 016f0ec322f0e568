"""The figures: how many, since when, and what came of it; counted exactly, never with a person in them."""
