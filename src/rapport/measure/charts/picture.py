"""What a chart shows, as a value: equal pictures are drawn once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.annotations.mark import Mark
from rapport.measure.answer import Answer, Row
from rapport.measure.charts.theme import MOST_SERIES
from rapport.measure.comparing import Other
from rapport.measure.estimates.estimate import FEW
from rapport.measure.labels import group_label


class Point(NamedTuple):
    first: date
    after: date
    """The day after the period's last."""
    complete: bool
    group: str
    value: float
    low: float | None = None
    high: float | None = None
    """The interval, of an estimate."""
    href: str = ""
    """Where whom or what it rests on can be looked at."""
    says: str = ""
    """What a link there is called."""


Ways = Callable[[Row], tuple[str, str]]


class Size(NamedTuple):
    """In CSS pixels of the drawing; pages scale it to the room there is."""

    width: int
    height: int
    lines: int = 3
    """Of the names of what happened, at most."""


CARD, PAGE, POST = Size(440, 190, lines=1), Size(680, 290), Size(1200, 630)
ALONE = Size(680, 400)
"""Of a drawing with its words in it, as wide as PAGE."""
PHONE = Size(360, 250)
"""Of a page's chart where there is no room for PAGE: scaled down its words could not be read."""


class Picture(NamedTuple):
    points: tuple[Point, ...]
    groups: tuple[str, ...]
    """As the ledger calls them, the largest first; empty for a single series."""
    labels: tuple[str, ...]
    """As people call them, one a group."""
    size: Size
    title: str
    about: str
    """For who cannot see it."""
    estimated: bool = False
    """Whether it is drawn as points with their intervals, not as bars from nothing."""
    marks: tuple[Mark, ...] = ()
    """What happened in its time; those are drawn for which there is room."""
    ordered: bool = False
    """Whether its groups stand side by side in an order of their own, each with all its time added up."""
    hours: bool = False
    """Whether its values are lengths of time, in hours."""
    small_print: str = ""
    """What stands beside it on a page. With it, the drawing holds its title and this itself."""
    ways: tuple[tuple[str, str], ...] = ()
    """Where each group's time, added up, can be looked at, and what a link there is called; as `Point` has them."""

    @property
    def over_time(self) -> bool:
        """Whether its left edge is a day and its right edge a later one."""
        if self.ordered:
            return False
        return not self.groups or len({point.first for point in self.points}) >= LINE_FROM

    @property
    def banded(self) -> bool:
        """Whether intervals are drawn: around each point of few lines, and beside each of what is no line."""
        return self.estimated and (len(self.groups) <= MOST_BANDS or not self.over_time)


LINE_FROM = 3
"""Periods that a line needs to say anything; of fewer, groups are told by one bar each."""
LINE_OF = 2
"""Points of which a single line is drawn."""
MOST_BANDS = 3
"""More intervals one upon the other cannot be told apart; the table has them."""


def picture_of(
    answer: Answer,
    sentence: str,
    size: Size,
    other: Other | None = None,
    ways: Ways | None = None,
    marks: tuple[Mark, ...] = (),
) -> Picture:
    """The answer's periods, of at most five groups, or beside another's.

    `ways` gives each row the address of what it rests on; without them it is a drawing alone.
    """
    if other:
        return _both(answer, other, sentence, size)._replace(marks=marks)
    if answer.metric.order:
        return _side_by_side(answer, sentence, size, ways)
    groups = answer.groups[:MOST_SERIES]
    points = tuple(
        _point(row, ways)
        for row in answer.rows
        if (row.group is None or row.group in groups)
        and row.value is not None
        # Of few there is nothing to draw; the table says how few they are.
        and not (answer.metric.estimated and row.n < FEW)
    )
    groups = tuple(group for group in groups if any(point.group == group for point in points))
    labels = tuple(group_label(answer, group) for group in groups)
    if _says_nothing(points, answer.metric.estimated and not groups):
        points = groups = labels = ()
    shown = f", the {len(groups)} largest of {len(answer.groups)}" if len(groups) < len(answer.groups) else ""
    broken = answer.question.by or answer.metric.own
    by = f" by {broken}{shown}" if broken else ""
    about = f"{answer.metric.title}, {answer.metric.unit} per {answer.grain}{by}. The same figures are in a table."
    hours = answer.metric.unit == "hours"
    whole = _added_up(answer, groups, ways)
    return Picture(
        points, groups, labels, size, sentence, about, answer.metric.estimated, marks, hours=hours, ways=whole
    )


def _says_nothing(points: tuple[Point, ...], line: bool) -> bool:
    """A count of nothing all along, and a line of one point: the sentence tells as much."""
    return len(points) < LINE_OF if line else not any(point.value or point.low is not None for point in points)


def _side_by_side(answer: Answer, sentence: str, size: Size, ways: Ways | None) -> Picture:
    """A bar each of its groups, also of those of which there is nothing."""
    metric = answer.metric
    points = tuple(_point(row, None) for row in answer.rows if row.value)
    labels = tuple(metric.labels(group) for group in metric.order)
    about = f"{metric.title}, {metric.unit} by {metric.own}. The same figures are in a table."
    groups, whole = (metric.order, _added_up(answer, metric.order, ways)) if points else ((), ())
    return Picture(points, groups, labels, size, sentence, about, ordered=True, ways=whole)


def _added_up(answer: Answer, groups: tuple[str, ...], ways: Ways | None) -> tuple[tuple[str, str], ...]:
    """The way to each group's whole time."""
    if ways is None or answer.span is None:
        return ()
    sums = dict.fromkeys(groups, 0.0)
    for row in answer.rows:
        if row.group in sums:
            sums[row.group] += row.value or 0
    return tuple(ways(Row(*answer.span, True, group, value, 0)) for group, value in sums.items())


def _point(row: Row, ways: Ways | None) -> Point:
    way = ways(row) if ways else ()
    return Point(row.first, _after(row.last), row.complete, row.group or "", row.value or 0, row.low, row.high, *way)


def _both(answer: Answer, other: Other, sentence: str, size: Size) -> Picture:
    """Two lines: the first answer, and the other's rows at the places of its own."""
    mine = [(row, row, "mine") for row in answer.rows]
    others = [(row, beside, other.key) for row, beside in zip(answer.rows, other.rows(answer), strict=True) if beside]
    points = tuple(
        Point(place.first, _after(place.last), place.complete and row.complete, group, row.value, row.low, row.high)
        for place, row, group in (*mine, *others)
        if row.value is not None and not (answer.metric.estimated and row.n < FEW)
    )
    about = f"{answer.metric.title}, {answer.metric.unit} per {answer.grain}: {other.mine} and {other.label}."
    called = {"mine": other.mine, other.key: other.label}
    groups = tuple(group for group in called if any(point.group == group for point in points))
    labels = tuple(called[group] for group in groups)
    hours = answer.metric.unit == "hours"
    return Picture(points, groups, labels, size, sentence, about, answer.metric.estimated, hours=hours)


def _after(day: date) -> date:
    """The next day; on the calendar's last one, that day itself."""
    return day if day == date.max else day + timedelta(days=1)
