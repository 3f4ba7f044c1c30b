"""Every single activity of some days with who did it, for what the acts' days are too coarse for, or know nothing of.

Read from the copy's files of those days' months alone.
"""

from ibis.expr.types import Table

from rapport.ledger.threads.kept import ACTIVITIES
from rapport.ledger.threads.parts import named_after
from rapport.people.acts import Acts
from rapport.people.standing import PEOPLE
from rapport.people.under_map import under_map
from rapport.words.span import Span


def each(acts: Acts, span: Span, platform: str = "") -> Table:
    """Columns: id, day, at, platform, kind, language, channel, root (the key of what begins its conversation),
    identity, member (null where the source names nobody), side.

    Files may be gone by the time it is asked, where an erasure removed them: the engine raises `duckdb.FAILURES` then.
    """
    first, last = (day.year * 100 + day.month for day in span)
    told = ACTIVITIES.filter(ACTIVITIES.month.between(first, last))
    if platform:
        told = told.filter(told.platform == platform)
    told = told.mutate(day=told["at"].date(), root=named_after(told))
    told = told.select("id", "day", "at", "platform", "kind", "language", "channel", "root", "identity")
    told = told.filter(told.day.between(*span))
    known = under_map(told, acts.everybody, "identity")
    return known.filter(known.side.isin(PEOPLE))
