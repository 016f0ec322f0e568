"""`permanence territory`: look up postal codes, import the official files.

Answers go to standard output; the progress bar and the refused lines to standard error.
"""

import json
import sys
from collections import Counter

import click

from permanence.lib.errors import Refused
from permanence.lib.problems import problem
from permanence.territory.changes import WORDS, Summary, Verb
from permanence.territory.official import sources
from permanence.territory.official.tables import FileRefused

SHOWN = 30
"""Changes told one by one, of each sort, unless `--all`."""


@click.group()
def territory() -> None:
    """Communes, postal codes, forces and units."""


@territory.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
def lookup(codes: tuple[str, ...]) -> None:
    """One JSON object a postal CODE, one a line, as the API answers; exit 1 unless all are found."""
    _prepare()
    answers = [_answer(code) for code in codes]
    for answer, _found in answers:
        click.echo(json.dumps(answer, ensure_ascii=False))
    sys.exit(0 if all(found for _answer, found in answers) else 1)


@territory.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE_OR_URL...")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@click.option("--all", "everything", is_flag=True, help="Tell every change, not the first of each sort.")
def import_files(files: tuple[str, ...], dry_run: bool, everything: bool) -> None:
    """Load the official open-data files: jurisdictions, and units open to the public.

    Each FILE_OR_URL is recognised by its first line and taken whole or not at all; lines that cannot be taken are told
    one by one. Exit 1 if any file was refused.
    """
    _prepare()
    taken = [_import(file, dry_run, everything) for file in files]
    sys.exit(0 if all(taken) else 1)


def _prepare() -> None:
    """The carried facts are loaded; a SQLite database that is still to be made is made."""
    from django.db import connection

    from config import server
    from permanence.audit.journal import OPERATOR
    from permanence.territory import actions

    if connection.vendor == "sqlite" and "territory_edition" not in connection.introspection.table_names():
        server.migrate(quiet=True)
    else:
        actions.load_embedded(by=OPERATOR)


def _answer(code: str) -> tuple[dict[str, object], bool]:
    from permanence.territory import queries

    try:
        return queries.lookup(code), True
    except Refused as error:
        return problem(error), False


def _import(file: str, dry_run: bool, everything: bool) -> bool:
    try:
        summary = _load(file, dry_run)
    except FileRefused as refusal:
        click.echo(f"{file} : refusé. {refusal.detail}", err=True)
        for line in refusal.refusals:
            click.echo(f"  {line}", err=True)
        return False
    _tell(summary, dry_run, everything)
    return True


def _load(file: str, dry_run: bool) -> Summary:
    from permanence.audit.journal import OPERATOR
    from permanence.territory import actions

    data, label = sources.read(file)
    with click.progressbar(length=max(data.count(b"\n"), 1), label=label[-40:], file=sys.stderr) as bar:
        summary = actions.import_file(data=data, label=label, by=OPERATOR, dry_run=dry_run, progress=bar.update)
        bar.update(max((bar.length or 0) - bar.pos, 0))
    return summary


def _tell(summary: Summary, dry_run: bool, everything: bool) -> None:
    would = " (à blanc : rien n'est changé)" if dry_run else ""
    read = f"{summary.lines} lignes lues" if summary.lines > 1 else f"{summary.lines} ligne lue"
    click.echo(f"{summary.label} : {read}{would}")
    counts = summary.counts()
    for verb in Verb:
        told = ", ".join(f"{what} {number}" for what, number in counts.get(verb.value, {}).items())
        click.echo(f"  {WORDS[verb]} : {told or 'rien'}")
    shown: Counter[tuple[Verb, str]] = Counter()
    for change in summary.changes:
        shown[change.verb, change.what] += 1
        if everything or shown[change.verb, change.what] <= SHOWN:
            click.echo(f"    {change}")
    hidden = sum(max(number - SHOWN, 0) for number in shown.values())
    if hidden and not everything:
        click.echo(f"    et {hidden} autres : --all les montre")
