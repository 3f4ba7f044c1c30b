"""Lines over time: an estimate in its interval, and groups with their names."""

from collections.abc import Iterator
from itertools import pairwise
from math import log
from typing import Any

import altair

from rapport.measure.charts import axes, layout
from rapport.measure.charts.picture import Picture, Point
from rapport.measure.charts.rows import BAND, FAINT, Data, as_it_stands, between, in_pieces, leads, row_of
from rapport.measure.charts.theme import SIZE, colour, strokes


def estimates(picture: Picture, data: Data) -> list[altair.Chart]:
    """A band for the interval, broken where nothing can be said, and the value in its middle."""
    data["line"], data["band"], data["dots"] = [], [], []
    for piece, point in in_pieces(picture.points):
        row = row_of(point, piece=piece, strength=1 if point.complete else FAINT)
        data["line"].append(row)
        data["dots"].append(row)
        data["band"].append(row_of(point, piece=piece, **between(picture, point)))
    chart = {name: altair.Chart(altair.NamedData(name)) for name in data}
    x, y = axes.times(picture), axes.values(picture)
    band = chart["band"].mark_area(color=colour("--accent"), opacity=BAND)
    line = chart["line"].mark_line(color=colour("--accent"))
    dots = chart["dots"].mark_circle(color=colour("--accent"), size=28, opacity=1)
    return [
        band.encode(x=x, y=axes.values(picture, "low:Q"), y2="high:Q", detail="piece:N"),
        line.encode(x=x, y=y, detail="piece:N"),
        dots.encode(x=x, y=y, opacity=as_it_stands(altair.Opacity, "strength:Q"), **leads(picture)),
    ]


def by_group(picture: Picture, data: Data) -> list[altair.Chart]:
    """A line a group, dashed where the period is not complete, with its name at its end."""
    data["whole"], data["broken"] = [], []
    for group, look, points in _looks(picture):
        for (number, before), (other, after) in pairwise(points):
            drawn = "whole" if before.complete and after.complete else "broken"
            piece = f"{group} {number}" if drawn == "whole" else f"{group} {before.first}"
            if number == other:
                data[drawn] += [row_of(point, piece=piece, **look) for point in (before, after)]
    dashes = {"whole": [1, 0], "broken": [2, 4]}
    lines = [_line_layer(picture, rows, dash) for rows, dash in dashes.items() if data[rows]]
    behind = _bands(picture, data) if picture.banded else []
    return [
        *behind,
        *lines,
        *([_dots(picture, data)] if picture.estimated or leads(picture) else []),
        _names(picture, data),
    ]


def _looks(picture: Picture) -> Iterator[tuple[str, dict[str, Any], list[tuple[int, Point]]]]:
    """Each group with the colour of its line, and its points with the numbers of their pieces."""
    for group, stroke in zip(picture.groups, strokes(picture.groups), strict=True):
        points = [point for point in picture.points if point.group == group]
        yield group, {"colour": colour(stroke.token), "strength": stroke.opacity}, [*in_pieces(points)]


def _bands(picture: Picture, data: Data) -> list[altair.Chart]:
    """Around each line its intervals, faint; around a point between two gaps an upright one."""
    data["bands"], data["alone"] = [], []
    for group, look, points in _looks(picture):
        pieces = [piece for piece, _ in points]
        for piece, point in points:
            row = row_of(point, piece=f"{group} {piece}", **look, **between(picture, point))
            data["bands" if pieces.count(piece) > 1 else "alone"].append(row)
    where = {"x": axes.times(picture), "y": axes.values(picture, "low:Q"), "y2": "high:Q"}
    hue = as_it_stands(altair.Color, "colour:N")
    marked = {
        name: altair.Chart(altair.NamedData(name)).encode(**where, color=hue, detail="piece:N")
        for name in ("bands", "alone")
    }
    upright = marked["alone"].mark_rule(opacity=2 * BAND, strokeWidth=3)
    return [
        *([marked["bands"].mark_area(opacity=BAND)] if data["bands"] else []),
        *([upright] if data["alone"] else []),
    ]


def _dots(picture: Picture, data: Data) -> altair.Chart:
    """Each point is drawn of estimates, as there is no line of one between two gaps, and where it leads somewhere."""
    data["dots"] = [row_of(point, **look) for _, look, points in _looks(picture) for _, point in points]
    dots = altair.Chart(altair.NamedData("dots")).mark_circle(size=22, opacity=1)
    hue, strength = as_it_stands(altair.Color, "colour:N"), as_it_stands(altair.Opacity, "strength:Q")
    return dots.encode(x=axes.times(picture), y=axes.values(picture), color=hue, opacity=strength, **leads(picture))


def _line_layer(picture: Picture, rows: str, dash: list[int]) -> altair.Chart:
    lines = altair.Chart(altair.NamedData(rows)).mark_line(strokeDash=dash)
    return lines.encode(
        x=axes.times(picture),
        y=axes.values(picture),
        detail="piece:N",
        color=as_it_stands(altair.Color, "colour:N"),
        opacity=as_it_stands(altair.Opacity, "strength:Q"),
    )


def _names(picture: Picture, data: Data) -> altair.Chart:
    """Each line's name beside its end, pushed apart where they would cover one another."""
    height, (left, words) = layout.height_of(picture), layout.sides(picture)
    ended = [point for point in picture.points if point.complete]
    last = {point.group: point.value for points in (picture.points, ended) for point in points}
    wanted = [height * (1 - _share(picture, last[group])) for group in picture.groups]
    places = apart(wanted, SIZE + 3, height)
    data["names"] = [
        {"label": label, "colour": colour(stroke.token), "place": place}
        for label, stroke, place in zip(picture.labels, strokes(picture.groups), places, strict=True)
    ]
    names = altair.Chart(altair.NamedData("names")).mark_text(align="left", baseline="middle", limit=words - 10)
    return names.encode(
        x=altair.value(picture.size.width - left - words + 8),
        y=altair.Y("place:Q", scale=None, axis=None),
        text="label:N",
        color=as_it_stands(altair.Color, "colour:N"),
    )


def _share(picture: Picture, value: float) -> float:
    """How high it stands in the drawing, from 0 to 1."""
    if axes.by_powers(picture):
        low, high = axes.powers(picture).domain
        return (log(max(value, low)) - log(low)) / (log(high) - log(low))
    return value / axes.top(picture)


def apart(wanted: list[float], gap: float, height: float) -> list[float]:
    """Places as near to the wanted ones as may be, at least `gap` apart, none below `height` where all fit."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = list(wanted)
    for before, index in zip([None, *order], order, strict=False):
        if before is not None:
            places[index] = max(places[index], places[before] + gap)
    lowest = height
    for index in reversed(order):
        places[index] = min(places[index], lowest)
        lowest = places[index] - gap
    return places
