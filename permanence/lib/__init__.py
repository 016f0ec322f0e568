"""Helpers any project could use; imports nothing of ours."""
