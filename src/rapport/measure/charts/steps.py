"""Curves that go in steps, with their bands: when what waits gets there, how long each cohort stays."""

from functools import lru_cache
from typing import Any, NamedTuple

import altair
import vl_convert

from rapport.measure.charts.inline import inline
from rapport.measure.charts.lines import apart
from rapport.measure.charts.picture import Size
from rapport.measure.charts.rows import Data, as_it_stands
from rapport.measure.charts.theme import SIZE, colour, config, strokes
from rapport.measure.curves.curve import DAYS, Curve, Curves, drawable
from rapport.measure.curves.words import label, note

_LEFT, _RIGHT, _TOP, _FOOT, _NAMES = 48, 28, 10, 24, 72
TICKS: dict[float, str] = {
    1 / 12: "5 min", 1: "1 h", 8: "8 h", 24: "1 day", 168: "7 days", 720: "30 days", 2160: "90 days", 8760: "1 year",
    43800: "5 years",
}  # fmt: skip
"""Hours at the lines of an axis of waits, by powers."""
STAYS: dict[float, str] = {1: "1 day", **{day: f"{day}" for day in DAYS[:-1]}, DAYS[-1]: "1 year"}
"""Days at the lines of an axis of stays, in steps."""
_HOURS = {"hours": 1, "days": 24}
_SHORTEST, _QUIET, _LONGEST = {"hours": 1 / 12, "days": 24}, 2160, 43800
"""Hours: where an axis of waits begins, how far it reaches where all is over before that, and how far at most."""


class Step(NamedTuple):
    time: float
    share: float
    low: float
    high: float


class Line(NamedTuple):
    name: str
    steps: tuple[Step, ...]
    """From the left edge to the right one, or to where it rests on too few."""
    told_until: float
    """What is drawn of a wait behind it rests on few, while of more it is not known how they went on."""


class Steps(NamedTuple):
    lines: tuple[Line, ...]
    size: Size
    title: str
    about: str
    """For who cannot see it."""
    first: float
    last: float
    """The times at its edges."""
    by_powers: bool
    """Whether its times stand by powers, as those of waits do."""

    @property
    def thins(self) -> bool:
        """Whether any of it is dashed, as it rests on few."""
        return any(line.steps[-1].time > line.told_until for line in self.lines)


def steps_of(found: Curves, title: str, size: Size) -> Steps | None:
    """None where there is nothing to draw: too few, or nothing that ever ended."""
    shown = tuple(curve for curve in drawable(found) if curve.points)
    if not shown:
        return None
    about = f"{note(found)} The same figures are in a table."
    first, last = _stays_between(shown) if found.metric.by_cohort else _waits_between(shown[0], found.unit)
    at_first = 100.0 if found.metric.by_cohort else 0.0
    factor = 1 if found.metric.by_cohort else _HOURS[found.unit]
    lines = tuple(
        Line(label(found, curve), _between(curve, first, last, at_first, factor), curve.told_until * factor)
        for curve in shown
    )
    return Steps(lines, size, title, about, first, last, not found.metric.by_cohort)


def _stays_between(curves: tuple[Curve, ...]) -> tuple[float, float]:
    return 1, min(max(2.0, *(curve.told_until for curve in curves)), DAYS[-1])


def _waits_between(curve: Curve, unit: str) -> tuple[float, float]:
    """As far as anybody was looked at; but not years of a curve that rises no more."""
    first, hours = _SHORTEST[unit], _HOURS[unit]
    last = max(_QUIET, curve.points[-1].time * hours)
    return first, max(min(curve.longest * hours, last, _LONGEST), 2 * first)


def _between(curve: Curve, first: float, last: float, at_first: float, factor: float) -> tuple[Step, ...]:
    """Its steps within the drawing, with one on the left edge and one at its end."""
    all_ = [Step(point.time * factor, point.share, point.low, point.high) for point in curve.points]
    before = [step for step in all_ if step.time <= first]
    left = before[-1]._replace(time=first) if before else Step(first, at_first, at_first, at_first)
    # Where the last of a cohort who can be looked at for so long leaves, its line would fall to nothing.
    end = min(last, curve.told_until if curve.cohort else curve.longest * factor)
    within = [left, *(step for step in all_ if first < step.time <= end)]
    return (*within, within[-1]._replace(time=end)) if end > within[-1].time else tuple(within)


@lru_cache(maxsize=256)
def svg_for_page(picture: Steps) -> str:
    """As `charts.draw.svg_for_page`."""
    return inline(vl_convert.vegalite_to_svg(_spec(picture)), picture.title, picture.about, {})


def svg_file(picture: Steps) -> str:
    drawn: str = vl_convert.vegalite_to_svg(_spec(picture, background="white"))
    return drawn


def png_file(picture: Steps) -> bytes:
    drawn: bytes = vl_convert.vegalite_to_png(_spec(picture, background="white"), scale=2)
    return drawn


def _spec(picture: Steps, background: str = "transparent") -> dict[str, Any]:
    right = _NAMES if len(picture.lines) > 1 else _RIGHT
    width, height = picture.size.width - _LEFT - right, picture.size.height - _TOP - _FOOT
    data = _data(picture)
    layers = [_band(picture), *(_line(picture, rows, dash) for rows, dash in _DASHES.items())]
    if len(picture.lines) > 1:
        data["names"] = _names(picture, height)
        layers.append(_named(width))
    return {
        **altair.layer(*layers).properties(width=width, height=height).to_dict(validate=False),
        "config": {**config(), "background": background},
        "autosize": "none",
        "datasets": data,
        "padding": {"left": _LEFT, "right": right, "top": _TOP, "bottom": _FOOT},
    }


_DASHES = {"whole": [1, 0], "broken": [2, 4]}


def _data(picture: Steps) -> Data:
    data: Data = {"band": [], "whole": [], "broken": []}
    for line, stroke in zip(picture.lines, strokes(tuple(line.name for line in picture.lines)), strict=True):
        many = [step for step in line.steps if step.time <= line.told_until]
        few = [step for step in line.steps if step.time > line.told_until]
        if few and many:  # the step at which it becomes few
            there = many[-1]._replace(time=line.told_until)
            many, few = [*many, there], [there, *few]
        for name, steps in (("whole", many), ("broken", few), ("band", line.steps)):
            told = {"name": line.name, "colour": colour(stroke.token)}
            data[name] += [{**step._asdict(), "high": min(step.high, _top(picture)), **told} for step in steps]
    return data


def _x(picture: Steps) -> altair.X:
    words = TICKS if picture.by_powers else STAYS
    within = [time for time in words if picture.first <= time <= picture.last]
    said = "".join(f"abs(datum.value - {time!r}) < 1e-9 ? '{words[time]}' : " for time in within)
    axis = altair.Axis(
        values=within,
        tickCount=len(within),
        labelExpr=f"{said}''",
        labelFlush=False,
        labelOverlap="greedy",
        labelSeparation=16,
    )
    scale = "log" if picture.by_powers else "linear"
    return altair.X("time:Q", scale=altair.Scale(type=scale, domain=_domain(picture), nice=False), axis=axis)


def _domain(picture: Steps) -> list[float]:
    return [picture.first, picture.last]


def _y(picture: Steps, field: str = "share:Q") -> altair.Y:
    quarters: dict[str, Any] = {"values": [0, 25, 50, 75, 100], "tickCount": 5} if picture.by_powers else {}
    axis = altair.Axis(labelExpr="datum.label + ' %'", **quarters)
    return altair.Y(field, scale=altair.Scale(domain=[0, _top(picture)], nice=False), axis=axis)


def _top(picture: Steps) -> float:
    """Most of those who came in do not stay a day: what is left of them fills the drawing."""
    if picture.by_powers:
        return 100
    shares = [step.share for line in picture.lines for step in line.steps]
    highs = [step.high for line in picture.lines for step in line.steps]
    return min(100.0, max(max(shares), min(max(highs), 1.5 * max(shares)), 1.0) * 1.04)


def _band(picture: Steps) -> altair.Chart:
    opacity = 0.16 if len(picture.lines) == 1 else 0.08
    band = altair.Chart(altair.NamedData("band")).mark_area(interpolate="step-after", opacity=opacity)
    return band.encode(
        x=_x(picture),
        y=_y(picture, "low:Q"),
        y2="high:Q",
        detail="name:N",
        color=as_it_stands(altair.Color, "colour:N"),
    )


def _line(picture: Steps, rows: str, dash: list[int]) -> altair.Chart:
    line = altair.Chart(altair.NamedData(rows)).mark_line(interpolate="step-after", strokeDash=dash)
    return line.encode(x=_x(picture), y=_y(picture), detail="name:N", color=as_it_stands(altair.Color, "colour:N"))


def _names(picture: Steps, height: float) -> list[dict[str, Any]]:
    """Each cohort's name at the right edge, as high as its line ends, pushed apart where they would touch."""
    wanted = [height * (1 - line.steps[-1].share / _top(picture)) for line in picture.lines]
    drawn = strokes(tuple(line.name for line in picture.lines))
    return [
        {"label": line.name, "colour": colour(stroke.token), "place": place}
        for line, stroke, place in zip(picture.lines, drawn, apart(wanted, SIZE + 3, height), strict=True)
    ]


def _named(width: float) -> altair.Chart:
    names = altair.Chart(altair.NamedData("names")).mark_text(align="left", baseline="middle", limit=_NAMES - 10)
    return names.encode(
        x=altair.value(width + 8),
        y=altair.Y("place:Q", scale=None, axis=None),
        text="label:N",
        color=as_it_stands(altair.Color, "colour:N"),
    )
