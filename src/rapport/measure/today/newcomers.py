"""Who is new."""

from datetime import datetime
from typing import NamedTuple

from rapport.measure.today.lately import Window
from rapport.people.acts import Acts
from rapport.people.standing import COMMUNITY

SHOWN = 8


class Newcomer(NamedTuple):
    member: int
    at: datetime
    """Of the very first activity that the ledger knows of them."""
    platform: str


class Newcomers(NamedTuple):
    total: int
    latest: list[Newcomer]


def newcomers(acts: Acts, lately: Window) -> Newcomers:
    """Community members whose first activity is in the window, the latest first."""
    firsts = acts.firsts
    found = firsts.filter(firsts.side == COMMUNITY, firsts.member > 0, firsts.day.between(lately.first, lately.last))
    found = found.mutate(total=found.count().over()).order_by(found.first_at.desc(), "member").limit(SHOWN)
    rows = acts.ask(found)
    latest = [Newcomer(row["member"], row["first_at"], row["platform"]) for row in rows]
    return Newcomers(rows[0]["total"] if rows else 0, latest)
