"""An answer against the same question of as long before, and whether the difference is more than chance."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from rapport.measure import chance
from rapport.measure.answer import MOST_PERIODS, Answer
from rapport.measure.ask import answer
from rapport.measure.chance import Verdict
from rapport.measure.estimates.estimate import FEW, Estimate
from rapport.measure.estimates.survival import median
from rapport.measure.lengths import before
from rapport.measure.older import Older
from rapport.measure.periods import Grain
from rapport.people.acts import Acts

UNSAID = Verdict(None, "no test for such a figure")
"""Of figures that say nothing about more than was counted, but are no counts that go up and down with each act."""
NOT_REACHED = Verdict(None, "no test while not half of them got there")
LONGER = Verdict(None, "the time before had longer for it")
"""Of what ripens (`catalogue.Metric.ripens`)."""

LEARNT_ANEW = timedelta(minutes=10)
"""How much chance there is in a large ledger's years hardly changes within minutes, but takes longer than all else."""


class Past(NamedTuple):
    """The figures that tell how much chance there is: of counts by day, of estimates by week."""

    daily: list[float]
    weekly: list[Estimate | None]
    """None where too few were asked about."""


_pasts: Older[Past] = Older(LEARNT_ANEW, of_watch=True)


class Compared(NamedTuple):
    answer: Answer
    """Of as long before, without its periods."""
    verdict: Verdict


def compared(answered: Answer, acts: Acts) -> Compared | None:
    """None where the question has no first or last day, or the ledger does not reach back as far again.

    Of a time that is not over yet, or not known to its end, what is known is set against as many days before.
    """
    if answered.unknown:
        return None
    if answered.known_until:
        asked = replace(answered.question, until=answered.known_until)
        answered = answer(answered.metric.name, asked, acts, periods=False)
    earlier = before(answered.question, acts.span(answered.question.platform))
    if earlier is None:
        return None
    then = answer(answered.metric.name, earlier, acts, periods=False)
    return Compared(then, _verdict(answered, then, acts))


def _verdict(now: Answer, then: Answer, acts: Acts) -> Verdict:
    if now.metric.ripens:
        return LONGER
    counted = now.metric.adds_up
    if not counted and not now.metric.estimated:
        return UNSAID
    if not reached(now) or not reached(then):
        return NOT_REACHED
    days = now.span.days if now.span else 0
    if days < chance.SHORTEST:
        return chance.TOO_SHORT
    if chance.past_wanted(days) > MOST_PERIODS:
        return chance.NO_PAST
    past = _remembered(now, days, acts)
    if counted:
        return chance.of_counts(now.total or 0, then.total or 0, past.daily, days)
    return chance.of_estimates(_total(now), _total(then), past.weekly, days, share=now.metric.unit == "%")


def reached(one: Answer) -> bool:
    """Whether half of those whom a median is of got there; of all other figures always."""
    return one.total is not None or one.n < FEW or one.metric.finish is not median


def _remembered(now: Answer, days: int, acts: Acts) -> Past:
    began, key = time.monotonic(), (now.metric.name, replace(now.question, by=None, grain=None))
    older = None if now.question.segment else _pasts.find(acts, key)
    if older:
        return older[0]
    past = _past(now, days, acts)
    if not now.question.segment:  # who is in one changes with other things than the acts
        _pasts.keep(acts, key, past, time.monotonic() - began)
    return past


def _past(now: Answer, days: int, acts: Acts) -> Past:
    """Of the same question over as many days as are worth asking for."""
    known, until = acts.span(now.question.platform), now.question.until
    assert known is not None and until is not None  # noqa: S101, PT018  # there is a time before to compare with
    since = max(known.first, until - timedelta(days=chance.past_wanted(days) - 1))
    grain = Grain.DAY if now.metric.adds_up else Grain.WEEK
    asked = replace(now.question, since=since, by=None, grain=grain)
    told = answer(now.metric.name, asked, acts, totals=False)
    return Past(_daily(told), []) if now.metric.adds_up else Past([], _weekly(told))


def _total(one: Answer) -> Estimate:
    return Estimate(one.total, one.n, one.low, one.high)


def _daily(past: Answer) -> list[float]:
    """Added up over groups, of a metric that breaks down by itself."""
    days = dict.fromkeys((row.first for row in past.rows), 0.0)
    for row in past.rows:
        days[row.first] += row.value or 0
    return list(days.values())


def _weekly(past: Answer) -> list[Estimate | None]:
    """The whole weeks."""
    span = past.span
    whole = [row for row in past.rows if span and span.first <= row.first and row.last <= span.last]
    return [Estimate(row.value, row.n, row.low, row.high) if row.n >= FEW else None for row in whole]
