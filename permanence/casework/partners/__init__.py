"""Associations and services that receive people: what an administrator writes down of them, with where it comes from.

Refuses hours, numbers and addresses without a source: a person who knocks at a closed door does not try a second one.
"""
