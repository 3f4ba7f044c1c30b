"""The metrics. Each function's docstring is its definition, shown wherever its number is.

Each gets every act of everybody (`acts.py` tells the columns) and what is asked of them.
"""

import ibis
from ibis import _
from ibis.expr.types import Table

from rapport.measure.catalogue import METRICS, Asked, Metric, metric
from rapport.words.kinds import GIVING


@metric(
    "active_members",
    title="Active members",
    unit="people",
    source="CHAOSS: Active Contributors, widened from contributions to any activity",
)
def active_members(acts: Table, asked: Asked) -> Table:
    """Members who did at least one thing in the period: wrote, reacted, committed, reviewed, reported or anything
    else the ledger keeps. One person with several accounts counts once. Bots never count, nor do acts whose author
    the source does not name. Days are days in UTC."""
    return asked.people(acts)


@metric(
    "new_members",
    title="New members",
    unit="people",
    source="CHAOSS: New Contributors, widened from contributions to any activity",
)
def new_members(acts: Table, asked: Asked) -> Table:
    """Members whose very first activity in the ledger falls in the period. Its platform and kind are those of that
    first activity, so a filter on a platform keeps those who came in through it. In the ledger's first period
    everybody is new, since nothing before it is known. Bots never count. Days are days in UTC."""
    named = acts.filter(acts.member.notnull())
    began = named.aggregate(by="member", first_at=named.first_at.min())
    firsts = named.semi_join(began, ["member", "first_at"])
    # Two acts may share the instant; platform and kind decide, so that every engine picks the same one.
    in_order = ibis.row_number().over(group_by=firsts.member, order_by=[firsts.platform, firsts.kind])
    return asked.people(firsts.mutate(place=in_order).filter(_.place == 0))


@metric("activity", title="Activity", unit="activities", source="CHAOSS: Activity Dates and Times")
def activity(acts: Table, asked: Asked) -> Table:
    """Everything done in the period on every platform, each thing counted once however often it was read. Bots never
    count; an act whose author the source does not name counts, on the side 'unnamed'. Deleted things do not count.
    Days are days in UTC."""
    return asked.activities(acts)


@metric("contributions", title="Contributions", unit="contributions", source="CHAOSS: Contributions")
def contributions(acts: Table, asked: Asked) -> Table:
    """Activities that give something to others: code (commits, co-authored commits, pull requests), reviews and tests,
    accepted answers, reports (issues, credited reports), documentation (wiki edits) and upkeep (merges, sign-offs,
    releases, moderation). Each counts one, whatever its size. Bots never count. Days are days in UTC."""
    return asked.activities(acts.filter(acts.kind.isin(GIVING)))


def all_metrics() -> list[Metric]:
    """The catalogue, in the order in which one reads it."""
    return list(METRICS.values())
