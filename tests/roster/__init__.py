"""Rosters: shifts, coverage, refusals."""
