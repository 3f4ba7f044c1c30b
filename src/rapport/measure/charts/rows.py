"""The rows that layers are drawn from."""

from collections.abc import Iterator, Sequence
from typing import Any

from rapport.measure.charts import axes
from rapport.measure.charts.picture import Picture, Point

FAINT = 0.35
"""How strongly a period that is not complete is drawn."""
BAND = 0.16
"""And an interval."""
Data = dict[str, list[dict[str, Any]]]
"""The rows of each layer, beside the chart: Altair would copy each of them several times."""


def row_of(point: Point, **more: Any) -> dict[str, Any]:
    """Times at midnight UTC, as the day of a rollup is."""
    times = {"first": f"{point.first}T00:00:00Z", "after": f"{point.after}T00:00:00Z"}
    ways = {"href": f"#{point.href}"} if point.href else {}
    return {**times, "value": point.value, **ways, **more}


def between(picture: Picture, point: Point) -> dict[str, float]:
    """Its interval as far as it is drawn: an end that is not known lies at the edge."""
    top = axes.top(picture)
    return {"low": 0 if point.low is None else point.low, "high": top if point.high is None else min(point.high, top)}


def in_pieces(points: Sequence[Point]) -> Iterator[tuple[int, Point]]:
    """Each point of a line with the number of its piece: where a period is missing, another begins."""
    piece, before = 0, None
    for point in points:
        piece += before is not None and point.first > before
        before = point.after
        yield piece, point


def as_it_stands(channel: type[Any], field: str) -> Any:
    """A colour or opacity that the row itself gives."""
    return channel(field, scale=None, legend=None)


def leads(picture: Picture) -> dict[str, Any]:
    """The channel of links, where any point or group has one."""
    return {"href": "href:N"} if picture.ways or any(point.href for point in picture.points) else {}


def ways_of_groups(picture: Picture) -> dict[str, dict[str, str]]:
    """Of each group the link of its bar, as a row has it; nothing of one that leads nowhere."""
    ways = {group: {"href": f"#{href}"} for group, (href, _) in zip(picture.groups, picture.ways, strict=False)}
    return {group: ways.get(group, {}) for group in picture.groups}
