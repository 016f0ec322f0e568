"""Rosters: who is on duty when, and the half-hours nobody covers."""
