"""In which channel, repository or category the difference of an unusual day was made, and on which topic.

The acts know neither, so the day and those before it are read from every single activity of one or two months.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from ibis.expr.types import Scalar, Table

from rapport.ledger.engines import duckdb
from rapport.ledger.models import Channel
from rapport.measure.each import each
from rapport.measure.models import Topic
from rapport.measure.topics.table import OTHER, UNREAD, with_topic
from rapport.people.acts import Acts
from rapport.people.standing import PEOPLE
from rapport.words.span import Span

Group = TypeVar("Group", int, str)
Counts = Mapping[Group, Mapping[date, int]]
"""Of each group, what there was on each day; days without anything are missing."""


def by_channel(acts: Acts, metric: str, platform: str, span: Span) -> Counts[int]:
    """The metric's figures of each day, by channel; empty where the metric knows none, or just now cannot be told."""
    return _by(acts, metric, platform, span, "channel")


def by_topic(acts: Acts, metric: str, platform: str, span: Span) -> Counts[str]:
    """The same by what the conversation is about in which it was done; OTHER and UNREAD are among them."""
    return _by(acts, metric, platform, span, "topic")


def _by(acts: Acts, metric: str, platform: str, span: Span, by: str) -> dict[Any, dict[date, int]]:
    if metric not in _COUNTED:
        return {}
    counted = _COUNTED[metric]
    said = counted.rows(acts, platform, span)
    if by == "topic":
        said = with_topic(acts, said, counted.begun_by)
    try:
        told = acts.ask(said.aggregate(by=[by, "day"], n=counted.count(said)))
    except duckdb.FAILURES:  # an erasure removed files that these acts still name; the next state has new ones
        return {}
    found: dict[Any, dict[date, int]] = {}
    for row in told:
        if row[by] is not None:
            found.setdefault(row[by], {})[row["day"]] = row["n"]
    return found


def name_of_channel(key: int) -> str:
    """As its platform calls it; empty where that is not known."""
    return Channel.objects.filter(pk=key).values_list("name", flat=True).first() or ""


def name_of_topic(group: str) -> str:
    """As the team calls it, else in its own words; empty of none, and of one that the team hid or that ended."""
    if group in (OTHER, UNREAD):
        return ""
    return str(Topic.objects.filter(pk=int(group), hidden=False, ended_at=None).first() or "")


def _all(acts: Acts, platform: str, span: Span) -> Table:
    return each(acts, span, platform)


def _newcomers(acts: Acts, platform: str, span: Span) -> Table:
    """By what they ever did first."""
    firsts = acts.firsts.filter(acts.firsts.day.between(span.first, span.last)).select("member", "first_at")
    said = each(acts, span, platform)
    return said.join(firsts, [said.member == firsts.member, said["at"] == firsts.first_at])


def _questions(acts: Acts, platform: str, span: Span) -> Table:
    waits = acts.waits
    return waits.filter(waits.platform == platform, waits.day.between(span.first, span.last), waits.side.isin(PEOPLE))


def _people(said: Table) -> Scalar:
    """Who was in two channels counts in both."""
    return said.member.nunique()


class _Counted(NamedTuple):
    """A metric, counted from what knows channels and conversations."""

    rows: Callable[[Acts, str, Span], Table]
    count: Callable[[Table], Scalar]
    begun_by: str = "root"
    """The column that names what begins the conversation (`with_topic`)."""


_COUNTED: Mapping[str, _Counted] = {
    "activity": _Counted(_all, Table.count),
    "active_members": _Counted(_all, _people),
    "new_members": _Counted(_newcomers, _people),
    "questions": _Counted(_questions, Table.count, "id"),
}
