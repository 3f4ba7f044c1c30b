"""Where two answers differ."""

from collections.abc import Iterator
from typing import Any

CLOSE = 1e-9
"""Fractions that are as near to one another, beside the larger, are equal: sums of them are added in any order."""


def unequal(here: Any, there: Any, at: str = "") -> Iterator[str]:
    """Each place at which two documents differ, with what stands there."""
    if isinstance(here, dict) and isinstance(there, dict) and here.keys() == there.keys():
        for key in here:
            yield from unequal(here[key], there[key], f"{at}.{key}")
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for place, (left, right) in enumerate(zip(here, there, strict=True)):
            yield from unequal(left, right, f"{at}[{place}]")
    elif isinstance(here, float) and isinstance(there, float):
        if not abs(here - there) <= CLOSE * max(abs(here), abs(there)):
            yield f"{at}: {here} on DuckDB, {there} on Spark"
    elif type(here) is not type(there) or here != there:
        yield f"{at}: {here!r} on DuckDB, {there!r} on Spark"
