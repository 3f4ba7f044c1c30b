"""In which channel, repository or category the difference of an unusual day was made.

The acts know no channels, so the day and those before it are read from every single activity of one or two months.
"""

from collections.abc import Callable, Mapping
from datetime import date

from ibis.expr.types import Table

from rapport.ledger.engines import duckdb
from rapport.ledger.models import Channel
from rapport.measure.each import SIDES, each
from rapport.people.acts import Acts
from rapport.words.span import Span

Counts = Mapping[int, Mapping[date, int]]
"""Of each channel, what there was on each day; days without anything are missing."""


def by_channel(acts: Acts, metric: str, platform: str, span: Span) -> Counts:
    """The metric's figures of each day, by channel; empty where the metric knows none, or just now cannot be told."""
    if metric not in _COUNTED:
        return {}
    try:
        rows = acts.ask(_COUNTED[metric](acts, platform, span))
    except duckdb.FAILURES:  # an erasure removed files that these acts still name; the next state has new ones
        return {}
    found: dict[int, dict[date, int]] = {}
    for row in rows:
        if row["channel"] is not None:
            found.setdefault(row["channel"], {})[row["day"]] = row["n"]
    return found


def name_of_channel(key: int) -> str:
    """As its platform calls it; empty where that is not known."""
    return Channel.objects.filter(pk=key).values_list("name", flat=True).first() or ""


def _activities(acts: Acts, platform: str, span: Span) -> Table:
    said = each(acts, span, platform)
    return said.aggregate(by=["channel", "day"], n=said.count())


def _people(acts: Acts, platform: str, span: Span) -> Table:
    """Who was in two channels counts in both."""
    said = each(acts, span, platform)
    return said.aggregate(by=["channel", "day"], n=said.member.nunique())


def _newcomers(acts: Acts, platform: str, span: Span) -> Table:
    """By where they did what they ever did first."""
    firsts = acts.firsts.filter(acts.firsts.day.between(span.first, span.last)).select("member", "first_at")
    said = each(acts, span, platform)
    began = said.join(firsts, [said.member == firsts.member, said["at"] == firsts.first_at])
    return began.aggregate(by=["channel", "day"], n=began.member.nunique())


def _questions(acts: Acts, platform: str, span: Span) -> Table:
    waits = acts.waits
    asked = waits.filter(waits.platform == platform, waits.day.between(span.first, span.last), waits.side.isin(SIDES))
    return asked.aggregate(by=["channel", "day"], n=asked.count())


_COUNTED: Mapping[str, Callable[[Acts, str, Span], Table]] = {
    "activity": _activities,
    "active_members": _people,
    "new_members": _newcomers,
    "questions": _questions,
}
