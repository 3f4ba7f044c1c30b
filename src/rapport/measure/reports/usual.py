"""What weeks of the last year had: a week is too short to be told from chance, but can be held against others.

Of weeks that are alike, the next one has more than all or fewer than all of them once in (their number + 1) / 2 times.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.answer import Answer, Row
from rapport.measure.ask import answer
from rapport.measure.estimates.estimate import FEW
from rapport.measure.figures import figure
from rapport.measure.periods import Grain
from rapport.people.acts import Acts

WEEKS, FEWEST = 52, 26
"""Weeks before it that are looked at; with fewer, nobody knows what is usual."""


class Usual(NamedTuple):
    low: float
    high: float
    weeks: int
    """How many of them could be told."""

    def said_of(self, answered: Answer) -> str:
        """As people say it: more or fewer of what is counted, higher or lower of an estimate; else nothing."""
        words = {"more": "higher", "less": "lower"} if answered.metric.estimated else {"more": "more", "less": "fewer"}
        return words.get(self.beyond(answered), "")

    def beyond(self, answered: Answer) -> str:
        """`more` or `less` than any of them, else nothing: an estimate is, where all of its interval is."""
        now = answered.total or 0
        low, high = (answered.low, answered.high) if answered.metric.estimated else (now, now)
        if now > self.high and low is not None and low > self.high:
            return "more"
        return "less" if now < self.low and high is not None and high < self.low else ""


def about_chance(weeks: int) -> str:
    """How often a figure lies beyond so many weeks by chance."""
    return f"Where weeks are alike, at most one figure in {(weeks + 1) // 2} lies beyond {weeks} others by chance."


def is_week(since: date | None, until: date | None) -> bool:
    """From a Monday to its Sunday."""
    return since is not None and until is not None and since.weekday() == 0 and (until - since).days == 6


def usual(answered: Answer, acts: Acts) -> Usual | None:
    """None where it is of no week, or of one not known to its end, or where too few weeks before it are known."""
    question, known = answered.question, acts.span(answered.question.platform)
    if (
        known is None
        or answered.known_until
        or answered.unknown
        or question.since is None
        or not is_week(question.since, question.until)
    ):
        return None
    since = max(question.since - timedelta(weeks=WEEKS), known.first)
    until = question.since - timedelta(days=1)
    if since > until:
        return None
    asked = replace(question, since=since, until=until, grain=Grain.WEEK, by=None)
    return of_rows(answered, answer(answered.metric.name, asked, acts, totals=False).rows)


def of_rows(answered: Answer, rows: Sequence[Row]) -> Usual | None:
    """Of the weeks before it; of a metric that breaks down by itself, added up over its groups."""
    weeks: dict[date, float] = {}
    for row in rows:
        told = row.value is not None and (row.n >= FEW or not answered.metric.estimated)
        if row.complete and told:
            weeks[row.first] = weeks.get(row.first, 0) + (row.value or 0)
    if len(weeks) < FEWEST:
        return None
    return Usual(min(weeks.values()), max(weeks.values()), len(weeks))


def beside(answered: Answer, usual: Usual) -> str:
    """After a fact on a week: `, more than in any of the 52 weeks before (at most 480)`."""
    unit, now = answered.metric.unit, answered.total or 0
    low, high = figure(usual.low, unit), figure(usual.high, unit)
    before, beyond = f"the {usual.weeks} weeks before", usual.beyond(answered)
    if beyond:
        end = f"at most {high}" if beyond == "more" else f"at least {low}"
        return f", {usual.said_of(answered)} than in any of {before} ({end})"
    had = f"; {before} had {low} to {high}" if low != high else f"; {before} had {low} each"
    return had if usual.low <= now <= usual.high else f"{had}, which its interval does not rule out"
