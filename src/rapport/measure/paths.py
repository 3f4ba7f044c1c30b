"""What follows from the order in which each member did things: silences, stays, moves between platforms, first words
and gifts.

Each is a table with the columns of the acts that questions choose by. What takes a while is made once, and brought on
with the acts.
"""

from datetime import date
from functools import partial

import ibis
from ibis.expr.types import Table

from rapport.ledger.threads.voices import SAID
from rapport.measure.question import UNTOLD
from rapport.people.acts import Acts
from rapport.people.contributions.weights import Weights

SILENCE = 90
"""Days without anything done after which somebody is gone, until they come back."""

_MOVE = {
    "member": "int64", "side": "string", "day": "date", "came_from": "string", "platform": "string",
    "language": "string", "first_at": "timestamp('UTC')",
}  # fmt: skip


def lapses(acts: Acts) -> Table:
    """One row a member × silence of more than SILENCE days, one that lasts to this day included, as acts.

    Each is the last thing done before it (of that day's the one that began last), but for `day`, the last of the
    SILENCE days: nothing was done on any of them. Whether that day has passed yet is for the metric to ask.
    """
    acts.brought_on("lapses", _lapses)
    return ibis.table(acts.table.schema(), name="lapses")


def stays(acts: Acts) -> Table:
    """One row a member: their first act, and `silent`, the day of their first lapse, passed or not."""
    ended = lapses(acts)
    return acts.firsts.join(ended.aggregate(by="member", silent=ended.day.min()), "member")


def moves(acts: Acts) -> Table:
    """One row a member × day × platform on which they had not been just before: came_from, platform, and when.

    A platform counts once a day, when the first thing was done there; the language is of that.
    """
    acts.brought_on("moves", _moves)
    return ibis.table(_MOVE, name="moves")


def gifts(acts: Acts) -> Table:
    """The acts that are contributions, as the team says."""
    return _gifts(acts.table, acts.weights)


def first_gifts(acts: Acts) -> Table:
    """One row a member who ever contributed: the first time, as acts, with n of 1."""
    # Named after what is a gift: a page that still asks under older weights is not given the newer ones', nor they its.
    name = "_".join(map(str, ("first_gifts", *acts.weights.giving)))
    acts.brought_on(name, partial(_first_gifts, acts.weights))
    return ibis.table(acts.table.schema(), name=name)


def first_words(acts: Acts) -> Table:
    """One row a member who ever said something to others: the first time, as acts, with n of 1."""
    acts.brought_on("first_words", _first_words)
    return ibis.table(acts.table.schema(), name="first_words")


def _gifts(acts: Table, weights: Weights) -> Table:
    return acts.filter(acts.kind.isin(weights.giving))


def _lapses(acts: Table) -> Table:
    done = acts.filter(acts.member.notnull())
    # Within as many days as a silence lasts there is none: of each such stretch the first and last day will do.
    stretched = done.mutate(stretch=done.day.delta(ibis.literal(date.min), unit="day") // SILENCE)
    spans = stretched.aggregate(by=["member", "stretch"], first=stretched.day.min(), last=stretched.day.max())
    spans = spans.mutate(after=spans.first.lead().over(group_by="member", order_by="stretch"))
    ended = spans.after.isnull() | (spans.after.delta(spans.last, unit="day") > SILENCE)
    last = spans.filter(ended).select("member", day="last")
    rows = done.join(last, ["member", "day"])
    latest = ibis.row_number().over(
        group_by=["member", "day"], order_by=[ibis.desc(rows.first_at), rows.platform, rows.kind, rows.language]
    )
    chosen = rows.mutate(latest=latest)
    chosen = chosen.filter(chosen.latest == 0)
    over = (chosen.day.cast("timestamp") + ibis.interval(days=SILENCE)).date()
    return _as_acts(chosen.mutate(day=over), acts)


def _moves(acts: Table) -> Table:
    where = Acts.careers.left_join(Acts.members, "identity")
    where = where.select("lowest", "highest", member=ibis.coalesce(where.member, -where.identity.cast("int64")))
    spread = where.aggregate(by="member", one=where.lowest.min(), other=where.highest.max())
    on_several = acts.semi_join(spread.filter(spread.one != spread.other), "member")
    on_several = on_several.mutate(language=on_several.language.fill_null(UNTOLD))
    first = ibis.struct({"at": on_several.first_at, "language": on_several.language})  # of two at one instant, the same
    days = on_several.aggregate(
        by=["member", "side", "day", "platform"],
        language=on_several.language.argmin(first),
        first_at=on_several.first_at.min(),
    )
    before = days.platform.lag().over(group_by="member", order_by=[days.first_at, days.platform])
    days = days.mutate(came_from=before)
    return days.filter(days.came_from != days.platform).select(*_MOVE)


def _first_gifts(weights: Weights, acts: Table) -> Table:
    return _first(_gifts(acts, weights))


def _first_words(acts: Table) -> Table:
    return _first(acts.filter(acts.kind.isin(SAID)))


def _first(acts: Table) -> Table:
    """Of these acts, the first of each member."""
    done = acts.filter(acts.member.notnull())
    order = [done.first_at, done.platform, done.kind, done.language]
    placed = done.mutate(place=ibis.row_number().over(group_by="member", order_by=order))
    return _as_acts(placed.filter(placed.place == 0), acts)


def _as_acts(rows: Table, acts: Table) -> Table:
    return rows.mutate(n=ibis.literal(1, "int32")).select(*acts.columns)
