"""Measures what a message costs: the product beside a bare echo under the same server, in one run.

`python -m bench` (or `make bench`) runs everything and writes RESULTS.md; `--help` says what can be left out.
Nothing here is a test: figures depend on the machine.
"""
