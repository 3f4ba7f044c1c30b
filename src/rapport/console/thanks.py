"""Who is new, and whom to thank: first contributions, and contributions that make a round number."""

from datetime import datetime
from typing import Any, NamedTuple

import ibis
from ibis.expr.types import Table

from rapport.console.lately import Window
from rapport.people.acts import Acts

MILESTONES = (1, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
SHOWN = 8


class Newcomer(NamedTuple):
    member: int
    at: datetime
    """Of the very first activity that the ledger knows of them."""
    platform: str


class Newcomers(NamedTuple):
    total: int
    latest: list[Newcomer]


class Thanks(NamedTuple):
    """A reason to thank somebody."""

    member: int
    platform: str
    at: datetime
    """Of the first contribution; of a milestone, of the latest one."""
    reached: int
    """1 for a first contribution, else the milestone."""


class ToThank(NamedTuple):
    firsts: int
    """How many gave for the first time, shown or not."""
    shown: list[Thanks]


def newcomers(acts: Acts, lately: Window) -> Newcomers:
    """Community members whose first activity is in the window, the latest first."""
    firsts = acts.firsts
    found = firsts.filter(firsts.side == "community", firsts.member > 0, firsts.day.between(lately.first, lately.last))
    found = found.mutate(total=found.count().over()).order_by(found.first_at.desc(), "member").limit(SHOWN)
    rows = acts.ask(found)
    latest = [Newcomer(row["member"], row["first_at"], row["platform"]) for row in rows]
    return Newcomers(rows[0]["total"] if rows else 0, latest)


def to_thank(acts: Acts, lately: Window) -> ToThank:
    """First contributions in the window and milestones passed in it, the latest first."""
    gifts = _careers(acts.table.filter(acts.table.kind.isin(acts.weights.giving)), lately)
    careers = gifts.aggregate(
        by="member",
        first=gifts.first_at.min(),
        last=gifts.first_at.max(),
        first_on=gifts.platform.argmin(gifts.first_at),
        last_on=gifts.platform.argmax(gifts.first_at),
        before=gifts.n.sum(where=gifts.day < lately.first).fill_null(0),
        by_now=gifts.n.sum(),
    )
    passed = [(careers.before < step) & (careers.by_now >= step) for step in MILESTONES]
    found = careers.filter(ibis.or_(*passed))
    found = found.mutate(firsts=(found.before == 0).sum().over())
    rows = acts.ask(found.order_by(found["last"].desc(), "member").limit(SHOWN))
    return ToThank(rows[0]["firsts"] if rows else 0, sorted(map(_thanks, rows), key=lambda who: who.at, reverse=True))


def _thanks(row: dict[str, Any]) -> Thanks:
    reached = milestone(row["before"], row["by_now"])
    which = "first" if reached == 1 else "last"
    return Thanks(row["member"], row[f"{which}_on"], row[which], reached)


def milestone(before: int, by_now: int) -> int:
    """What there is to thank for: 1 for whoever had given nothing before, else the highest round number passed."""
    return 1 if before == 0 else max(step for step in MILESTONES if before < step <= by_now)


def _careers(table: Table, lately: Window) -> Table:
    """All that community members who did something in the window did up to its end; the team is not thanked by itself.

    Most members of a large community are not among them, which makes the question a few times cheaper.
    """
    told = table.filter(table.side == "community", table.member > 0, table.day <= lately.last)
    return told.semi_join(told.filter(told.day >= lately.first).select("member").distinct(), "member")
