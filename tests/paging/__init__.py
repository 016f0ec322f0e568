"""Somebody outside is called when nobody inside answers."""
