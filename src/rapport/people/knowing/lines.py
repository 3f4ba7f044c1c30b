"""The course of somebody's pace as a line in its band, for a drawing."""

from collections.abc import Sequence
from typing import NamedTuple

from rapport.people.knowing.pace import Step

WIDTH, HEIGHT = 600, 96


class Drawn(NamedTuple):
    line: str
    """Points of an SVG polyline."""
    band: str
    """Points of the polygon around it."""
    top: float
    """What the upper edge stands for, in points a month."""
    width: int = WIDTH
    height: int = HEIGHT


def drawn(course: Sequence[Step]) -> Drawn | None:
    """None for fewer than two steps."""
    if len(course) < 2:
        return None
    first, last = course[0].day.toordinal(), course[-1].day.toordinal()
    top = max(step.pace.high for step in course) or 1.0
    at = [WIDTH * (step.day.toordinal() - first) / (last - first) for step in course]
    line = [_point(x, step.pace.points, top) for x, step in zip(at, course, strict=True)]
    above = [_point(x, step.pace.high, top) for x, step in zip(at, course, strict=True)]
    below = [_point(x, step.pace.low, top) for x, step in zip(at, course, strict=True)]
    return Drawn(" ".join(line), " ".join([*above, *reversed(below)]), top)


def _point(x: float, value: float, top: float) -> str:
    return f"{x:.1f},{HEIGHT * (1 - value / top):.1f}"
