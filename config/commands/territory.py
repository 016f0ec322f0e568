"""`permanence territory`: look up postal codes, import the official files."""

import json
import sys

import click

from permanence.lib.errors import Refused
from permanence.lib.problems import problem


@click.group()
def territory() -> None:
    """Communes, postal codes, forces and units."""


@territory.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
def lookup(codes: tuple[str, ...]) -> None:
    """One JSON object a postal CODE, one a line, as the API answers; exit 1 unless all are found."""
    from permanence.audit.journal import OPERATOR
    from permanence.territory import actions

    actions.load_embedded(by=OPERATOR)
    answers = [_answer(code) for code in codes]
    for answer, _found in answers:
        click.echo(json.dumps(answer, ensure_ascii=False))
    sys.exit(0 if all(found for _answer, found in answers) else 1)


def _answer(code: str) -> tuple[dict[str, object], bool]:
    from permanence.territory import queries

    try:
        return queries.lookup(code), True
    except Refused as error:
        return problem(error), False
