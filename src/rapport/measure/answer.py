"""An answer, and how it is worked out from the acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import ibis
from ibis.expr.types import Table

from rapport.measure import metrics  # noqa: F401  fills the catalogue
from rapport.measure.catalogue import Asked, Metric, find
from rapport.measure.periods import TRUNCATE, Grain, grain_for, how_many, periods
from rapport.measure.question import By, Question, QuestionRefused
from rapport.people.acts import UNNAMED, Acts
from rapport.words.kinds import BY_NUMBER
from rapport.words.span import Span

MOST_PERIODS = 1500
COMPLETE_COUNT = "complete count"
"""Of everything in the ledger, so that it has no interval; an estimate would carry one."""


class Row(NamedTuple):
    first: date
    last: date
    """The whole period's days; those outside the question's span are not counted."""
    complete: bool
    """False where the span or the end of the data cuts the period, or it is still running."""
    group: str | None
    value: int
    n: int
    """The members whom the value rests on."""


class LeftOut(NamedTuple):
    side: str
    value: int
    """What the metric would have counted of them."""
    n: int
    """How many members they are."""


@dataclass(frozen=True)
class Answer:
    metric: Metric
    question: Question
    span: Span | None
    """The days that were counted; None when the ledger is empty."""
    grain: Grain
    rows: tuple[Row, ...]
    """Every period of the span in order, in each every group; what did not happen has value 0."""
    groups: tuple[str, ...]
    """The largest first; empty when nothing was asked to break down by."""
    total: int
    """Over the whole span: a member active in two periods is one."""
    n: int
    left_out: tuple[LeftOut, ...]
    certainty: str = COMPLETE_COUNT
    as_of: datetime | None = None
    """Everything up to this time is counted; set when the question is asked."""


def work_out(acts: Acts, name: str, question: Question) -> Answer:
    metric = find(name)
    span = _span(acts, question)
    if span is None:
        return Answer(metric, question, None, question.grain or Grain.MONTH, (), (), 0, 0, ())
    grain = question.grain or grain_for(span)
    if how_many(span, grain) > MOST_PERIODS:
        raise QuestionRefused(
            "grain",
            f"From {span.first} to {span.last} there are too many {grain}s.",
            "Ask for a coarser grain or less time.",
        )
    counts = _counts(acts, metric, question, span, grain)
    by_side = _by_side(acts, metric, question, span)
    sides = _sides(question)
    return Answer(
        metric,
        question,
        span,
        grain,
        rows=tuple(_rows(acts, question, span, grain, counts)),
        groups=_groups(counts),
        total=sum(by_side[side].value for side in sides if side in by_side),
        n=sum(by_side[side].n for side in sides if side in by_side),
        left_out=tuple(by_side.get(side, LeftOut(side, 0, 0)) for side in ("bot", "team") if side not in sides),
    )


def _span(acts: Acts, question: Question) -> Span | None:
    if not acts.spans:
        return None
    if question.platform and question.platform not in acts.spans:
        raise QuestionRefused(
            "platform", f"The ledger holds nothing from '{question.platform}'.", f"It holds {', '.join(acts.spans)}."
        )
    known = acts.span(question.platform)
    assert known is not None  # noqa: S101  # there are spans, and the platform is among them
    since, until = question.since or known.first, question.until or known.last
    return Span(min(since, question.until or since), max(until, question.since or until))


def _sides(question: Question) -> tuple[str, ...]:
    return ("community", UNNAMED) if question.without_team else ("community", "team", UNNAMED)


def _within(question: Question, span: Span) -> Callable[[Table], Table]:
    def rows(acts: Table) -> Table:
        found = acts.filter(acts.day.between(span.first, span.last))
        return found.filter(found.platform == question.platform) if question.platform else found

    return rows


Key = tuple[date, str | None]


def _counts(acts: Acts, metric: Metric, question: Question, span: Span, grain: Grain) -> dict[Key, tuple[int, int]]:
    """Value and n of each period and group in which anything happened."""
    within, sides = _within(question, span), _sides(question)

    def rows(table: Table) -> Table:
        found = within(table)
        group = found[question.by].cast("string") if question.by else ibis.null("string")
        return found.filter(found.side.isin(sides)).mutate(
            period=found.day.truncate(TRUNCATE[grain]).cast("date"), group=group
        )

    found = acts.ask(metric.count(acts, Asked(rows, ("period", "group"))))
    return {(row["period"], _group(question, row)): (row["value"], row["n"]) for row in found if row["value"]}


def _group(question: Question, row: dict[str, Any]) -> str | None:
    group: str | None = row["group"]
    if question.by is By.KIND and group is not None:
        kind = BY_NUMBER.get(int(group))
        return kind.name if kind else group
    return group


def _by_side(acts: Acts, metric: Metric, question: Question, span: Span) -> dict[str, LeftOut]:
    """The metric of each side over the whole span. A member is on one side, so sides add up."""
    found = acts.ask(metric.count(acts, Asked(_within(question, span), ("side",))))
    return {row["side"]: LeftOut(row["side"], row["value"], row["n"]) for row in found}


def _groups(counts: dict[Key, tuple[int, int]]) -> tuple[str, ...]:
    totals: dict[str, int] = {}
    for (_, group), (value, _n) in counts.items():
        if group is not None:
            totals[group] = totals.get(group, 0) + value
    return tuple(sorted(totals, key=lambda group: (-totals[group], group)))


def _rows(acts: Acts, question: Question, span: Span, grain: Grain, counts: dict[Key, tuple[int, int]]) -> list[Row]:
    known = acts.span(question.platform)
    groups: tuple[str | None, ...] = _groups(counts) if question.by else (None,)
    rows = []
    for period in periods(span, grain):
        # The data's last day itself may be half told, so only periods that end before it are complete.
        cut = period.first < span.first and question.since is not None
        complete = not cut and period.last <= span.last and known is not None and period.last < known.last
        for group in groups:
            value, n = counts.get((period.first, group), (0, 0))
            rows.append(Row(period.first, period.last, complete, group, value, n))
    return rows
