"""Permanence: victims and witnesses of violence write, day and night, to a police officer or a gendarme.

One sub-package a room, rooms on floors; `docs/architecture.md` draws the house, `pyproject.toml` holds the floors.
"""
