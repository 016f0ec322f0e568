"""Figures that were given out: numbered, signed, kept as they were; and the dated corrections that explain them."""
