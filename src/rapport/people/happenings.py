"""Releases, tags and events, worked out from the copy: what happened to the community, whoever did it."""

from functools import cache

import ibis
from ibis.expr.types import Table

from rapport.ledger.engines.delta import ACTIVITY
from rapport.words.kinds import BY_NAME

RELEASE, EVENT, MADE = (BY_NAME[name].number for name in ("release", "event", "create"))
KINDS = (RELEASE, EVENT, MADE)
HAPPENING = {
    "at": "timestamp('UTC')", "day": "date", "platform": "string", "kind": "int16", "identity": "int32",
    "channel": "int32", "title": "string", "url": "string", "facts": "string", "often": "int32",
}  # fmt: skip
"""One row an activity:
    facts: as the copy has them, in JSON
    often: of an event, on how many days (UTC) there is one of the same title; 0 of others"""


@cache
def happenings() -> Table:
    """HAPPENING from the copy's `activity`."""
    activity = ibis.table(ibis.Schema.from_pyarrow(ACTIVITY), name="activity")
    # Whatever else is made on a platform holds no such part in its id; `from_data` looks again.
    tag = (activity.kind == MADE) & activity.native_id.contains("/tag/")
    told = activity.filter(activity.kind.isin([RELEASE, EVENT]) | tag).filter(activity.title.notnull())
    told = told.mutate(day=told["at"].date(), called=told.title.lower().strip())
    events = told.filter(told.kind == EVENT)
    counted = events.aggregate(by="called", often=events.day.nunique())
    joined = told.left_join(counted, "called")
    often = (joined.kind == EVENT).ifelse(joined.often.fill_null(0), 0)
    rows = joined.mutate(often=often)
    return rows.select(**{name: rows[name].cast(kind) for name, kind in HAPPENING.items()})
