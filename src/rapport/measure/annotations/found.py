"""What the ledger tells of a time: its releases, tags and events."""

import json
from collections.abc import Mapping
from typing import Any

from rapport.ledger.models import Channel
from rapport.measure.annotations.from_data import Told
from rapport.people.acts import LIMITED, Acts
from rapport.people.links import outward
from rapport.words.kinds import BY_NUMBER
from rapport.words.span import Span

MOST = 5_000
"""So many are looked at, the newest first."""


def told(acts: Acts, span: Span) -> list[Told]:
    """Nothing by somebody of whom nothing may be shown."""
    table = acts.happenings
    found = table.left_join(acts.everybody, "identity")
    found = found.filter(found.day.between(span.first, span.last), found.side.cast("string").fill_null("") != LIMITED)
    rows = acts.ask(found.order_by(found["at"].desc(), found.title).limit(MOST).select(*table.columns))
    places = dict(Channel.objects.filter(pk__in={row["channel"] for row in rows}).values_list("pk", "name"))
    return [_told(row, places) for row in rows]


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
