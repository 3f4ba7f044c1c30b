"""The metrics. Each function's docstring is its definition, shown wherever its number is.

Each gets everybody's acts (`people/acts.py` tells the tables) and what is asked of them.
"""

from ibis.expr.types import Table

from rapport.measure.catalogue import METRICS, Asked, Metric, metric
from rapport.people.acts import Acts


@metric(
    "active_members",
    title="Active members",
    unit="people",
    source="CHAOSS: Active Contributors, widened from contributions to any activity",
)
def active_members(acts: Acts, asked: Asked) -> Table:
    """Members who did at least one thing in the period: wrote, reacted, committed, reviewed, reported or anything
    else the ledger keeps. One person with several accounts counts once. Bots never count, nor do acts whose author
    the source does not name. Days are days in UTC."""
    return asked.people(acts.table)


@metric(
    "new_members",
    title="New members",
    unit="people",
    source="CHAOSS: New Contributors, widened from contributions to any activity",
)
def new_members(acts: Acts, asked: Asked) -> Table:
    """Members whose very first activity in the ledger falls in the period. Its platform and kind are those of that
    first activity, so a filter on a platform keeps those who came in through it. In the ledger's first period
    everybody is new, since nothing before it is known. Bots never count. Days are days in UTC."""
    return asked.people(acts.firsts)


@metric("activity", title="Activity", unit="activities", source="CHAOSS: Activity Dates and Times")
def activity(acts: Acts, asked: Asked) -> Table:
    """Everything done in the period on every platform, each thing counted once however often it was read. Bots never
    count; an act whose author the source does not name counts, on the side 'unnamed'. Deleted things do not count.
    Days are days in UTC."""
    return asked.activities(acts.table)


@metric("contributions", title="Contributions", unit="contributions", source="CHAOSS: Contributions")
def contributions(acts: Acts, asked: Asked) -> Table:
    """Activities that give something to others: code (commits, co-authored commits, pull requests), reviews and tests,
    accepted answers, reports (issues, credited reports), documentation (wiki edits), upkeep (merges, sign-offs,
    releases, moderation), talks, mentoring and organising; the team can say otherwise at People, Contributions. Each
    counts one, whatever its size. Bots never count. Days are days in UTC."""
    return asked.activities(acts.table.filter(acts.table.kind.isin(acts.weights.giving)))


def all_metrics() -> list[Metric]:
    """The catalogue, in the order in which one reads it."""
    return list(METRICS.values())
