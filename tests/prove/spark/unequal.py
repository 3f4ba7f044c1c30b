"""Where two answers differ."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapport.measure.answer import Answer

CLOSE = 1e-9
"""Fractions that are as near to one another, beside the larger, are equal: sums of them are added in any order."""
MOST_SHOWN = 3


def differences(here: "Answer", there: "Answer") -> list[str]:
    """The first MOST_SHOWN, each with where it is and what stands there."""
    return list(islice(_unequal(_figures(here), _figures(there)), MOST_SHOWN))


def _figures(answer: "Answer") -> dict[str, Any]:
    """Everything that was worked out: of each period and group its value, interval and n, the totals, the left out."""
    return {
        "rows": [row._asdict() for row in answer.rows],
        "groups": list(answer.groups),
        "total": {"value": answer.total, "n": answer.n, "low": answer.low, "high": answer.high},
        "left_out": [side._asdict() for side in answer.left_out],
    }


def _unequal(here: Any, there: Any, at: str = "") -> Iterator[str]:
    if isinstance(here, dict) and isinstance(there, dict) and here.keys() == there.keys():
        for key in here:
            yield from _unequal(here[key], there[key], f"{at}.{key}")
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for place, (left, right) in enumerate(zip(here, there, strict=True)):
            yield from _unequal(left, right, f"{at}[{place}]")
    elif isinstance(here, float) and isinstance(there, float):
        if not abs(here - there) <= CLOSE * max(abs(here), abs(there)):
            yield f"{at}: {here} on DuckDB, {there} on Spark"
    elif type(here) is not type(there) or here != there:
        yield f"{at}: {here!r} on DuckDB, {there!r} on Spark"
