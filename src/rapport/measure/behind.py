"""The questions that a figure rests on, those that still wait first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ibis.expr.types import Table, Value

from rapport.measure.answer import asked_rows
from rapport.measure.figures import lasting
from rapport.measure.models import NoAnswerNeeded
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
    lasted: str
    """From then to the answer, the closing, or the end of what is known."""


def questions(acts: Acts, question: Question, *, limit: int, offset: int = 0) -> tuple[int, list[Asked]]:
    """How many there are in all, and some of them: first those without an answer, of each the newest first.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    rows = asked_rows(acts, question, acts.waits)
    [counted] = rows(lambda found: found.aggregate(n=found.count()))
    some = rows(lambda found: found.order_by(*_waiting_first(found)).limit(limit, offset=offset))
    return int(counted["n"]), told(acts, some)


def waiting(acts: Acts, question: Question, limit: int) -> list[Asked]:
    """Those that nobody answered yet, that wait longest first; without those of which the team said that they need not.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    settled = [key.bytes for key in NoAnswerNeeded.objects.values_list("question", flat=True)]

    def longest(found: Table) -> Table:
        waits = found.filter(found.answered_at.isnull(), found.until.isnull(), found.accepted_at.isnull())
        waits = waits.filter(waits.id.notin(settled)) if settled else waits
        return waits.order_by(waits.first_at, waits.id).limit(limit)

    return told(acts, asked_rows(acts, question, acts.waits)(longest))


def _waiting_first(found: Table) -> list[Value]:
    unanswered = found.answered_at.isnull()
    return [(unanswered & found.until.isnull()).desc(), unanswered.desc(), found.first_at.desc(), found.id]


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
        lasted=lasting(waited),
    )
