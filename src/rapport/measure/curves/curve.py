"""Curves by Kaplan and Meier: of waits, how many got there by when; of newcomers, how many of each cohort stay.

Who still waits, or still stays, is looked at as long as anything is known, and is never left out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rapport.measure.answer import counted, is_complete, span_of
from rapport.measure.catalogue import Metric, find
from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import FEW
from rapport.measure.estimates.staying import Staying
from rapport.measure.estimates.survival import Floats, Survival, known, survival, told_until
from rapport.measure.periods import Grain, end_of, how_many
from rapport.measure.question import Question, QuestionRefused
from rapport.people.acts import Acts
from rapport.words.span import Span

PARTS = (25, 50, 75, 90)
"""Percent of what waits, of which it is told by when they got there."""
DAYS = (30, 90, 180, 365)
"""After which it is told of newcomers how many stay."""
COHORTS = 5
"""The last so many, as more lines cannot be told apart."""
POINTS = 400
"""No drawing shows more; of what ended at more times than that, those are kept that a scale by powers shows."""
_SHORTEST = {"hours": 1 / 60, "days": 1 / 24}
"""Where the scale by powers begins."""

Places = npt.NDArray[np.int64]


class Point(NamedTuple):
    time: float
    share: float
    """In percent, with its interval of 95 %: of waits who got there by this time, of newcomers who stay so long."""
    low: float
    high: float
    known: int
    """Of how many it is known whether they did."""


class Told(NamedTuple):
    """One place of the curve: of waits the time of a given share, of newcomers the share at a given time."""

    share: float | None
    time: float | None
    """None, this or the share, where it is not known: nobody was looked at for so long."""
    low: float | None
    high: float | None
    """The interval of 95 % of the one that was looked for."""
    known: int


@dataclass(frozen=True)
class Curve:
    cohort: Span | None
    """The period in which they came; None of the one curve of all."""
    complete: bool
    """Whether all of that period is counted."""
    n: int
    longest: float
    """How long anybody was looked at."""
    told_until: float
    """What lies behind it rests on fewer than FEW, while of more it is not known how they went on."""
    told: tuple[Told, ...]
    points: tuple[Point, ...]
    """At each of them the curve makes a step."""


@dataclass(frozen=True)
class Curves:
    metric: Metric
    question: Question
    span: Span | None
    grain: Grain | None
    """How long the cohorts' periods are; None of one curve."""
    curves: tuple[Curve, ...]
    as_of: datetime | None = None

    @property
    def unit(self) -> str:
        """Of times."""
        return "days" if self.metric.by_cohort else self.metric.unit


def work_out(acts: Acts, name: str, question: Question) -> Curves:
    """Raises MetricUnknown, QuestionRefused, and SegmentRefused of a segment that makes no sense."""
    metric = find(name)
    _check(metric, question)
    span = span_of(acts, question)
    if span is None:
        return Curves(metric, question, None, None, ())
    if not metric.by_cohort:
        rows = counted(acts, metric, question, span)[None]
        return Curves(metric, question, span, None, (of_waits(rows, metric.unit),))
    grain = question.grain or (Grain.QUARTER if how_many(span, Grain.QUARTER) <= COHORTS else Grain.YEAR)
    of = counted(acts, metric, question, span, grain)
    came = sorted(first for first in of if first is not None)[-COHORTS:]
    curves = (_of_cohort(acts, question, span, Span(first, end_of(first, grain)), of[first]) for first in came)
    return Curves(metric, question, span, grain, tuple(curves))


def _check(metric: Metric, question: Question) -> None:
    if not metric.curved:
        raise QuestionRefused(
            "metric", f"{metric.title} is not about how long something takes.", "Ask for its figures instead."
        )
    if question.by:
        raise QuestionRefused("by", "A curve is not broken down.", "Ask without 'by', with a filter for each part.")
    if question.grain and not metric.by_cohort:
        raise QuestionRefused("grain", "The curve is of the whole time.", "Ask without 'grain'.")


def of_waits(rows: Counted, unit: str) -> Curve:
    found = survival(rows)
    if not found.n:
        return _NOBODY
    columns = (found.times, 100 * (1 - found.lasting), 100 * (1 - found.high), 100 * (1 - found.low))
    points = _points(columns, known(rows, found.times), _shown(found.times, _SHORTEST[unit]))
    told = tuple(_by_when(rows, found, part) for part in PARTS)
    longest = _longest(rows)
    return Curve(None, True, found.n, longest, min(told_until(rows), longest), told, points)


def _points(columns: tuple[Floats, ...], many: Places, places: Places) -> tuple[Point, ...]:
    """Those places of the curve, whose columns are times and shares with their bands."""
    time, share, low, high = (column[places].tolist() for column in columns)
    return tuple(map(Point, time, share, low, high, many[places].tolist()))


def _by_when(rows: Counted, found: Survival, part: int) -> Told:
    time, low, high = found.quantile(part / 100)
    many = 0 if time is None else int(known(rows, np.array([time]))[0])
    return Told(part, time, low, high, many)


def _of_cohort(acts: Acts, question: Question, span: Span, period: Span, rows: Counted) -> Curve:
    found = survival(rows)
    # Who was last seen on the day they came, which is a stay of 0, did not stay a day: times are told one later.
    within = np.flatnonzero(found.times < DAYS[-1])
    columns = (found.times + 1, 100 * found.lasting, 100 * found.low, 100 * found.high)
    points = _points(columns, known(rows, found.times), within)
    told = tuple(_still_there(rows, day) for day in DAYS)
    complete, longest = is_complete(acts, question, span, period), _longest(rows) + 1
    until = min(told_until(rows) + 1, max(longest, DAYS[-1]))
    return Curve(period, complete, found.n, longest, until, told, points)


def _still_there(rows: Counted, day: int) -> Told:
    """As the metric says it, of any day."""
    share, _, low, high = Staying(day - 1)(rows)
    return Told(share, day, low, high, int(known(rows, np.array([day - 1.0]))[0]))


def _shown(times: Floats, shortest: float) -> Places:
    """Which of these steps are kept: the last one at or before each place of a scale by powers."""
    if len(times) <= POINTS:
        return np.arange(len(times))
    scale = np.geomspace(max(shortest, float(times[0])), float(times[-1]), POINTS)
    places = np.searchsorted(times, scale, side="right") - 1
    return np.unique(np.append(places[places >= 0], len(times) - 1))


def _longest(rows: Counted) -> float:
    return max(float(rows["lasted"].max()), 0.0)


_NOBODY = Curve(None, True, 0, 0.0, 0.0, (), ())


def drawable(found: Curves) -> tuple[Curve, ...]:
    """Those that rest on enough to be told of."""
    return tuple(curve for curve in found.curves if curve.n >= FEW)


def first_day(curve: Curve, span: Span) -> date:
    """The first day that its cohort counts, and of all the question's."""
    return max(curve.cohort.first, span.first) if curve.cohort else span.first


def last_day(curve: Curve, span: Span) -> date:
    return min(curve.cohort.last, span.last) if curve.cohort else span.last
