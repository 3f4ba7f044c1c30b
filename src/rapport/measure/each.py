"""Every single activity of some days with who did it, for what the acts' days are too coarse for, or know nothing of.

Read from the copy's files of those days' months alone.
"""

from collections.abc import Collection

import ibis
from ibis.expr.types import Table

from rapport.ledger.engines.delta import ACTIVITY
from rapport.ledger.threads.parts import named_after
from rapport.people.acts import Acts
from rapport.people.standing import PEOPLE
from rapport.people.under_map import under_map
from rapport.words.span import Span

_ACTIVITY = ibis.table(ibis.Schema.from_pyarrow(ACTIVITY), name="activity")


def each(acts: Acts, span: Span, platform: str = "", *, months: Collection[int] = ()) -> Table:
    """Columns: id, day, at, platform, kind, language, channel, root (the key of what begins its conversation), hour,
    zone, facts, identity, member (null where the source names nobody), side. With `months`, as 202311, only those of
    the span are read.

    Files may be gone by the time it is asked, where an erasure removed them: the engine raises `duckdb.FAILURES` then.
    """
    first, last = (day.year * 100 + day.month for day in span)
    told = _ACTIVITY.filter(_ACTIVITY.month.isin(months) if months else _ACTIVITY.month.between(first, last))
    if platform:
        told = told.filter(told.platform == platform)
    told = told.mutate(day=told["at"].date(), hour=told["at"].hour().cast("int8"), root=named_after(told))
    told = told.select(
        "id", "day", "at", "platform", "kind", "language", "channel", "root", "hour", "zone", "facts", "identity"
    )
    told = told.filter(told.day.between(*span))
    known = under_map(told, acts.everybody, "identity")
    return known.filter(known.side.isin(PEOPLE))
