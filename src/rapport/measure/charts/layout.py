"""Where the parts of a picture stand: heading, names of marks, the drawing itself and the words around it."""

from datetime import date
from functools import lru_cache

from rapport.measure.charts import heading, marks
from rapport.measure.charts.heading import Heading
from rapport.measure.charts.marks import Placed
from rapport.measure.charts.picture import Picture

_LEFT, _RIGHT, TOP, FOOT = 44, 8, 8, 24
_LETTER = 7
"""Pixels that a letter of a name takes, rather more than less."""
_LEFT_OF_TIMES = 60
"""Lengths of time are longer words than numbers."""


def sides(picture: Picture) -> tuple[int, int]:
    """Pixels left and right of the drawing: the names of lines stand on the right, those of bars on the left."""
    words = min(132, picture.size.width // 3)
    if picture.ordered:
        return _LEFT, _RIGHT
    if not picture.over_time:
        return min(_LETTER * max(map(len, picture.labels), default=0) + 20, picture.size.width // 3), _RIGHT
    return _LEFT_OF_TIMES if picture.hours else _LEFT, words if picture.groups else _RIGHT


def height_of(picture: Picture) -> int:
    """Of the drawing itself, without heading, axis and names of marks."""
    around = TOP + FOOT + heading_of(picture).height
    return picture.size.height - around - marks.height(drawn_marks(picture))


def heading_of(picture: Picture) -> Heading:
    """Nothing where a page says it."""
    small = picture.small_print
    return heading.heading(picture.title, small, picture.size.width) if small else Heading((), 0)


@lru_cache(maxsize=256)
def drawn_marks(picture: Picture) -> tuple[Placed, ...]:
    """Which of its marks stand in the picture, and where."""
    if not picture.marks or not picture.over_time or not picture.points:
        return ()
    first, after = _edges(picture)
    width = picture.size.width - sum(sides(picture))
    return marks.placed(picture.marks, first, after, width, picture.size.lines)


def _edges(picture: Picture) -> tuple[date, date]:
    """The days at whose beginning the drawing begins and ends. A line ends where its last period begins."""
    lines = picture.groups or picture.estimated
    last = (point.first if lines else point.after for point in picture.points)
    return min(point.first for point in picture.points), max(last)
