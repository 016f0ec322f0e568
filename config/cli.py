"""The `permanence` program: one command a task, settings from the environment, errors in one line."""

import json
import os
import sys
import threading
from pathlib import Path

import click

from config import environment
from config.stores import BadSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class OneLine(click.Group):
    """Loads Django before a command runs, and says refusals in one line."""

    def invoke(self, ctx: click.Context) -> object:
        """See `click.Group`. Exit 2: a setting or an argument is wrong; exit 1: refused."""
        called = (*ctx.protected_args, *ctx.args)
        if called[:1] == ("triage",) or called[:2] in (("evidence", "verify"), ("statistics", "verify")):
            return super().invoke(ctx)  # pure: it needs no settings and starts at once
        if called:
            _set_up(ctx)
        from django.db import OperationalError, ProgrammingError

        from permanence.lib.errors import Refused
        from permanence.vault.keyfiles import KeyFault

        try:
            return super().invoke(ctx)
        except (BadSetting, KeyFault) as error:
            click.echo(f"permanence: {error}", err=True)
            ctx.exit(2)
        except Refused as refusal:
            reasons = "".join(f"\n  {field}: {reason}" for field, reason in refusal.errors.items())
            click.echo(f"permanence: {refusal.detail}{reasons}", err=True)
            ctx.exit(1)
        except (OperationalError, ProgrammingError) as error:
            first = str(error).splitlines()[0]
            click.echo(f"permanence: the database does not serve ({first}); `serve --migrate` makes it", err=True)
            ctx.exit(2)


def _set_up(ctx: click.Context) -> None:
    if {"--help", "-h"} & set(sys.argv):
        return
    os.umask(0o077)  # what is written is for this account's eyes, whatever the directory's own mode
    if "check" in (*ctx.protected_args, *ctx.args)[:1]:
        _set_up_to_look()
        return
    try:
        if "demo" in (*ctx.protected_args, *ctx.args)[:1]:
            from config import demonstration

            demonstration.prepare_keys()
        data_dir = environment.read().data_dir
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except BadSetting as error:
        click.echo(f"permanence: {error}", err=True)
        ctx.exit(2)
    except OSError as error:
        click.echo(f"permanence: the data directory cannot be used: {error}", err=True)
        ctx.exit(2)
    import django

    django.setup()


def _set_up_to_look() -> None:
    """For `check`: settings that are wrong do not stop it, and nothing is made."""
    import django

    from config.commands import check

    check.prepare()
    django.setup()


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Permanence: victims and witnesses of violence write, day and night, to a police officer or a gendarme."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), help="PORT, else 8000.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--migrate", is_flag=True, help="Create or upgrade the schema and load the embedded territory first.")
@click.option("--no-jobs", is_flag=True, help="Leave the periodic work to `permanence jobs`.")
def serve(host: str, port: int | None, workers: int, migrate: bool, no_jobs: bool) -> None:
    """HTTP and the live channel."""
    from config import server

    server.check_workers(workers)
    if migrate:
        server.migrate()
    server.check_fit()
    server.run(host, port or environment.port(), workers=workers, jobs="off" if no_jobs else "process")


@main.command()
@click.option("--beside", is_flag=True, hidden=True, help="Until standard input ends: beside a server, and with it.")
def jobs(beside: bool) -> None:
    """The periodic work alone."""
    import signal

    from config import server
    from config.jobs import run_for_ever

    server.check_keys()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if beside:
        threading.Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
    run_for_ever(stop)


def _stop_at_end_of_input(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):  # not through its buffer: whose lock an end by a signal would wait for
        continue
    stop.set()


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="PORT, else 8000.")
@click.option("--prepare", is_flag=True, help="Make keys, database and accounts, and stop there.")
@click.option("--history/--no-history", default=True, help="Invent a past to count, where nobody wrote yet.")
def demo(port: int | None, prepare: bool, history: bool) -> None:
    """A demonstration on this machine: its data, its officers, then `serve`."""
    from config import demonstration, demonstration_history, server

    number = port or environment.port()
    if not prepare:
        server.check_port("127.0.0.1", number)
    server.migrate(quiet=True)
    told = demonstration.create(number)
    if prepare:
        return
    if history:
        demonstration_history.lay()
    click.echo(told)
    server.run("127.0.0.1", number, jobs="thread")


@main.command()
@click.argument("username")
@click.option("--role", required=True)
@click.option("--force", help="PN or GN; '' for none. What is not given stays as it is.")
@click.option("--unit", type=int)
@click.option("--centre", type=int)
@click.option("--rank")
@click.option("--first-name")
@click.option("--training/--no-training", default=None, help="Meets scripted visitors only (`simulate`).")
@click.option("--password-file", help="A file, or - for standard input.")
@click.option("--password")
def officer(
    username: str,
    role: str,
    force: str | None,
    unit: int | None,
    centre: int | None,
    rank: str | None,
    first_name: str | None,
    training: bool | None,
    password_file: str | None,
    password: str | None,
) -> None:
    """Creates or updates an account; prints one JSON object."""
    from permanence.accounts.actions import save_officer
    from permanence.accounts.models import Officer
    from permanence.audit.journal import OPERATOR

    known = Officer.objects.filter(username=username).first() or Officer()
    saved, created = save_officer(
        by=OPERATOR,
        username=username,
        role=role,
        force=known.force if force is None else force,
        unit=known.unit if unit is None else unit,
        centre=known.centre if centre is None else centre,
        rank=rank,
        first_name=first_name,
        in_training=training,
        password=_password(password_file, password),
    )
    told = {"id": saved.pk, "username": saved.username, "role": saved.role, "force": saved.force or None}
    told |= {"name": saved.display_name, "active": saved.is_active, "created": created, "training": saved.in_training}
    click.echo(json.dumps(told, ensure_ascii=False))


@main.group()
def audit() -> None:
    """The audit journal."""


@audit.command()
def verify() -> None:
    """Checks the whole chain; exit 1 and the first broken entry where it was altered."""
    from permanence.audit import chain
    from permanence.audit.models import Entry

    broken = chain.verify()
    if broken is not None:
        click.echo(json.dumps({"ok": False, "position": broken.position, "what": broken.what}))
        sys.exit(1)
    sealed = Entry.objects.exclude(position=None).count()
    click.echo(json.dumps({"ok": True, "entries": sealed, "unsealed": chain.unsealed()}))


def _password(file: str | None, given: str | None) -> str | None:
    if file is None:
        return given
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"the password file cannot be read: {error}") from None
    return text.rstrip("\r\n")


def _attach() -> None:
    from config.commands.check import check
    from config.commands.evidence import evidence
    from config.commands.keys import keys
    from config.commands.simulate import simulate
    from config.commands.statistics import statistics
    from config.commands.territory import territory
    from config.commands.triage import triage

    main.add_command(check)
    main.add_command(evidence)
    main.add_command(keys)
    main.add_command(simulate)
    main.add_command(statistics)
    main.add_command(territory)
    main.add_command(triage)


_attach()


if __name__ == "__main__":
    main()
