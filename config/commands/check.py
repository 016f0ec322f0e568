"""`permanence check`: one line a thing looked at, exit 1 where anything is a fault."""

import os
import sys

import click

from config import environment


def prepare() -> None:
    """Before Django loads: what of the settings cannot be read is remembered, and stand-ins let the rest be looked at.

    They open nothing: what depends on a setting that is wrong is not looked at.
    """
    from config.check import settings

    found, usable = environment.examine(os.environ)
    settings.bad.update(found)
    for name in set(os.environ) - set(usable):
        del os.environ[name]
    os.environ.update(usable)


@click.command()
@click.option("--page", is_flag=True, help="Also sends a trial to whoever is on call, by every configured channel.")
def check(*, page: bool) -> None:
    """Is this deployment fit to open? Exit 1, with each fault named and what to do, unless it is."""
    from config.check import Kind, desk, every_check, run

    _be_impatient()
    faults = 0
    for name, finding in run([*every_check(), *(desk.TRIALS if page else [])]):
        faults += finding.kind is Kind.FAULT
        click.echo(f"{finding.kind:<6} {name}: {finding.text}")
    if faults:
        click.echo(f"permanence: not fit to open: {faults} {'faults' if faults > 1 else 'fault'}", err=True)
        sys.exit(1)
    click.echo("fit to open")


def _be_impatient() -> None:
    """One connection that says at once why it fails, instead of a pool that keeps trying."""
    from django.db import connection

    if connection.vendor == "postgresql":
        options = connection.settings_dict["OPTIONS"]
        options.pop("pool", None)
        options.setdefault("connect_timeout", 5)
