"""A picture as SVG or PNG, by Altair and vl-convert; nothing is fetched."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import log
from statistics import median
from typing import Any

import altair
import vl_convert

from rapport.measure.charts import heading, marks
from rapport.measure.charts.heading import Heading
from rapport.measure.charts.inline import alone, inline
from rapport.measure.charts.marks import Placed
from rapport.measure.charts.picture import LINE_FROM, Picture, Point
from rapport.measure.charts.theme import SIZE, colour, config, strokes
from rapport.measure.figures import lasting
from rapport.measure.periods import day_name

_LEFT, _RIGHT, _TOP, _FOOT = 44, 8, 8, 24
_LETTER = 7
"""Pixels that a letter of a name takes, rather more than less."""
_LEFT_OF_TIMES = 60
"""Lengths of time are longer words than numbers."""
_FAINT = 0.35
"""How strongly a period that is not complete is drawn."""
_BAND = 0.16
"""And an interval."""


@lru_cache(maxsize=256)
def svg_for_page(picture: Picture) -> str:
    """For the page itself: colours by token, no style attributes, its title and description inside."""
    drawn = vl_convert.vegalite_to_svg(_spec(picture))
    called = {point.href: point.says for point in picture.points if point.href} | dict(picture.ways)
    return inline(drawn, picture.title, picture.about + _told(drawn_marks(picture)), called)


def svg_file(picture: Picture) -> str:
    """Its title and description inside, for who cannot see it."""
    drawn = vl_convert.vegalite_to_svg(_spec(picture, background="white"))
    return alone(drawn, picture.title, (picture.small_print or picture.about) + _told(drawn_marks(picture)))


def png_file(picture: Picture) -> bytes:
    """Twice as many pixels as the picture's size says, for sharp screens."""
    drawn: bytes = vl_convert.vegalite_to_png(_spec(picture, background="white"), scale=2)
    return drawn


def pdf_file(picture: Picture) -> bytes:
    """One page of the picture's size, with its font in it."""
    drawn: bytes = vl_convert.vegalite_to_pdf(_spec(picture))
    return drawn


Data = dict[str, list[dict[str, Any]]]
"""The rows of each layer, beside the chart: Altair would copy each of them several times."""


def _spec(picture: Picture, background: str = "transparent") -> dict[str, Any]:
    left, right = _sides(picture)
    data: Data = {}
    if picture.ordered:
        layers = [_in_order(picture, data)]
    elif not picture.over_time:
        layers = _latest(picture, data) if picture.estimated else [_totals(picture, data)]
    elif picture.groups:
        layers = _lines(picture, data)
    elif picture.estimated:
        layers = _estimates(picture, data)
    else:
        layers = [_bars(picture, data)]
    chart = altair.layer(*layers).properties(width=picture.size.width - left - right, height=_height(picture))
    drawn = chart.to_dict(validate=False)
    happened = drawn_marks(picture)
    if happened:
        data["happened"] = marks.rows(happened)
        behind, before = marks.layers(_height(picture))
        drawn["layer"] = [*behind, *drawn["layer"], *before]
    above = _TOP + _heading(picture).height
    drawn["layer"] += heading.layers(_heading(picture), left, above + marks.height(happened))
    return {
        **drawn,
        "config": {**config(), "background": background},
        "autosize": "none",
        "datasets": data,
        "padding": {"left": left, "right": right, "top": above + marks.height(happened), "bottom": _FOOT},
    }


def _sides(picture: Picture) -> tuple[int, int]:
    """Pixels left and right of the drawing: the names of lines stand on the right, those of bars on the left."""
    words = min(132, picture.size.width // 3)
    if picture.ordered:
        return _LEFT, _RIGHT
    if not picture.over_time:
        return min(_LETTER * max(map(len, picture.labels), default=0) + 20, picture.size.width // 3), _RIGHT
    return _LEFT_OF_TIMES if picture.hours else _LEFT, words if picture.groups else _RIGHT


def _height(picture: Picture) -> int:
    """Of the drawing itself, without heading, axis and names of marks."""
    around = _TOP + _FOOT + _heading(picture).height
    return picture.size.height - around - marks.height(drawn_marks(picture))


def _heading(picture: Picture) -> Heading:
    """Nothing where a page says it."""
    small = picture.small_print
    return heading.heading(picture.title, small, picture.size.width) if small else Heading((), 0)


@lru_cache(maxsize=256)
def drawn_marks(picture: Picture) -> tuple[Placed, ...]:
    """Which of its marks stand in the picture, and where."""
    if not picture.marks or not picture.over_time or not picture.points:
        return ()
    first, after = _edges(picture)
    width = picture.size.width - sum(_sides(picture))
    return marks.placed(picture.marks, first, after, width, picture.size.lines)


def _edges(picture: Picture) -> tuple[date, date]:
    """The days at whose beginning the drawing begins and ends. A line ends where its last period begins."""
    lines = picture.groups or picture.estimated
    last = (point.first if lines else point.after for point in picture.points)
    return min(point.first for point in picture.points), max(last)


def _told(happened: tuple[Placed, ...]) -> str:
    told = "; ".join(f"{one.mark.title}, {day_name(one.mark.first)}" for one in happened)
    return f" Marked: {told}." if told else ""


def _row(point: Point, **more: Any) -> dict[str, Any]:
    """Times at midnight UTC, as the day of a rollup is."""
    times = {"first": f"{point.first}T00:00:00Z", "after": f"{point.after}T00:00:00Z"}
    ways = {"href": f"#{point.href}"} if point.href else {}
    return {**times, "value": point.value, **ways, **more}


_DATE = (
    "utchours(datum.value) > 0 ? ''"
    " : utcFormat(datum.value, utcdate(datum.value) > 1 ? '%b %-d' : utcmonth(datum.value) > 0 ? '%B' : '%Y')"
)
"""A day, or the month or year that begins with it."""


def _time_axis(picture: Picture) -> altair.X:
    count = max(3, picture.size.width // 110)
    axis = altair.Axis(tickCount=count, labelOverlap=True, labelFlush=True, labelSeparation=8, labelExpr=_DATE)
    return altair.X("first:T", scale=altair.Scale(type="utc", nice=False), axis=axis)


def _highest(picture: Picture) -> float:
    """The value at the top edge."""
    if picture.estimated:
        # An interval that reaches far beyond all values would press them flat: it is cut at the edge instead.
        values = max((point.value for point in picture.points), default=0)
        highest = max(((picture.banded and point.high) or point.value for point in picture.points), default=0)
        return max(min(highest, 3 * values) if values else highest, values, 1e-9) * 1.04
    return max(1, max((point.value for point in picture.points), default=0)) * 1.04


def _value_axis(picture: Picture, field: str = "value:Q") -> altair.Y:
    return altair.Y(field, scale=_scale(picture), axis=_axis(picture))


def _scale(picture: Picture) -> altair.Scale:
    """Of the values."""
    return _powers(picture) if by_powers(picture) else altair.Scale(domain=[0, _highest(picture)], nice=False)


def _axis(picture: Picture) -> altair.Axis:
    """Of the values."""
    if by_powers(picture):
        return _time_lines(picture, list(TIMES))
    highest = _highest(picture)
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
    low, high = _powers(picture).domain if by_powers(picture) else (0, _highest(picture))
    within = [line for line in hours if low <= line <= high]
    words = "".join(f"datum.value === {line!r} ? '{lasting(line) if line else 0}' : " for line in within)
    # Of more than the count each second one would be left out.
    return altair.Axis(values=within, tickCount=len(within), labelExpr=f"{words}''")


def by_powers(picture: Picture) -> bool:
    """Whether each line of its axis is a multiple of the one below it."""
    values = [point.value for point in picture.points if point.value > 0]
    return picture.hours and len(values) >= LINE_FROM and max(values) > FAR * median(values)


def _powers(picture: Picture) -> altair.Scale:
    """From the shortest time to the highest value; what is shorter or longer stands at the edge."""
    least = min(point.value for point in picture.points if point.value > 0) / 2
    return altair.Scale(type="log", domain=[least, _highest(picture)], nice=False, clamp=True)


def _as_it_stands(channel: type[Any], field: str) -> Any:
    """A colour or opacity that the row itself gives."""
    return channel(field, scale=None, legend=None)


def _bars(picture: Picture, data: Data) -> altair.Chart:
    data["bars"] = [_row(point, strength=1 if point.complete else _FAINT) for point in picture.points]
    bars = altair.Chart(altair.NamedData("bars")).mark_bar(color=colour("--accent"), xOffset=0.5, x2Offset=-0.5)
    strength = _as_it_stands(altair.Opacity, "strength:Q")
    x, y = _time_axis(picture), _value_axis(picture)
    return bars.encode(x=x, x2="after:T", y=y, y2=altair.datum(0), opacity=strength, **_ways(picture))


def _ways(picture: Picture) -> dict[str, Any]:
    return {"href": "href:N"} if picture.ways or any(point.href for point in picture.points) else {}


def _estimates(picture: Picture, data: Data) -> list[altair.Chart]:
    """A band for the interval, broken where nothing can be said, and the value in its middle."""
    data["line"], data["band"], data["dots"] = [], [], []
    for piece, point in _pieces(picture.points):
        row = _row(point, piece=piece, strength=1 if point.complete else _FAINT)
        data["line"].append(row)
        data["dots"].append(row)
        data["band"].append(_row(point, piece=piece, **_between(picture, point)))
    chart = {name: altair.Chart(altair.NamedData(name)) for name in data}
    x, y = _time_axis(picture), _value_axis(picture)
    band = chart["band"].mark_area(color=colour("--accent"), opacity=_BAND)
    line = chart["line"].mark_line(color=colour("--accent"))
    dots = chart["dots"].mark_circle(color=colour("--accent"), size=28, opacity=1)
    return [
        band.encode(x=x, y=_value_axis(picture, "low:Q"), y2="high:Q", detail="piece:N"),
        line.encode(x=x, y=y, detail="piece:N"),
        dots.encode(x=x, y=y, opacity=_as_it_stands(altair.Opacity, "strength:Q"), **_ways(picture)),
    ]


def _pieces(points: Sequence[Point]) -> Iterator[tuple[int, Point]]:
    """Each point of a line with the number of its piece: where a period is missing, another begins."""
    piece, before = 0, None
    for point in points:
        piece += before is not None and point.first > before
        before = point.after
        yield piece, point


def _between(picture: Picture, point: Point) -> dict[str, float]:
    """Its interval as far as it is drawn: an end that is not known lies at the edge."""
    top = _highest(picture)
    return {"low": 0 if point.low is None else point.low, "high": top if point.high is None else min(point.high, top)}


def _looks(picture: Picture) -> Iterator[tuple[str, dict[str, Any], list[tuple[int, Point]]]]:
    """Each group with the colour of its line, and its points with the numbers of their pieces."""
    for group, stroke in zip(picture.groups, strokes(picture.groups), strict=True):
        points = [point for point in picture.points if point.group == group]
        yield group, {"colour": colour(stroke.token), "strength": stroke.opacity}, [*_pieces(points)]


def _lines(picture: Picture, data: Data) -> list[altair.Chart]:
    """A line a group, dashed where the period is not complete, with its name at its end."""
    data["whole"], data["broken"] = [], []
    for group, look, points in _looks(picture):
        for (number, before), (other, after) in pairwise(points):
            drawn = "whole" if before.complete and after.complete else "broken"
            piece = f"{group} {number}" if drawn == "whole" else f"{group} {before.first}"
            if number == other:
                data[drawn] += [_row(point, piece=piece, **look) for point in (before, after)]
    dashes = {"whole": [1, 0], "broken": [2, 4]}
    lines = [_line_layer(picture, rows, dash) for rows, dash in dashes.items() if data[rows]]
    behind = _bands(picture, data) if picture.banded else []
    return [
        *behind,
        *lines,
        *([_dots(picture, data)] if picture.estimated or _ways(picture) else []),
        _names(picture, data),
    ]


def _bands(picture: Picture, data: Data) -> list[altair.Chart]:
    """Around each line its intervals, faint; around a point between two gaps an upright one."""
    data["bands"], data["alone"] = [], []
    for group, look, points in _looks(picture):
        pieces = [piece for piece, _ in points]
        for piece, point in points:
            row = _row(point, piece=f"{group} {piece}", **look, **_between(picture, point))
            data["bands" if pieces.count(piece) > 1 else "alone"].append(row)
    where = {"x": _time_axis(picture), "y": _value_axis(picture, "low:Q"), "y2": "high:Q"}
    hue = _as_it_stands(altair.Color, "colour:N")
    marked = {
        name: altair.Chart(altair.NamedData(name)).encode(**where, color=hue, detail="piece:N")
        for name in ("bands", "alone")
    }
    upright = marked["alone"].mark_rule(opacity=2 * _BAND, strokeWidth=3)
    return [
        *([marked["bands"].mark_area(opacity=_BAND)] if data["bands"] else []),
        *([upright] if data["alone"] else []),
    ]


def _dots(picture: Picture, data: Data) -> altair.Chart:
    """Each point is drawn of estimates, as there is no line of one between two gaps, and where it leads somewhere."""
    data["dots"] = [_row(point, **look) for _, look, points in _looks(picture) for _, point in points]
    dots = altair.Chart(altair.NamedData("dots")).mark_circle(size=22, opacity=1)
    hue, strength = _as_it_stands(altair.Color, "colour:N"), _as_it_stands(altair.Opacity, "strength:Q")
    return dots.encode(x=_time_axis(picture), y=_value_axis(picture), color=hue, opacity=strength, **_ways(picture))


def _line_layer(picture: Picture, rows: str, dash: list[int]) -> altair.Chart:
    lines = altair.Chart(altair.NamedData(rows)).mark_line(strokeDash=dash)
    return lines.encode(
        x=_time_axis(picture),
        y=_value_axis(picture),
        detail="piece:N",
        color=_as_it_stands(altair.Color, "colour:N"),
        opacity=_as_it_stands(altair.Opacity, "strength:Q"),
    )


def _names(picture: Picture, data: Data) -> altair.Chart:
    """Each line's name beside its end, pushed apart where they would cover one another."""
    height, (left, words) = _height(picture), _sides(picture)
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
        color=_as_it_stands(altair.Color, "colour:N"),
    )


def _share(picture: Picture, value: float) -> float:
    """How high it stands in the drawing, from 0 to 1."""
    if by_powers(picture):
        low, high = _powers(picture).domain
        return (log(max(value, low)) - log(low)) / (log(high) - log(low))
    return value / _highest(picture)


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


def _totals(picture: Picture, data: Data) -> altair.Chart:
    """One bar a group: a line needs three periods to say anything."""
    labels = dict(zip(picture.groups, picture.labels, strict=True))
    sums = dict.fromkeys(picture.groups, 0.0)
    ways = _ways_of_groups(picture)
    for point in picture.points:
        sums[point.group] += point.value
    data["totals"] = [{"label": labels[group], "value": total, **ways[group]} for group, total in sums.items()]
    bars = altair.Chart(altair.NamedData("totals")).mark_bar(color=colour("--accent"), height=16)
    axis = altair.X("value:Q", axis=altair.Axis(format="~s", tickCount=4, tickMinStep=1))
    return bars.encode(x=axis, y=_named(picture), **_ways(picture))


def _named(picture: Picture) -> altair.Y:
    """The groups, one below the other."""
    return altair.Y("label:N", sort=None, axis=altair.Axis(domain=False, labelLimit=_sides(picture)[0] - 10))


def _latest(picture: Picture, data: Data) -> list[altair.Chart]:
    """One point a group upon its interval, of the latest period: estimates do not add up."""
    labels = dict(zip(picture.groups, picture.labels, strict=True))
    latest = max((point.first for point in picture.points), default=None)
    points = [point for point in picture.points if point.first == latest]
    data["latest"] = [_row(point, label=labels[point.group], **_between(picture, point)) for point in points]
    chart, hue = altair.Chart(altair.NamedData("latest")), colour("--accent")
    low, value = (altair.X(field, scale=_scale(picture), axis=_axis(picture)) for field in ("low:Q", "value:Q"))
    return [
        chart.mark_rule(color=hue, strokeWidth=8, opacity=_BAND).encode(x=low, x2="high:Q", y=_named(picture)),
        chart.mark_circle(color=hue, size=60, opacity=1).encode(x=value, y=_named(picture), **_ways(picture)),
    ]


def _ways_of_groups(picture: Picture) -> dict[str, dict[str, str]]:
    ways = {group: {"href": f"#{href}"} for group, (href, _) in zip(picture.groups, picture.ways, strict=False)}
    return {group: ways.get(group, {}) for group in picture.groups}


def _in_order(picture: Picture, data: Data) -> altair.Chart:
    """A bar each group, in their order; every third is named."""
    sums = dict.fromkeys(picture.groups, 0.0)
    for point in picture.points:
        sums[point.group] += point.value
    ways = _ways_of_groups(picture)
    data["ordered"] = [{"group": group, "value": total, **ways[group]} for group, total in sums.items()]
    named = altair.Axis(values=list(picture.groups[::3]), labelAngle=0)
    groups = altair.X("group:N", sort=None, scale=altair.Scale(paddingInner=0.08, paddingOuter=0.1), axis=named)
    highest = max([1.0, *sums.values()]) * 1.04
    axis = altair.Axis(format="~s" if highest >= 10_000 else ",d", tickMinStep=1)
    values = altair.Y("value:Q", scale=altair.Scale(domain=[0, highest], nice=False), axis=axis)
    bars = altair.Chart(altair.NamedData("ordered")).mark_bar(color=colour("--accent"))
    return bars.encode(x=groups, y=values, **_ways(picture))
