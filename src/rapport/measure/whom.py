"""The people behind a figure, how much each did of what it counts, and the newest single activities behind it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import ibis
from ibis.expr.types import Table

from rapport.ledger.engines import duckdb
from rapport.ledger.models import Identity
from rapport.measure.answer import rows_behind
from rapport.measure.catalogue import Metric
from rapport.measure.question import Question
from rapport.measure.written import Written, written
from rapport.people.acts import Acts
from rapport.people.mine import limiting


class Person(NamedTuple):
    called: str
    member: int | None
    """Their number; None of an identity that nobody has linked yet."""
    n: int
    """How much they did of what is counted (`Metric.done`)."""


class Whom(NamedTuple):
    total: int
    """How many there are, shown or not."""
    people: list[Person]
    """Some of them, who did the most first; who was limited a moment ago is not among them."""
    unnamed: int
    """How much was done by whom the source does not name."""


def whom(acts: Acts, metric: Metric, question: Question, group: str = "", *, limit: int, offset: int = 0) -> Whom:
    """Raises QuestionRefused, and SegmentRefused of a segment that makes no sense."""
    ask = rows_behind(acts, metric, question, group)

    def people(rows: Table) -> Table:
        of_each = rows.filter(rows.member.notnull()).aggregate(by="member", n=rows.n.sum())
        counted = of_each.mutate(total=of_each.count().over())
        return counted.order_by(ibis.desc("n"), "member").limit(limit, offset=offset)

    def others(rows: Table) -> Table:
        return rows.aggregate(n=rows.n.sum(where=rows.member.isnull()), total=rows.member.nunique())

    [rest] = ask(others)
    return Whom(rest["total"], _named(ask(people)), rest["n"] or 0)


def newest(acts: Acts, metric: Metric, question: Question, group: str = "") -> list[Written] | None:
    """The newest single activities behind the figure; None where there are none, or they just now cannot be read."""
    if isinstance(metric.singly, str):
        return None
    try:
        found = metric.singly.find(acts, rows_behind(acts, metric, question, group))
    except duckdb.FAILURES:  # an erasure removed files that these acts still name; the next state has new ones
        return None
    return [one for one in written(found) if one]


def _named(rows: Sequence[dict[str, Any]]) -> list[Person]:
    members = [row["member"] for row in rows]
    linked = {one.pk: one.name for one in limiting.shown().filter(pk__in=members)}
    alone = Identity.objects.filter(pk__in=[-member for member in members if member < 0], limited=None, erased=False)
    identities = {-one.pk: str(one) for one in alone}
    return [
        Person(linked.get(member) or identities[member], member if member in linked else None, row["n"])
        for member, row in zip(members, rows, strict=True)
        if member in linked or member in identities
    ]
