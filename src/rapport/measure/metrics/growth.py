"""Who is here, who came, who stayed.

Each metric gets everybody's acts (`people/acts.py` tells the tables) and what is asked of them; its docstring is its
definition, shown wherever its number is.
"""

from ibis.expr.types import Table

from rapport.measure.catalogue import Asked, Family, Good, Said, metric
from rapport.people.acts import Acts


@metric(
    "active_members",
    title="Active members",
    unit="people",
    source="CHAOSS: Active Contributors, widened from contributions to any activity",
    family=Family.GROWTH,
    said=Said("{} person took part", "{} people took part"),
    good=Good.MORE,
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
    family=Family.GROWTH,
    said=Said("{} person came for the first time", "{} people came for the first time"),
    good=Good.MORE,
)
def new_members(acts: Acts, asked: Asked) -> Table:
    """Members whose very first activity in the ledger falls in the period. Its platform and kind are those of that
    first activity, so a filter on a platform keeps those who came in through it. In the ledger's first period
    everybody is new, since nothing before it is known. Bots never count. Days are days in UTC."""
    return asked.people(acts.firsts)
