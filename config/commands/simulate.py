"""`permanence simulate`: scripted visitors for officers in training, or a load at a given rate on a trial server."""

import asyncio
import json
import secrets

import click


@click.command()
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The running server.")
@click.option(
    "--rate", type=click.FloatRange(min=0.1, max=36_000), default=20, show_default=True, help="Arrivals an hour."
)
@click.option("--minutes", type=click.FloatRange(min=0.01, max=1_440), default=60, show_default=True)
@click.option("--force", type=click.Choice(["PN", "GN"]), help="Only where this force answers; else both.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0.1, max=1_000),
    default=1,
    show_default=True,
    help="2: they type twice as fast.",
)
@click.option("--seed", type=int, help="The same visitors again.")
@click.option(
    "--real-queue", is_flag=True, help="Among the real visitors, for every officer; still marked as exercises."
)
def simulate(
    url: str, rate: float, minutes: float, force: str | None, speed: float, seed: int | None, real_queue: bool
) -> None:
    """Scripted visitors arrive and talk with officers in training; marked as exercises from their first row.

    Prints one JSON object a visitor (how it went), and one at the end. Only officers in training see them
    unless --real-queue is given; no figure counts them.
    """
    from permanence.desk.training.session import Session

    seed = secrets.randbits(32) if seed is None else seed
    click.echo(json.dumps({"seed": seed, "arrivals_an_hour": rate, "minutes": minutes}))
    session = Session(url=url, rate=rate, minutes=minutes, force=force, speed=speed, seed=seed, apart=not real_queue)
    asyncio.run(session.run(lambda told: click.echo(json.dumps(told, ensure_ascii=False))))
