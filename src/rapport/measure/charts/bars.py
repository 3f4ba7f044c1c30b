"""Bars: counts over time, sums of groups, and groups in their order; and points of groups upon their intervals."""

import altair

from rapport.measure.charts import axes, layout
from rapport.measure.charts.picture import Picture
from rapport.measure.charts.rows import BAND, FAINT, Data, as_it_stands, between, leads, row_of, ways_of_groups
from rapport.measure.charts.theme import colour


def over_time(picture: Picture, data: Data) -> altair.Chart:
    """One bar a period."""
    data["bars"] = [row_of(point, strength=1 if point.complete else FAINT) for point in picture.points]
    bars = altair.Chart(altair.NamedData("bars")).mark_bar(color=colour("--accent"), xOffset=0.5, x2Offset=-0.5)
    strength = as_it_stands(altair.Opacity, "strength:Q")
    x, y = axes.times(picture), axes.values(picture)
    return bars.encode(x=x, x2="after:T", y=y, y2=altair.datum(0), opacity=strength, **leads(picture))


def totals(picture: Picture, data: Data) -> altair.Chart:
    """One bar a group: a line needs three periods to say anything."""
    labels = dict(zip(picture.groups, picture.labels, strict=True))
    sums = dict.fromkeys(picture.groups, 0.0)
    ways = ways_of_groups(picture)
    for point in picture.points:
        sums[point.group] += point.value
    data["totals"] = [{"label": labels[group], "value": total, **ways[group]} for group, total in sums.items()]
    bars = altair.Chart(altair.NamedData("totals")).mark_bar(color=colour("--accent"), height=16)
    axis = altair.X("value:Q", axis=altair.Axis(format="~s", tickCount=4, tickMinStep=1))
    return bars.encode(x=axis, y=_named(picture), **leads(picture))


def latest(picture: Picture, data: Data) -> list[altair.Chart]:
    """One point a group upon its interval, of the latest period: estimates do not add up."""
    labels = dict(zip(picture.groups, picture.labels, strict=True))
    last = max((point.first for point in picture.points), default=None)
    points = [point for point in picture.points if point.first == last]
    data["latest"] = [row_of(point, label=labels[point.group], **between(picture, point)) for point in points]
    chart, hue = altair.Chart(altair.NamedData("latest")), colour("--accent")
    low, value = (
        altair.X(field, scale=axes.scale_of(picture), axis=axes.axis_of(picture)) for field in ("low:Q", "value:Q")
    )
    return [
        chart.mark_rule(color=hue, strokeWidth=8, opacity=BAND).encode(x=low, x2="high:Q", y=_named(picture)),
        chart.mark_circle(color=hue, size=60, opacity=1).encode(x=value, y=_named(picture), **leads(picture)),
    ]


def in_order(picture: Picture, data: Data) -> altair.Chart:
    """A bar each group, in their order; every third is named."""
    sums = dict.fromkeys(picture.groups, 0.0)
    for point in picture.points:
        sums[point.group] += point.value
    ways = ways_of_groups(picture)
    data["ordered"] = [{"group": group, "value": total, **ways[group]} for group, total in sums.items()]
    named = altair.Axis(values=list(picture.groups[::3]), labelAngle=0)
    groups = altair.X("group:N", sort=None, scale=altair.Scale(paddingInner=0.08, paddingOuter=0.1), axis=named)
    highest = max([1.0, *sums.values()]) * 1.04
    axis = altair.Axis(format="~s" if highest >= 10_000 else ",d", tickMinStep=1)
    values = altair.Y("value:Q", scale=altair.Scale(domain=[0, highest], nice=False), axis=axis)
    bars = altair.Chart(altair.NamedData("ordered")).mark_bar(color=colour("--accent"))
    return bars.encode(x=groups, y=values, **leads(picture))


def _named(picture: Picture) -> altair.Y:
    """The groups, one below the other."""
    return altair.Y("label:N", sort=None, axis=altair.Axis(domain=False, labelLimit=layout.sides(picture)[0] - 10))
