"""The axes of a picture: time below, values on the left, with lines where words fit."""

from statistics import median

import altair

from rapport.measure.charts.picture import LINE_FROM, Picture
from rapport.measure.figures import lasting

_DATE = (
    "utchours(datum.value) > 0 ? ''"
    " : utcFormat(datum.value, utcdate(datum.value) > 1 ? '%b %-d' : utcmonth(datum.value) > 0 ? '%B' : '%Y')"
)
"""A day, or the month or year that begins with it."""


def times(picture: Picture) -> altair.X:
    count = max(3, picture.size.width // 110)
    axis = altair.Axis(tickCount=count, labelOverlap=True, labelFlush=True, labelSeparation=8, labelExpr=_DATE)
    return altair.X("first:T", scale=altair.Scale(type="utc", nice=False), axis=axis)


def top(picture: Picture) -> float:
    """The value at the top edge."""
    if picture.estimated:
        # An interval that reaches far beyond all values would press them flat: it is cut at the edge instead.
        values = max((point.value for point in picture.points), default=0)
        highest = max(((picture.banded and point.high) or point.value for point in picture.points), default=0)
        return max(min(highest, 3 * values) if values else highest, values, 1e-9) * 1.04
    return max(1, max((point.value for point in picture.points), default=0)) * 1.04


def values(picture: Picture, field: str = "value:Q") -> altair.Y:
    return altair.Y(field, scale=scale_of(picture), axis=axis_of(picture))


def scale_of(picture: Picture) -> altair.Scale:
    """Of the values."""
    return powers(picture) if by_powers(picture) else altair.Scale(domain=[0, top(picture)], nice=False)


def axis_of(picture: Picture) -> altair.Axis:
    """Of the values."""
    if by_powers(picture):
        return _time_lines(picture, list(TIMES))
    highest = top(picture)
    if picture.hours:
        step = next((step for step in STEPS if step * MOST_LINES >= highest), STEPS[-1])
        return _time_lines(picture, [step * line for line in range(MOST_LINES + 1)])
    if not picture.estimated and highest < 5:  # nobody is half a person
        return _numbers(int(highest))
    fine = "~s" if highest >= 10_000 else ",d" if highest >= 4 else ",.2~f"
    return altair.Axis(format=fine, labelExpr=_PLAIN_NOTHING)


def _numbers(highest: int) -> altair.Axis:
    return altair.Axis(format=",d", values=list(range(highest + 1)), tickCount=highest + 1)


_PLAIN_NOTHING = "datum.value === 0 ? '0' : datum.label"
"""Else it would be called 0k between thousands."""
TIMES = (1 / 60, 1 / 6, 1, 24, 168, 720, 8760)
"""Hours at the lines of an axis by powers: a minute, ten, an hour, a day, a week, thirty days, a year."""
_MINUTES, _HOURS, _DAYS = (1, 2, 5, 10, 20, 30), (1, 2, 3, 6, 12), (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
STEPS = (*(n / 60 for n in _MINUTES), *_HOURS, *(24 * n for n in _DAYS))
"""Hours from one line of an axis in steps to the next."""
MOST_LINES = 5
FAR = 50
"""So many times the usual length of time is drawn by powers: in steps it would press all others flat."""


def _time_lines(picture: Picture, hours: list[float]) -> altair.Axis:
    """Each called in words that fit: nobody knows how long 2,000 hours are."""
    low, high = powers(picture).domain if by_powers(picture) else (0, top(picture))
    within = [line for line in hours if low <= line <= high]
    words = "".join(f"datum.value === {line!r} ? '{lasting(line) if line else 0}' : " for line in within)
    # Of more than the count each second one would be left out.
    return altair.Axis(values=within, tickCount=len(within), labelExpr=f"{words}''")


def by_powers(picture: Picture) -> bool:
    """Whether each line of its axis is a multiple of the one below it."""
    values = [point.value for point in picture.points if point.value > 0]
    return picture.hours and len(values) >= LINE_FROM and max(values) > FAR * median(values)


def powers(picture: Picture) -> altair.Scale:
    """From the shortest time to the highest value; what is shorter or longer stands at the edge."""
    least = min(point.value for point in picture.points if point.value > 0) / 2
    return altair.Scale(type="log", domain=[least, top(picture)], nice=False, clamp=True)
