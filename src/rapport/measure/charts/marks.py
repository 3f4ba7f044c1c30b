"""Where the marks of what happened stand in a chart, and their words above it. Pure.

A mark is a thin line on its day, or a pale band over its days, with its name above the drawing. Names stand in a
few lines and never cover one another; a mark whose name finds no room is not drawn, and stands in the list alone.
Who comes first is `annotations.mark.by_weight`. Where not all releases of one rank find room, no lighter ones are
drawn, as a chart with 1.2.1 and without 1.2.0 would mislead; the same holds for events.
"""

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from rapport.measure.annotations.mark import Mark, Rank, by_weight
from rapport.measure.charts.theme import colour

SIZE = 11
LINE = 15
"""Pixels from one line of names to the next."""
MOST = 12
LONGEST = 20
"""Characters of a name; longer ones are cut."""
_LETTER = 6.1
"""Pixels that a letter takes, rather more than less: what is cut off on somebody's machine cannot be read."""
_GAP, _BESIDE = 8, 4
"""Pixels between two names, and between a name and its line."""


class Placed(NamedTuple):
    mark: Mark
    left: float
    """Pixels from the drawing's left edge to the day's beginning, and to the last day's end."""
    right: float
    name: str
    line: int
    """Of the names, 0 the lowest."""
    before: bool
    """Whether the name ends at the line, as it would not fit behind it."""


def placed(marks: Iterable[Mark], first: date, after: date, width: int, lines: int) -> tuple[Placed, ...]:
    """Those that are drawn in a chart that begins with the day `first` on its left edge and ends before `after`."""
    scale = width / max((after - first).days, 1)
    taken: list[list[tuple[float, float]]] = [[] for _ in range(lines)]
    found: list[Placed] = []
    missing: dict[str, Rank] = {}
    for mark in sorted(marks, key=by_weight):
        if mark.rank is Rank.EARLY or mark.first >= after or mark.last < first:
            continue
        left = max((mark.first - first).days * scale, 0)
        right = min(((mark.last - first).days + 1) * scale, width)
        name = mark.short if len(mark.short) <= LONGEST else f"{mark.short[: LONGEST - 1].rstrip()}…"
        misleads = missing.get(mark.kind, mark.rank) < mark.rank
        place = None if misleads or len(found) == MOST else _place(left, len(name) * _LETTER, width, taken)
        if place:
            found.append(Placed(mark, left, right, name, *place))
        elif mark.rank is not Rank.BY_HAND:
            missing.setdefault(mark.kind, mark.rank)
    return tuple(sorted(found, key=lambda one: (one.left, one.line)))


def height(found: Iterable[Placed]) -> int:
    """Pixels that the names take above the drawing."""
    return max((one.line + 1 for one in found), default=0) * LINE


def rows(found: Iterable[Placed]) -> list[dict[str, Any]]:
    """What `layers` draw, in pixels of the drawing."""
    return [
        {
            "left": one.left,
            "right": one.right,
            "lasts": one.mark.last > one.mark.first,
            "top": -one.line * LINE - SIZE,
            "name": one.name,
            "beside": one.left - _BESIDE if one.before else one.left + _BESIDE,
            "before": one.before,
        }
        for one in found
    ]


def layers(height: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Layers of Vega-Lite over the rows `happened`: bands behind everything else, and what stands before it.

    A band has an edge at the top too, as bars may hide the rest of it.
    """
    quiet = colour("--quiet")
    lasting = [{"filter": "datum.lasts"}]

    def layer(mark: dict[str, Any], transform: list[dict[str, str]] | None = None, **encoding: Any) -> dict[str, Any]:
        return {"data": {"name": "happened"}, "mark": mark, "transform": transform or [], "encoding": encoding}

    def pixels(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": None, "axis": None}

    def band(opacity: float, low: int) -> dict[str, Any]:
        mark = {"type": "rect", "color": quiet, "opacity": opacity}
        return layer(mark, lasting, x=pixels("left"), x2={"field": "right"}, y={"value": 0}, y2={"value": low})

    def names(align: str, which: str) -> dict[str, Any]:
        mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": SIZE, "color": quiet}
        return layer(mark, [{"filter": which}], x=pixels("beside"), y=pixels("top"), text={"field": "name"})

    stem = {"type": "rule", "color": quiet, "opacity": 0.7}
    lines = layer(stem, x=pixels("left"), y=pixels("top"), y2={"value": height})
    return [band(0.12, height)], [
        band(0.6, 3),
        lines,
        names("right", "datum.before"),
        names("left", "!datum.before"),
    ]


def _place(left: float, length: float, width: int, taken: list[list[tuple[float, float]]]) -> tuple[int, bool] | None:
    """The lowest line with room for a name, and whether it ends at its mark; takes the room.

    Names begin at their marks where they can: those of earlier ones then find room above them.
    """
    for before, line in product((False, True), range(len(taken))):
        begin = left - _BESIDE - length if before else left + _BESIDE
        if not 0 <= begin <= width - length:
            continue
        mine, stem = (min(begin, left), max(begin + length, left)), (left - 1, left + 1)
        through = taken[:line]
        if _free(mine, taken[line], _GAP) and all(_free(stem, lower, 2) for lower in through):
            taken[line].append(mine)
            for lower in through:
                lower.append(stem)
            return line, before
    return None


def _free(mine: tuple[float, float], others: Iterable[tuple[float, float]], gap: float) -> bool:
    return all(mine[1] + gap <= other[0] or other[1] + gap <= mine[0] for other in others)
