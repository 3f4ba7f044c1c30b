"""The days that Today tells of, and what came in on them."""

from datetime import date, timedelta
from typing import NamedTuple

from rapport.people.acts import Acts

DAYS = 30


class Window(NamedTuple):
    """The last 30 days that have something in them; both ends count, in UTC."""

    first: date
    last: date
    old: bool
    """The newest activity is of the day before yesterday or earlier, so that the window does not reach today."""

    @property
    def before(self) -> "Window":
        """As many days just before."""
        return Window(self.first - timedelta(days=DAYS), self.first - timedelta(days=1), True)


class Arrivals(NamedTuple):
    """What one platform brought."""

    platform: str
    n: int
    """Activities in the window."""
    people: int
    """Members who did them."""
    newest: date
    """The platform's newest day in the ledger, in the window or long before it."""


def window(acts: Acts) -> Window | None:
    """None while the ledger is empty. A day that is yet to come (a clock set wrong) is no newest day."""
    today = acts.version.today
    told = acts.table.filter(acts.table.day <= today)
    [row] = acts.ask(told.aggregate(newest=told.day.max()))
    newest: date | None = row["newest"]
    if newest is None:
        return None
    return Window(newest - timedelta(days=DAYS - 1), newest, (today - newest).days > 1)


def arrivals(acts: Acts, lately: Window) -> list[Arrivals]:
    """Every platform of the ledger, the busiest in the window first."""
    told = acts.table.filter(acts.table.day <= lately.last)
    recent = told.day >= lately.first
    found = told.aggregate(
        by="platform",
        n=told.n.sum(where=recent).fill_null(0),
        people=told.member.nunique(where=recent),
        newest=told.day.max(),
    )
    return [Arrivals(**row) for row in acts.ask(found.order_by(found.n.desc(), "platform"))]
