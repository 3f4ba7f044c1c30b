"""Who is here, who came, who stayed.

Each metric gets everybody's acts (`people/acts.py` tells the tables) and what is asked of them; its docstring is its
definition, shown wherever its number is.
"""

from datetime import UTC, date, timedelta

import ibis
from ibis.expr.types import Table

from rapport.measure.catalogue import ALL_OF_CHAOSS, Asked, Family, Good, Said, chaoss, metric
from rapport.measure.estimates.staying import staying
from rapport.measure.paths import SILENCE, lapses, moves, stays
from rapport.measure.question import By
from rapport.people.acts import Acts
from rapport.words.platforms import name_of


@metric(
    "active_members",
    title="Active members",
    unit="people",
    source="CHAOSS: Contributors, widened from contributions to any activity",
    link=chaoss("contributors"),
    family=Family.GROWTH,
    said=Said("{} person took part", "{} people took part"),
    good=Good.MORE,
    settled=True,
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
    link=chaoss("new-contributors"),
    family=Family.GROWTH,
    said=Said("{} person came for the first time", "{} people came for the first time"),
    good=Good.MORE,
    settled=True,
)
def new_members(acts: Acts, asked: Asked) -> Table:
    """Members whose very first activity in the ledger falls in the period. Its platform and kind are those of that
    first activity, so a filter on a platform keeps those who came in through it. In the ledger's first period
    everybody is new, since nothing before it is known. Bots never count. Days are days in UTC."""
    return asked.people(acts.firsts)


@metric(
    "returning_members",
    title="Returning members",
    unit="people",
    source="Rapport; the rest of CHAOSS: Contributors after New Contributors, widened to any activity",
    link=chaoss("contributors"),
    family=Family.GROWTH,
    said=Said("{} person came back", "{} people came back"),
    good=Good.MORE,
    settled=True,
)
def returning_members(acts: Acts, asked: Asked) -> Table:
    """Members active in the period whose very first activity in the ledger was before it, however long before. Without
    a filter, active members are the new and the returning ones. Bots never count. Days are days in UTC."""
    rows = asked.rows(acts.table)
    came = acts.firsts.select("member", came="day")
    began = ibis.literal(asked.first)
    if "period" in asked.keys:
        began = ibis.greatest(rows.period, began)
    joined = rows.mutate(began=began).join(came, "member")
    before = joined.filter(joined.came < joined.began)
    return before.aggregate(by=asked.keys, value=before.member.nunique(), n=before.member.nunique())


@metric(
    "lapsed_members",
    title="Lapsed members",
    unit="people",
    source="CHAOSS: Inactive Contributors, widened from contributions to any activity",
    link=chaoss("inactive-contributors"),
    family=Family.GROWTH,
    said=Said("{} person fell silent", "{} people fell silent"),
    good=Good.LESS,
    breaks=(By.PLATFORM, By.SIDE),
)
def lapsed_members(acts: Acts, asked: Asked) -> Table:
    """Members who had done nothing on any platform for 90 days. It is counted on the 90th of these days, once that is
    over: nobody who did something in the last 90 days has lapsed yet. Its platform is where they did their last thing.
    Who comes back and falls silent again lapses again. Bots never count. Days are days in UTC."""
    gone = lapses(acts)
    return asked.people(gone.filter(gone.day < _running(asked)))


@metric(
    "retention_90_days",
    title="Newcomers who stay 90 days",
    unit="%",
    source="CHAOSS: Contributor Retention, of newcomers and widened from contributions to any activity",
    link=ALL_OF_CHAOSS,
    family=Family.GROWTH,
    said=Said("{} of the newcomers stayed 90 days or longer"),
    finish=staying(SILENCE - 1),
    rests_on="newcomers",
    good=Good.MORE,
)
def retention_90_days(acts: Acts, asked: Asked) -> Table:
    """The share of newcomers, by the day of their first activity, who still do something 90 days later or after that,
    without ever having been silent for 90 days in between. Whoever came too lately for that to be known counts as
    staying at least so long (Kaplan–Meier); who came in the last 90 days does not count yet. Platform, kind and
    language are those of the first activity. Bots never count. Days are days in UTC."""
    running = _running(asked)
    looked = running - timedelta(days=SILENCE + 1)
    rows = asked.rows(stays(acts))
    rows = rows.filter(rows.day <= looked)
    over = rows.silent < running
    stayed = rows.silent.delta(rows.day, unit="day") - SILENCE
    so_far = ibis.literal(looked).delta(rows.day, unit="day")
    rows = rows.mutate(lasted=ibis.ifelse(over, stayed, so_far), over=over)
    return rows.aggregate(by=[*asked.keys, "lasted", "over"], how_many=rows.count())


ARROW = " → "


def _move_name(group: str) -> str:
    return ARROW.join(name_of(platform) for platform in group.split(ARROW))


@metric(
    "moves",
    title="Moves between platforms",
    unit="people",
    source="Rapport",
    family=Family.GROWTH,
    said=Said("{} person went from one platform to another", "{} people went from one platform to another"),
    own="move",
    labels=_move_name,
)
def moves_between_platforms(acts: Acts, asked: Asked) -> Table:
    """People who did something on a platform after having been on another one: “Discourse → GitHub” counts those who
    were on Discourse before they did something on GitHub. Each platform counts once a day, when the first thing was
    done there. A filter on a platform keeps the moves to it. Who goes to and fro counts in both moves, and once in the
    total. Bots never count. Days are days in UTC."""
    rows = asked.rows(moves(acts))
    rows = rows.mutate(group=rows.came_from + ARROW + rows.platform)
    return rows.aggregate(by=asked.keys, value=rows.member.nunique(), n=rows.member.nunique())


def _running(asked: Asked) -> date:
    """The day of which it is not known yet what will have happened."""
    return asked.known.astimezone(UTC).date()
