"""The days that Today tells of, and what came in on them, and since one's last visit."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from ibis.expr.types import Table

from rapport.ledger.engines import duckdb
from rapport.measure.each import each
from rapport.measure.seldom import seldom
from rapport.people.acts import Acts
from rapport.people.standing import COMMUNITY, PEOPLE
from rapport.words.span import Span

DAYS = 30


class Window(NamedTuple):
    """The last 30 days that have something in them; both ends count, in UTC."""

    first: date
    last: date
    old: bool
    """The newest activity is of the day before yesterday or earlier, so that the window does not reach today."""

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


class Arrivals(NamedTuple):
    """What one platform brought."""

    platform: str
    n: int
    """Activities in the window; bots' are not counted."""
    people: int
    """Members who did them."""
    newest: date
    """The platform's newest day in the ledger, in the window or long before it."""


class New(NamedTuple):
    """What came since a moment."""

    n: int
    people: int
    firsts: int
    """Members of the community who did what they ever did first."""


NOTHING = New(0, 0, 0)


class Came(NamedTuple):
    since: datetime
    visited: bool
    """Whether it tells of what came since the last visit, or of the whole window: on the first one, or the first in
    so long."""
    all: New
    platforms: dict[str, New]
    """The most first; those that brought nothing are missing."""


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
    told = acts.table.filter(acts.table.day <= lately.last, acts.table.side.isin(PEOPLE))
    recent = told.day >= lately.first
    found = told.aggregate(
        by="platform",
        n=told.n.sum(where=recent).fill_null(0),
        people=told.member.nunique(where=recent),
        newest=told.day.max(),
    )
    return [Arrivals(**row) for row in acts.ask(found.order_by(found.n.desc(), "platform"))]


def came(acts: Acts, lately: Window, before: datetime | None) -> Came:
    """What happened since the visit `before`, as far as the ledger knows it."""
    start = datetime.combine(lately.first, time(), UTC)
    visited = before is not None and before >= start
    since = before if before and visited else start
    return seldom(acts, ("came", since, visited), partial(_came, since, visited))


def _came(since: datetime, visited: bool, acts: Acts) -> Came:
    today = acts.version.today
    try:
        said = each(acts, Span(since.date(), today))
        said = said.filter(said["at"] > since)
        done = acts.ask(said.aggregate(by="platform", n=said.count(), people=said.member.nunique()))
        [all_] = acts.ask(said.aggregate(n=said.count(), people=said.member.nunique()))
    except duckdb.FAILURES:  # an erasure removed files that these acts still name; the next state has new ones
        return Came(since, visited, NOTHING, {})
    begun = {row["platform"]: row["n"] for row in acts.ask(_begun(acts, since, today))}
    rows = sorted(done, key=lambda row: (-row["n"], row["platform"]))
    platforms = {row["platform"]: New(row["n"], row["people"], begun.get(row["platform"], 0)) for row in rows}
    return Came(since, visited, New(all_["n"], all_["people"], sum(begun.values())), platforms)


def _begun(acts: Acts, since: datetime, today: date) -> Table:
    firsts = acts.firsts
    new = firsts.filter(firsts.side == COMMUNITY, firsts.first_at > since, firsts.day <= today)
    return new.aggregate(by="platform", n=new.count())
