"""A query cut into steps, for an engine that works out each part of it anew wherever it is named. Pure.

A chain of seven parts, each made of the one before it twice, would be planned and worked out 128 times.
"""

from collections import Counter
from collections.abc import Mapping

from sqlglot import exp

OFTEN = 8
"""What would be worked out more often than this, is worked out once, before the rest."""


def steps(query: exp.Query) -> tuple[dict[str, exp.Query], exp.Query]:
    """What to work out first, in this order, each to be found under its name by what comes after it; and the rest."""
    often = _often(query)
    first: dict[str, exp.Query] = {}
    parts: dict[str, exp.Query] = {}
    for part in query.ctes:
        if part.alias in often:
            first[part.alias] = _with(parts, part.this)
        else:
            parts[part.alias] = part.this
    return first, _with(parts, _without_parts(query))


def _often(query: exp.Query) -> set[str]:
    times = Counter(_named(_without_parts(query)))
    often = set()
    for part in reversed(query.ctes):
        if times[part.alias] > OFTEN:
            often.add(part.alias)
        for name in _named(part.this):
            times[name] += 1 if part.alias in often else times[part.alias]
    return often


def _named(query: exp.Query) -> list[str]:
    return [table.name for table in query.find_all(exp.Table)]


def _without_parts(query: exp.Query) -> exp.Query:
    alone = query.copy()
    alone.set("with_", None)
    return alone


def _with(parts: Mapping[str, exp.Query], query: exp.Query) -> exp.Query:
    for name, part in parts.items():
        query = query.with_(name, as_=part)
    return query
