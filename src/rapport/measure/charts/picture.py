"""What a chart shows, as a value: equal pictures are drawn once."""

from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.answer import Answer
from rapport.measure.charts.theme import MOST_SERIES
from rapport.measure.labels import group_label


class Point(NamedTuple):
    first: date
    after: date
    """The day after the period's last."""
    complete: bool
    group: str
    value: int


class Size(NamedTuple):
    """In CSS pixels of the drawing; pages scale it to the room there is."""

    width: int
    height: int


CARD, PAGE, POST = Size(440, 190), Size(680, 290), Size(1200, 630)


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


def picture_of(answer: Answer, sentence: str, size: Size) -> Picture:
    """The answer's periods, of at most five groups."""
    groups = answer.groups[:MOST_SERIES]
    points = tuple(
        Point(row.first, _after(row.last), row.complete, row.group or "", row.value)
        for row in answer.rows
        if row.group is None or row.group in groups
    )
    labels = tuple(group_label(answer.question.by, group) for group in groups)
    shown = f", the {len(groups)} largest of {len(answer.groups)}" if len(groups) < len(answer.groups) else ""
    by = f" by {answer.question.by}{shown}" if answer.question.by else ""
    about = f"{answer.metric.title}, {answer.metric.unit} per {answer.grain}{by}. The same figures are in a table."
    return Picture(points, groups, labels, size, sentence, about)


def _after(day: date) -> date:
    """The next day; on the calendar's last one, that day itself."""
    return day if day == date.max else day + timedelta(days=1)
