"""The questions that a figure rests on, those that still wait first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from ibis.expr.types import Table, Value

from rapport.measure.answer import rows_behind
from rapport.measure.catalogue import Metric
from rapport.measure.figures import lasting
from rapport.measure.question import Question
from rapport.measure.written import Written, written
from rapport.people.acts import Acts
from rapport.text.shown import Shown
from rapport.words.kinds import BY_NUMBER, Kind


@dataclass(frozen=True)
class Asked:
    """One question, and what became of it."""

    id: UUID
    at: datetime
    kind: Kind
    platform: str
    channel: str
    title: str
    said: list[Shown]
    """The beginning of its text; empty where that says no more than the title."""
    url: str
    """Where it stands on its platform; empty where nobody knows."""
    asker: tuple[int, str] | None
    """The member who asked, by number and name; None where nobody is linked."""
    again: bool
    """Whether it was opened again then."""
    answered: bool
    """Whether another human did."""
    closed_at: datetime | None
    waited: float
    """Hours from then to the answer, the closing, or the end of what is known."""

    @property
    def lasted(self) -> str:
        return lasting(self.waited)


class Order(StrEnum):
    """Which of those that wait, and then of the others, stand first."""

    NEWEST = ""
    LONGEST = "longest"


def questions_behind(
    acts: Acts,
    metric: Metric,
    question: Question,
    group: str = "",
    *,
    limit: int,
    offset: int = 0,
    order: Order = Order.NEWEST,
) -> tuple[int, list[Asked]]:
    """How many the metric counts, in all or in this group, and some of them: first those without an answer.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    rows = rows_behind(acts, metric, question, group)

    def count(found: Table) -> Table:
        return found.aggregate(n=found.count())

    def some_of(found: Table) -> Table:
        return found.order_by(*_in_order(found, order)).limit(limit, offset=offset)

    [counted] = rows(count)
    some = rows(some_of)
    return int(counted["n"]), told(acts, some)


def _in_order(found: Table, order: Order) -> list[Value]:
    unanswered = found.answered_at.isnull()
    first = [(unanswered & found.until.isnull()).desc(), unanswered.desc()]
    if order is Order.NEWEST:
        return [*first, found.first_at.desc(), found.id]
    # Of what waits or was closed that is the oldest; of what was answered the longest wait.
    waited = found.answered_at.epoch_seconds() - found.first_at.epoch_seconds()
    return [*first, waited.desc(), found.first_at, found.id]


def told(acts: Acts, rows: Sequence[Mapping[str, Any]]) -> list[Asked]:
    """These rows of `acts.waits`, with what the ledger says of them now; what was deleted since is left out."""
    return [_asked(row, one, acts.known) for row, one in zip(rows, written(rows), strict=True) if one]


def _asked(row: Mapping[str, Any], one: Written, known: datetime) -> Asked:
    ended = row["answered_at"] or row["until"] or known
    waited = max((ended - row["first_at"]).total_seconds() / 3600, 0.0)
    return Asked(
        id=one.activity.pk,
        at=row["first_at"],
        kind=BY_NUMBER[row["kind"]],
        platform=one.activity.channel.platform,
        channel=one.activity.channel.name,
        title=one.title,
        said=one.said,
        url=one.url,
        asker=one.who,
        again=row["again"],
        answered=row["answered_at"] is not None,
        closed_at=row["until"],
        waited=waited,
    )
