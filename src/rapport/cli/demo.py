"""`rapport demo`: a simulated community to look around in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rapport.cli.collecting import reporter
from rapport.cli.output import err, out, print_json
from rapport.cli.session import needs_database

if TYPE_CHECKING:
    from rapport.collect.models import Import

FEWEST, MOST = 50, 20_000


@needs_database
def demo(
    seed: int = typer.Option(7, help="The same seed, people and end make the same community, to the letter."),
    people: int = typer.Option(3_000, min=FEWEST, max=MOST, help="How many people; the rest grows with them."),
    until: datetime | None = typer.Option(None, help="The end of its 18 months, in UTC. Without it: now."),
    truth: Path | None = typer.Option(None, metavar="FILE", help="Write down what is true of it, as JSON."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Fill an empty home with a simulated community. Nobody in it exists; forgetting its import takes it away.

    Exit code 1: the home holds something already, and nothing was changed.
    """
    from rapport.collect.alive import settle_interrupted
    from rapport.demo.fill import begin, fill
    from rapport.demo.plan import Plan

    settle_interrupted()
    end = until.replace(tzinfo=UTC) if until else datetime.now(UTC).replace(microsecond=0)
    plan = Plan(end, seed, people)
    if truth:
        _writable(truth)
    with reporter() as report:
        done = fill(begin(plan), plan, report, truth)
    _follow_up()
    _show(done, as_json)


def _writable(file: Path) -> None:
    try:
        file.touch()
    except OSError as problem:
        raise typer.BadParameter(f"{problem} Nothing was changed.") from None


def _follow_up() -> None:
    """As after every import."""
    from rapport.ledger import copy
    from rapport.people.follow import follow

    follow()
    copy.refresh()


def _show(done: "Import", as_json: bool) -> None:
    sources = list(done.sources.order_by("platform"))
    counted = sum(source.activities for source in sources)
    if as_json:
        told = {source.platform: source.activities for source in sources}
        print_json({"id": done.pk, "activities": counted, "identities": done.identities, "platforms": told})
        return
    out.print(
        f"A simulated community is here: {counted:,} activities of {done.identities:,} accounts and addresses on"
        f" {len(sources)} platforms. Nothing of it happened. Look around with `rapport up`."
    )
    err.print(f"This is import {done.pk}. `rapport collect forget {done.pk}` takes it away.")
