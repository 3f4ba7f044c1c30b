"""What the ledger tells of a time: its releases, tags and events."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from rapport.ledger.models import Channel
from rapport.measure.annotations import from_data
from rapport.measure.annotations.from_data import Told
from rapport.measure.annotations.mark import Mark
from rapport.people.acts import Acts
from rapport.people.happenings import KINDS
from rapport.people.links import outward
from rapport.people.standing import LIMITED
from rapport.words.kinds import BY_NUMBER
from rapport.words.span import Span

MOST = 5_000
"""So many are looked at, the newest first."""


def found(acts: Acts, span: Span) -> tuple[Mark, ...]:
    """The marks of this time."""
    return _found(acts)(span) if acts.spans else ()


@lru_cache(maxsize=2)
def _found(acts: Acts) -> Callable[[Span], tuple[Mark, ...]]:
    """Of one state of the ledger, each time read once; the next state is made ready beside the last."""
    return lru_cache(maxsize=64)(partial(_marks, acts))


def _marks(acts: Acts, span: Span) -> tuple[Mark, ...]:
    return tuple(from_data.marks(_all_told(acts, span)))


def _all_told(acts: Acts, span: Span) -> list[Told]:
    """Nothing by somebody of whom nothing may be shown."""
    every = acts.every_act
    there = every.filter(every.kind.isin(KINDS), every.day.between(span.first, span.last)).limit(1)
    if not acts.ask(there):  # before every single activity is looked at
        return []
    table = acts.happenings
    rows = table.left_join(acts.everybody, "identity")
    chosen = rows.filter(rows.day.between(span.first, span.last), rows.side.cast("string").fill_null("") != LIMITED)
    newest = acts.ask(chosen.order_by(chosen["at"].desc(), chosen.title).limit(MOST).select(*table.columns))
    places = dict(Channel.objects.filter(pk__in={row["channel"] for row in newest}).values_list("pk", "name"))
    return [_told(row, places) for row in newest]


def _told(row: Mapping[str, Any], places: Mapping[int, str]) -> Told:
    return Told(
        at=row["at"],
        platform=row["platform"],
        kind=BY_NUMBER[row["kind"]].name,
        place=places.get(row["channel"], ""),
        title=row["title"],
        url=outward(row["url"]),
        facts=json.loads(row["facts"]) if row["facts"] else {},
        often=row["often"],
    )
