"""What a stranger must not read: figures that rest on few people, and what they follow from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from rapport.measure.answer import Answer, Row

FEW = 5
"""Who reads a figure of fewer may know who they are."""

Place: TypeAlias = tuple[date, str | None]
"""A period by its first day, and a group."""


def few(n: int) -> bool:
    """Of nobody there is nothing to tell apart."""
    return 0 < n < FEW


def without_few(answer: Answer) -> tuple[Answer, frozenset[Place]]:
    """The answer without the figures of periods and groups that rest on few, and whose those were.

    Of a count, a single gap in a period or a group would follow from the others and the total, so the next smallest
    figure goes with it. Whether the total rests on few is for who asks to see.
    """
    hidden = {_place(row) for row in answer.rows if few(row.n)}
    if hidden and not answer.metric.estimated:
        hidden = _none_alone(answer.rows, hidden)
    rows = tuple(
        row._replace(value=None, n=0, low=None, high=None) if _place(row) in hidden else row for row in answer.rows
    )
    return replace(answer, rows=rows), frozenset(hidden)


def _place(row: Row) -> Place:
    return row.first, row.group


def _none_alone(rows: Iterable[Row], hidden: set[Place]) -> set[Place]:
    lines: dict[tuple[str, object], list[Row]] = {}
    for row in rows:
        lines.setdefault(("period", row.first), []).append(row)
        lines.setdefault(("group", row.group), []).append(row)
    while True:
        more = {place for line in lines.values() if (place := _beside(line, hidden))}
        if not more:
            return hidden
        hidden = hidden | more


def _beside(line: list[Row], hidden: set[Place]) -> Place | None:
    """What must go with the only gap of a period or a group; None where there is none, or nothing is left to hide."""
    gaps = sum(_place(row) in hidden for row in line)
    left = [row for row in line if row.n and _place(row) not in hidden]
    return _place(min(left, key=lambda row: row.n)) if gaps == 1 and left else None
