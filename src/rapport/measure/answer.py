"""An answer, and how it is worked out from the acts."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

import ibis
import pyarrow
from ibis.expr.types import Table

from rapport.measure import metrics  # noqa: F401  fills the catalogue
from rapport.measure.catalogue import Asked, Metric, find
from rapport.measure.ended import known_days
from rapport.measure.estimates.counted import Counted, split
from rapport.measure.estimates.estimate import NOTHING, Estimate
from rapport.measure.periods import TRUNCATE, Grain, day_name, grain_for, how_many, periods
from rapport.measure.question import UNTOLD, By, Question, QuestionRefused
from rapport.measure.settled import Settled, keep, settled
from rapport.measure.singly import AskOf
from rapport.measure.topics.table import with_topic
from rapport.people.acts import Acts
from rapport.people.segments.saved import members_of
from rapport.people.standing import BOT, COMMUNITY, PEOPLE, TEAM, UNNAMED
from rapport.words.kinds import BY_NAME, BY_NUMBER
from rapport.words.span import Span

MOST_PERIODS = 1500
COMPLETE_COUNT = "complete count"
"""Of everything in the ledger, so that it has no interval; an estimate would carry one."""


ESTIMATE = "estimate with its interval of 95 %"
UNKNOWN = "nothing is known of this time"


class Row(NamedTuple):
    first: date
    last: date
    """The whole period's days; those outside the question's span are not counted."""
    complete: bool
    """False where the span or the end of the data cuts the period, or it is still running."""
    group: str | None
    value: float | None
    """None where nothing can be said."""
    n: int
    """What the value rests on: of a count, members."""
    low: float | None = None
    high: float | None = None
    """The interval of 95 %, of an estimate."""


class LeftOut(NamedTuple):
    side: str
    """Or whom the metric can say nothing of (`catalogue.Apart`)."""
    value: float | None
    """What the metric would have counted of them."""
    n: int
    """What that rests on: of a count, how many members they are."""


@dataclass(frozen=True)
class Answer:
    metric: Metric
    question: Question
    span: Span | None
    """The days that were counted; None when the ledger is empty."""
    grain: Grain
    rows: tuple[Row, ...]
    """Every period of the span in order, in each every group; of a count, what did not happen has value 0."""
    groups: tuple[str, ...]
    """The largest first; empty when nothing was asked to break down by."""
    total: float | None
    """Over the whole span: a member active in two periods is one."""
    n: int
    left_out: tuple[LeftOut, ...]
    low: float | None = None
    high: float | None = None
    """The interval of 95 % around the total, of an estimate."""
    as_of: datetime | None = None
    """Everything up to this time is counted; set when the question is asked."""
    known: Span | None = None
    """The days of which the ledger knows anything, or of which this question's platform tells."""
    come_to: Mapping[str, float] = field(default_factory=dict)
    """Of people broken down: how many each group is over the whole span. Who is there in two periods is one of them, so
    the periods' figures do not add up to it."""

    def with_totals(self, other: "Answer") -> "Answer":
        """These periods, and what the `other`, of the same question and acts, comes to in all."""
        return replace(self, total=other.total, n=other.n, left_out=other.left_out, low=other.low, high=other.high)

    @property
    def known_until(self) -> date | None:
        """The last day of which anything is known, where the question goes on beyond it."""
        ends_early = self.known and self.span and self.known.last < self.span.last
        return self.known.last if self.known and ends_early else None

    @property
    def unknown(self) -> bool:
        """Whether nothing at all is known of the time: then nothing that was counted is not nothing that happened."""
        known, span = self.known, self.span
        return bool(known and span and (span.last < known.first or known.last < span.first))

    @property
    def certainty(self) -> str:
        if self.unknown:
            return UNKNOWN
        sure = ESTIMATE if self.metric.estimated else COMPLETE_COUNT
        return f"{sure}, up to {day_name(self.known_until)}" if self.known_until else sure


def work_out(acts: Acts, name: str, question: Question, *, periods: bool = True, totals: bool = True) -> Answer:
    """Without `periods` it has no rows, without `totals` nothing else, each in half the time.

    Raises MetricUnknown, QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    metric = find(name)
    metric.check(question.by)
    span = span_of(acts, question)
    if span is None:
        return Answer(
            metric, question, None, question.grain or Grain.MONTH, (), (), 0 if metric.adds_up else None, 0, ()
        )
    grain = question.grain or grain_for(span)
    if how_many(span, grain) > MOST_PERIODS:
        raise QuestionRefused(
            "grain",
            f"From {span.first} to {span.last} there are too many {grain}s.",
            "Ask for a coarser grain or less time.",
        )
    asking = _Asking(acts, metric, question, span)
    counts = asking.by_period(grain) if periods else {}
    by_side = asking.by_side() if totals else {}
    total = asking.in_all(by_side) if totals else NOTHING
    # Who is there in two periods is one of the group: of what counts people, periods do not tell how many it is.
    counts_people = metric.unit == "people" and bool(question.by or metric.own)
    come_to = asking.by_group() if periods and counts_people else {}
    groups = _groups(counts, () if question.by else metric.order, come_to)
    return Answer(
        metric,
        question,
        span,
        grain,
        rows=tuple(_rows(acts, metric, question, span, grain, counts, groups)) if periods else (),
        groups=groups,
        total=total.value,
        n=total.n,
        left_out=(*asking.left_out(by_side), *asking.apart()) if totals else (),
        low=total.low,
        high=total.high,
        known=known_days(acts, question.platform),
        come_to=come_to,
    )


def asked_rows(acts: Acts, question: Question, table: Table) -> AskOf:
    """What asks for those rows of this table that the question counts, of the metric of questions.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    span = span_of(acts, question)
    if span is None:
        return lambda _: []
    asking = _Asking(acts, find("questions"), question, span)
    return lambda more: acts.ask(more(asking.counted(table)), asking.beside)


def asked_columns(acts: Acts, question: Question, table: Table, more: Callable[[Table], Table]) -> Counted:
    """What `more` makes of the rows that `asked_rows` would ask for, as columns: for a row a person."""
    span = span_of(acts, question)
    if span is None:
        return Counted({}, 0)
    asking = _Asking(acts, find("questions"), question, span)
    return split(acts.arrow(more(asking.counted(table)), asking.beside), ())[()]


def counted(
    acts: Acts, metric: Metric, question: Question, span: Span, grain: Grain | None = None
) -> dict[date | None, Counted]:
    """What the metric counts of each period that has anything, by its first day; without a grain of the whole span."""
    asking = _Asking(acts, metric, question, span)
    return asking.each(grain) if grain else {None: asking.whole()}


def is_complete(acts: Acts, question: Question, span: Span, period: Span) -> bool:
    """Whether all of the period is counted, and over."""
    known = acts.span(question.platform)
    cut = period.first < span.first and question.since is not None
    # The data's last day itself may be half told, so only periods that end before it are complete.
    return not cut and period.last <= span.last and known is not None and period.last < known.last


def rows_behind(acts: Acts, metric: Metric, question: Question, group: str = "") -> AskOf:
    """What asks for the rows that the metric counts, in all or in this group of its answer.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    metric.check(question.by)
    span = span_of(acts, question)
    if span is None or metric.behind is None:
        return lambda _: []
    asking = _Asking(acts, metric, question, span)
    rows = metric.behind(acts, Asked(asking.grouped, ("group",), acts.known, span.first))
    if group:
        rows = rows.filter(rows.group == asking.kept_as(group))
    return lambda more: acts.ask(more(rows), asking.beside)


def span_of(acts: Acts, question: Question) -> Span | None:
    """The days that the question counts; None of an empty ledger."""
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


Key = tuple[date, str | None]


class _Asking:
    """One question, asked of a metric over its periods, its sides and the whole span."""

    def __init__(self, acts: Acts, metric: Metric, question: Question, span: Span) -> None:
        self.acts, self.metric, self.question, self.span = acts, metric, question, span
        self.sides = (COMMUNITY, UNNAMED) if question.without_team else PEOPLE
        self._among = members_of(question.segment, acts) if question.segment else None

    def by_period(self, grain: Grain) -> dict[Key, Estimate]:
        """The estimate of each period and group of which there is anything to count."""
        over = self._over(grain)

        def rows(table: Table) -> Table:
            found = self.grouped(table)
            if over and over.of:
                found = found.filter(found.day >= over.then)
            return found.mutate(period=found.day.truncate(TRUNCATE[grain]).cast("date"))

        found = self._ask(rows, ("period", "group"))
        counts = {(period, self._group(group)): self.metric.finish(rows) for (period, group), rows in found.items()}
        if over:
            counts |= over.of
            keep(self.acts, self._key(grain), counts)
        return counts

    def by_group(self) -> dict[str, float]:
        """What each group comes to over the whole span."""
        found = self._ask(self.grouped, ("group",)).items()
        told = {self._group(group): self.metric.finish(rows) for (group,), rows in found}
        return {group: estimate.value or 0 for group, estimate in told.items() if group is not None}

    def _over(self, grain: Grain) -> Settled | None:
        """What stands of the periods that are over; None of a question of which nothing is kept."""
        of_others = self.question.segment or self.question.by is By.TOPIC  # rests on more than the acts
        return settled(self.acts, self._key(grain), grain) if self.metric.settled and not of_others else None

    def _key(self, grain: Grain) -> Hashable:
        return self.metric.name, self.question, self.span, grain

    def by_side(self) -> dict[str, Counted]:
        """What the metric counts of each side over the whole span."""
        return {side: rows for (side,), rows in self._ask(self._plain(self._within), ("side",)).items()}

    def left_out(self, by_side: Mapping[str, Counted]) -> Iterator[LeftOut]:
        for side in (BOT, TEAM):
            if side not in self.sides:
                found = self.metric.finish(by_side[side]) if side in by_side else Estimate(0, 0)
                yield LeftOut(side, found.value, found.n)

    def apart(self) -> Iterator[LeftOut]:
        """Those among whom it counts, of whom it can say nothing."""
        if apart := self.metric.apart:
            asked = Asked(self._plain(self.counted), (), self.acts.known, self.span.first)
            for row in self.acts.ask(apart.count(self.acts, asked), self._among.beside if self._among else None):
                yield LeftOut(apart.side, row["value"] or 0, row["n"])

    def in_all(self, by_side: Mapping[str, Counted]) -> Estimate:
        if not self.metric.of_sides:
            return self.metric.finish(self.whole())
        return self.metric.finish(Counted.together([by_side[side] for side in self.sides if side in by_side]))

    def whole(self) -> Counted:
        """What the metric counts of the whole span."""
        return self._ask(self._plain(self.counted), ())[()]

    def each(self, grain: Grain) -> dict[date | None, Counted]:
        """What it counts of each period, by the period's first day."""

        def rows(table: Table) -> Table:
            found = self.counted(table)
            return found.mutate(period=found.day.truncate(TRUNCATE[grain]).cast("date"))

        return {period: of for (period,), of in self._ask(self._plain(rows), ("period",)).items()}

    def _plain(self, rows: Callable[[Table], Table]) -> Callable[[Table], Table]:
        """Without periods; a metric that breaks down by itself finds the column that it fills."""
        return lambda table: rows(table).mutate(group=ibis.null("string"))

    def _ask(self, rows: Callable[[Table], Table], keys: tuple[str, ...]) -> dict[tuple[Any, ...], Counted]:
        counted = self.metric.count(self.acts, Asked(rows, keys, self.acts.known, self.span.first))
        return split(self.acts.arrow(counted, self.beside), keys)

    @property
    def beside(self) -> Mapping[str, pyarrow.Table] | None:
        return self._among.beside if self._among else None

    def _within(self, table: Table) -> Table:
        found = table.filter(table.day.between(self.span.first, self.span.last))
        if self.question.platform:
            found = found.filter(found.platform == self.question.platform)
        if self.question.language:
            found = found.filter(found.language.fill_null(UNTOLD) == self.question.language)
        return found.filter(found.member.isin(self._among.table.member)) if self._among else found

    def counted(self, table: Table) -> Table:
        found = self._within(table)
        return found.filter(found.side.isin(self.sides))

    def grouped(self, table: Table) -> Table:
        """With `group`, by what the question breaks down; null where it does not."""
        found, by = self.counted(table), self.question.by
        if by is By.TOPIC:
            found = with_topic(self.acts, found)
        return found.mutate(group=found[by].cast("string").fill_null(UNTOLD) if by else ibis.null("string"))

    def kept_as(self, group: str) -> str:
        """What stands in the column `group` of the rows of this group of an answer."""
        if self.question.by is By.KIND and group in BY_NAME:
            return str(BY_NAME[group].number)
        return group

    def _group(self, group: str | None) -> str | None:
        if self.question.by is By.KIND and group is not None:
            kind = BY_NUMBER.get(int(group))
            return kind.name if kind else group
        return group


def _groups(counts: Mapping[Key, Estimate], order: tuple[str, ...], come_to: Mapping[str, float]) -> tuple[str, ...]:
    """In their order where they have one, else by what they come to: people as told, other counts added up, estimates
    by what they rest on."""
    totals: dict[str, float] = {}
    for (_, group), estimate in counts.items():
        if group is not None:
            totals[group] = totals.get(group, 0) + (estimate.value or 0 if estimate.low is None else estimate.n)
    totals |= come_to
    places = {group: place for place, group in enumerate(order)}
    return tuple(sorted(totals, key=lambda group: (places.get(group, 0), -totals[group], group)))


def _rows(
    acts: Acts,
    metric: Metric,
    question: Question,
    span: Span,
    grain: Grain,
    counts: Mapping[Key, Estimate],
    broken: tuple[str, ...],
) -> Iterator[Row]:
    groups: tuple[str | None, ...] = broken if question.by or metric.own else (None,)
    nothing = Estimate(0, 0) if metric.adds_up else NOTHING
    for period in periods(span, grain):
        complete = is_complete(acts, question, span, period)
        for group in groups:
            estimate = counts.get((period.first, group), nothing)
            yield Row(
                period.first, period.last, complete, group, estimate.value, estimate.n, estimate.low, estimate.high
            )
