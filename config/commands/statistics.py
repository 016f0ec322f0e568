"""`permanence statistics`: the figures of the statistics pages as a file, and the upkeep of what they are counted from.

Everybody who may run the program on this machine may ask everything: it is written in the audit journal as the
operator's. A file goes to standard output or to `--output`; what is not text goes to no terminal.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from permanence.statistics.exports.book import Book
    from permanence.statistics.publications.models import Publication
    from permanence.statistics.queries import Question

FORMATS = ("json", "csv", "ods", "xlsx")
TOLD = 20
"""Differences told one by one."""


@click.group(invoke_without_command=True)
@click.option("--from", "from_on", metavar="D", help="First day, 2026-01-31; the first of January.")
@click.option("--to", "to_on", metavar="D", help="Last day, in the period; never later than today in Paris.")
@click.option("--force", metavar="F", help="PN or GN; both together where it is left out.")
@click.option("--department", metavar="D", help="A department's code; all.")
@click.option("--scope", metavar="S", help="all, conjugal, couple_women, intrafamily, sexual, minors, …")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--output", metavar="F", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output.")
@click.pass_context
def statistics(ctx: click.Context, /, form: str, output: Path | None, **asked: str | None) -> None:
    """The figures, each beside the same period of the year before."""
    if ctx.invoked_subcommand is not None:
        if output or any(asked.values()):
            _refuse(f"`{ctx.invoked_subcommand}` takes no period and writes no file")
        return
    from permanence.lib.errors import Invalid
    from permanence.statistics import access
    from permanence.statistics.exports import making
    from permanence.statistics.exports.formats import FORMATS as KNOWN

    if output is None and not KNOWN[form].is_text and sys.stdout.isatty():
        _refuse(f"{form} is not for a terminal: give --output FILE, or send it through a pipe")
    given = {name.removesuffix("_on"): value or "" for name, value in asked.items()}
    try:
        question = making.until_today(access.parsed(given))
    except Invalid as refusal:
        _refuse("; ".join(f"--{field}: {reason}" for field, reason in refusal.errors.items()) or refusal.detail)
    _write(KNOWN[form].write(_book(question, form)), output)


@statistics.command()
@click.option("--afresh", is_flag=True, help="Read every conversation's first messages again, too.")
def check(afresh: bool) -> None:
    """Counts everything again from the rows; exit 1 and the first differences where a figure is not what they say."""
    from permanence.statistics import recount

    found = recount.check(afresh=afresh)
    for one in found[:TOLD]:
        click.echo(f"permanence: {one}", err=True)
    click.echo(json.dumps({"ok": not found, "differences": len(found)}))
    if found:
        sys.exit(1)


@statistics.command()
def rebuild() -> None:
    """Makes every figure anew from the rows; nothing of them is changed."""
    from permanence.audit import journal
    from permanence.statistics import recount

    count = recount.rebuild()
    journal.record(by=journal.OPERATOR, act="rebuild statistics", on=("figures", "all"), conversations=count)
    click.echo(json.dumps({"conversations": count}))


@statistics.command()
@click.argument("year", type=int)
def close(year: int) -> None:
    """Closes YEAR: counts it again, freezes its figures and signs them, once and for ever."""
    from permanence.audit import journal
    from permanence.statistics import closing

    _done(lambda: closing.close(year, actor=journal.OPERATOR))


@statistics.command()
@click.argument("year", type=int)
def publish(year: int) -> None:
    """Publishes the open data of YEAR, which must be closed: from then on anybody may read them."""
    from permanence.audit import journal
    from permanence.statistics.open_data import making

    _done(lambda: making.publish(year, actor=journal.OPERATOR))


@statistics.command()
@click.argument("document", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--key", default="", help="The fingerprint that the key must have (`permanence evidence key`).")
def verify(document: Path, files: tuple[Path, ...], key: str) -> None:
    """Checks the signed DOCUMENT of a publication, and its FILES where they are given; exit 1 where anything was
    altered. Anywhere: without settings, database or keys."""
    from permanence.statistics.publications import signed

    given = [(file.name, _read(file)) for file in files]
    try:
        found = signed.verify(_read(document), key=key)
        if given:
            signed.check_files(found.record, given)
    except signed.Fault as fault:
        click.echo(f"permanence: {document.name} : {fault}", err=True)
        sys.exit(1)
    click.echo(_told(document.name, found.record, len(given), found.fingerprint, found.is_known_key))


def _done(work: "Callable[[], Publication]") -> None:
    from permanence.lib.errors import Refused

    try:
        made = work()
    except Refused as refusal:
        click.echo(f"permanence: {refusal.detail}", err=True)
        sys.exit(1)
    click.echo(json.dumps({"kind": made.kind, "number": made.number, "sha256": made.sha256}))


def _told(name: str, record: "Mapping[str, Any]", files: int, fingerprint: str, is_known_key: bool) -> str:
    whole = f", {files} fichiers intacts" if files > 1 else ", 1 fichier intact" if files else ""
    key = ", celle attendue" if is_known_key else ", à comparer à celle du service (--key)"
    what = f"{record.get('title')}, édition {record.get('number')}, établie le {record.get('made_at')}"
    return f"{name} : intact{whole}. {what}. Clé {fingerprint}{key}"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        _refuse(f"{file} ne peut pas être lu : {error.strerror}")


def _book(question: "Question", form: str) -> "Book":
    from permanence.audit import journal
    from permanence.statistics.exports import making, web

    book = making.book(question)
    web.record(journal.OPERATOR, question, form)
    return book


def _write(data: bytes, output: Path | None) -> None:
    """All of it or nothing: what stood there is replaced once the whole is written."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as file:
            file.write(data)
        os.replace(file.name, output)
    except OSError as error:
        _refuse(f"{output} cannot be written: {error.strerror}")


def _refuse(why: str) -> NoReturn:
    click.echo(f"permanence: {why}", err=True)
    sys.exit(2)
