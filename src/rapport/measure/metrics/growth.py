"""Who is here, who came, who stayed.

Each metric gets everybody's acts (`people/acts.py` tells the tables) and what is asked of them; its docstring is its
definition, shown wherever its number is.
"""

from datetime import UTC, date, timedelta

import ibis
from ibis.expr.types import Table

from rapport.measure.catalogue import ALL_OF_CHAOSS, Asked, Family, Good, Said, chaoss, metric
from rapport.measure.estimates.staying import Staying
from rapport.measure.paths import SILENCE, lapses, moves, stays
from rapport.measure.question import By
from rapport.measure.singly import EVERY, EVERY_NAMED, first_of
from rapport.people.acts import Acts
from rapport.words.platforms import name_of


def _done(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.table)


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
    behind=_done,
    done="activities",
    singly=EVERY_NAMED,
)
def active_members(acts: Acts, asked: Asked) -> Table:
    """Members who did at least one thing in the period: wrote, reacted, committed, reviewed, reported or anything
    else the ledger keeps. One person with several accounts counts once. Bots never count, nor do acts whose author
    the source does not name. Days are days in UTC."""
    return asked.people(_done(acts, asked))


def _firsts(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.firsts)


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
    behind=_firsts,
    singly=first_of("What they did first", "kind"),
)
def new_members(acts: Acts, asked: Asked) -> Table:
    """Members whose very first activity in the ledger falls in the period. Its platform and kind are those of that
    first activity, so a filter on a platform keeps those who came in through it. In the ledger's first period
    everybody is new, since nothing before it is known. Bots never count. Days are days in UTC."""
    return asked.people(_firsts(acts, asked))


def _done_again(acts: Acts, asked: Asked) -> Table:
    """By who came before the period."""
    rows = _done(acts, asked)
    came = acts.firsts.select("member", came="day")
    began = ibis.literal(asked.first)
    if "period" in asked.keys:
        began = ibis.greatest(rows.period, began)
    joined = rows.mutate(began=began).join(came, "member")
    return joined.filter(joined.came < joined.began)


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
    behind=_done_again,
    done="activities",
    singly=EVERY,
)
def returning_members(acts: Acts, asked: Asked) -> Table:
    """Members active in the period whose very first activity in the ledger was before it, however long before. Without
    a filter, active members are the new and the returning ones. Bots never count. Days are days in UTC."""
    return asked.people(_done_again(acts, asked))


def _lapsed(acts: Acts, asked: Asked) -> Table:
    gone = lapses(acts)
    return asked.rows(gone.filter(gone.day < _running(asked)))


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
    behind=_lapsed,
    singly="What is counted is that nothing was done, so there are no activities to list.",
)
def lapsed_members(acts: Acts, asked: Asked) -> Table:
    """Members who had done nothing on any platform for 90 days. It is counted on the 90th of these days, once that is
    over: nobody who did something in the last 90 days has lapsed yet. Its platform is where they did their last thing.
    Who comes back and falls silent again lapses again. Bots never count. Days are days in UTC."""
    return asked.people(_lapsed(acts, asked))


def _newcomers(acts: Acts, asked: Asked) -> Table:
    """The first thing of each of whom it can be known whether they stayed."""
    rows = asked.rows(stays(acts))
    return rows.filter(rows.day <= _looked_at(asked))


@metric(
    "retention_90_days",
    title="Newcomers who stay 90 days",
    unit="%",
    source="CHAOSS: Contributor Retention, of newcomers and widened from contributions to any activity",
    link=ALL_OF_CHAOSS,
    family=Family.GROWTH,
    said=Said("{} of the newcomers stayed 90 days or longer"),
    finish=Staying(SILENCE - 1),
    rests_on="newcomers",
    good=Good.MORE,
    behind=_newcomers,
    singly=first_of("What they did first", "kind"),
)
def retention_90_days(acts: Acts, asked: Asked) -> Table:
    """The share of newcomers, by the day of their first activity, who still do something 90 days later or after that,
    without ever having been silent for 90 days in between. Whoever came too lately for that to be known counts as
    staying at least so long (Kaplan–Meier); who came in the last 90 days does not count yet. Platform, kind and
    language are those of the first activity. Bots never count. Days are days in UTC."""
    running, looked = _running(asked), _looked_at(asked)
    rows = _newcomers(acts, asked)
    over = rows.silent < running
    stayed = rows.silent.delta(rows.day, unit="day") - SILENCE
    so_far = ibis.literal(looked).delta(rows.day, unit="day")
    rows = rows.mutate(lasted=ibis.ifelse(over, stayed, so_far), over=over)
    return rows.aggregate(by=[*asked.keys, "lasted", "over"], how_many=rows.count())


ARROW = " → "


def _move_name(group: str) -> str:
    return ARROW.join(name_of(platform) for platform in group.split(ARROW))


def _moved(acts: Acts, asked: Asked) -> Table:
    rows = asked.rows(moves(acts))
    return rows.mutate(group=rows.came_from + ARROW + rows.platform, n=ibis.literal(1))


@metric(
    "moves",
    title="Moves between platforms",
    unit="people",
    source="Rapport",
    family=Family.GROWTH,
    said=Said("{} person went from one platform to another", "{} people went from one platform to another"),
    own="move",
    labels=_move_name,
    behind=_moved,
    done="moves",
    singly=first_of("What they did first there"),
)
def moves_between_platforms(acts: Acts, asked: Asked) -> Table:
    """People who did something on a platform after having been on another one: “Discourse → GitHub” counts those who
    were on Discourse before they did something on GitHub. Each platform counts once a day, when the first thing was
    done there. A filter on a platform keeps the moves to it. Who goes to and fro counts in both moves, and once in the
    total. Bots never count. Days are days in UTC."""
    return asked.people(_moved(acts, asked))


def _running(asked: Asked) -> date:
    """The day of which it is not known yet what will have happened."""
    return asked.known.astimezone(UTC).date()


def _looked_at(asked: Asked) -> date:
    """The last day of newcomers of whom it is known whether they stayed."""
    return _running(asked) - timedelta(days=SILENCE + 1)
