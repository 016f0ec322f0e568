"""Builds what browsers get, at install, without Node: `python -m config.assets`."""
