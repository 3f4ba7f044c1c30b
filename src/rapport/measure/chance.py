"""Whether a figure differs from that of as long before by more than chance. Pure.

Communities are no dice: what happens comes in bursts, keeps the rhythm of the week and goes on for a while. So how much
chance there is, is learnt from the past: from how much weeks, fortnights, months and pairs of months differed from the
ones next to them, against what they would if every act were thrown by itself. The largest of these counts, and never
less than one.

A page is looked at every day, and each look is a chance to be wrong. Who looks daily for LOOKS days at something that
has not changed is told "more than chance" once or more in at most FALSE of such stretches: each look has its share of
the doubt (Bonferroni), which holds however much the looks have in common. `make prove-chance` simulates it.
"""

from collections.abc import Sequence
from math import exp, expm1, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rapport.measure.estimates.estimate import Estimate, Z

FALSE, LOOKS = 0.05, 90
ABOUT_CHANCE = (
    f"Of 100 figures in which nothing changes, looked at on each of {LOOKS} days, at most {100 * FALSE:.0f} are ever"
    " called more than chance."
)
SHORTEST = 28
"""Days; a shorter time is a handful of days, of which one wild one would decide."""
ENOUGH = 20
"""An estimate that rests on fewer has an interval too rough to be compared."""
WEEK = 7
_STRETCHES = (1, 2, 4, 8)
"""In weeks: what goes on for a while shows only between stretches as long as that."""
_FEWEST_STRETCHES = 6
_SURE = NormalDist().inv_cdf(1 - FALSE / LOOKS / 2)

Floats = npt.NDArray[np.float64]


class Verdict(NamedTuple):
    beyond: bool | None
    """Whether it is more than chance; None where nobody can tell."""
    why: str = ""
    """Why nobody can."""
    low: float | None = None
    high: float | None = None
    """The change, in percent or in points of a share, that all looks together leave possible."""

    def __str__(self) -> str:
        return self.why if self.beyond is None else "more than chance" if self.beyond else "within chance"


NO_PAST = Verdict(None, "too short a past to tell from chance")
TOO_SHORT = Verdict(None, "too short a time to tell from chance")
TOO_FEW = Verdict(None, "too few to tell from chance")


def past_wanted(days: int) -> int:
    """How many days up to the end of what is compared are worth asking for."""
    return max(548, 2 * days)


def past_needed(days: int) -> int:
    """Fewer than this, both times included, and what goes on for a while cannot be told from a change."""
    return max(26 * WEEK, 2 * days, min(4 * days, 548))


def of_counts(now: float, before: float, past: Sequence[float], days: int) -> Verdict:
    """Of counts over `days` days each, the one right after the other; `past` has a count a day up to the last of them.

    The counts are compared as shares of both (Wilson's interval), each expecting what its weekdays usually bring.
    """
    if days < SHORTEST:
        return TOO_SHORT
    if len(past) < past_needed(days):
        return NO_PAST
    both = now + before
    if not both:
        return TOO_FEW
    daily = np.asarray(past, dtype=np.float64)
    weeks = _weeks(daily)
    spread = _spread(weeks, weeks, days / WEEK)
    usual = _usual(daily)
    expected = usual[-days:].sum() / usual[-2 * days :].sum()
    low, high = _wilson(now / both, both, _surely(len(weeks)) ** 2 * spread)
    return Verdict(not low <= expected <= high, "", _percent(low, expected), _percent(high, expected))


def of_estimates(
    now: Estimate, before: Estimate, weeks: Sequence[Estimate | None], days: int, *, share: bool
) -> Verdict:
    """Of estimates with intervals over `days` days each. `weeks` has one a week up to the last of these days, or None
    where nothing was said. Shares are compared by their difference, all else by its ratio."""
    if days < SHORTEST:
        return TOO_SHORT
    if min(now.n, before.n) < ENOUGH:
        return TOO_FEW
    if len(weeks) < past_needed(days) // WEEK:
        return NO_PAST
    then, today = _measured(before, share), _measured(now, share)
    told = [_measured(week, share) if week else None for week in weeks]
    known = [week for week in told if week]
    if not then or not today or len(known) < len(weeks) / 2:
        return TOO_FEW
    values, variances, sizes = (np.asarray(column, dtype=np.float64) for column in zip(*known, strict=True))
    boundary = sum(week is not None for week in told[-round(days / WEEK) :])
    spread = _spread(values, variances, boundary)
    # An interval is itself an estimate, and by chance too narrow now and then: so many weeks know better how wide.
    usual = float(np.median(variances * sizes))
    variance = sum(max(one.variance, usual / one.n) for one in (then, today))
    middle = today.value - then.value
    return _judged(middle, _surely(len(known)) * sqrt(spread * variance), share)


def between(one: Estimate, other: Estimate, *, share: bool) -> Verdict:
    """Of two estimates with intervals of the same time: how far `other` is from `one`, by what their intervals say.

    A part and its whole have chance in common: then it says "more than chance" too seldom, not too often.
    """
    if min(one.n, other.n) < ENOUGH:
        return TOO_FEW
    here, there = _measured(one, share), _measured(other, share)
    if not here or not there:
        return TOO_FEW
    sure = _student(min(one.n, other.n) - 1)
    return _judged(there.value - here.value, sure * sqrt(here.variance + there.variance), share)


def _judged(middle: float, margin: float, share: bool) -> Verdict:
    low, high = middle - margin, middle + margin
    told_low, told_high = (low, high) if share else (100 * expm1(low), 100 * expm1(high))
    return Verdict(not low <= 0 <= high, "", told_low, told_high)


def _surely(weeks: int) -> float:
    """How many standard deviations one look has to be away, as so many weeks say how large one is: a difference of
    neighbours has two thirds of the worth of an independent one."""
    return _student(max((weeks - 1) * 2 / 3, 1.0))


def _student(free: float) -> float:
    """The same, as so many independent differences say it: Student's quantile by Wallace's formula (Annals of
    Mathematical Statistics 30, 1959)."""
    return sqrt(free * (exp((_SURE * (8 * free + 3) / (8 * free + 1)) ** 2 / free) - 1))


def _spread(values: Floats, variances: Floats, boundary: float) -> float:
    """How many times as much as its variances say the values vary from one stretch to the next; at least 1.

    Stretches are counted back from the end. Where the change in question would lie, `boundary` weeks back, those on
    either side are not compared: it would hide itself.
    """
    found = [1.0]
    for long in _STRETCHES:
        many = len(values) // long
        if many < _FEWEST_STRETCHES or long > boundary:
            break
        value = values[-many * long :].reshape(many, long).mean(axis=1)
        variance = variances[-many * long :].reshape(many, long).sum(axis=1) / long**2
        weeks_back = long * np.arange(many - 1, 0, -1)
        apart = np.abs(weeks_back - boundary) >= long / 2
        chance = ((variance[1:] + variance[:-1]) * apart).sum()
        if chance > 0:
            found.append(float((np.diff(value) ** 2 * apart).sum() / chance))
    return max(found)


def _weeks(daily: Floats) -> Floats:
    many = len(daily) // WEEK
    weeks: Floats = daily[-many * WEEK :].reshape(many, WEEK).sum(axis=1)
    return weeks


def _usual(daily: Floats) -> Floats:
    """What each day would bring if only weekdays differed."""
    place = np.arange(len(daily)) % WEEK
    means: Floats = np.bincount(place, weights=daily) / np.bincount(place)
    return means[place]


def _wilson(share: float, n: float, spread: float) -> tuple[float, float]:
    middle = (share + spread / n / 2) / (1 + spread / n)
    margin = sqrt(spread * (share * (1 - share) / n + spread / n**2 / 4)) / (1 + spread / n)
    return max(0.0, middle - margin), min(1.0, middle + margin)


def _percent(share: float, expected: float) -> float | None:
    """The change that makes this share of both; None where it is beyond all bounds."""
    if share >= 1:
        return None
    return 100 * (share / (1 - share) * (1 - expected) / expected - 1)


class _Measured(NamedTuple):
    """On the scale on which it is compared."""

    value: float
    variance: float
    n: int


def _measured(one: Estimate, share: bool) -> _Measured | None:
    """None where its interval has no end."""
    if one.value is None or one.low is None or one.high is None:
        return None
    value, low, high = one.value, one.low, one.high
    if not share:
        if min(value, low, high) <= 0:
            return None
        value, low, high = log(value), log(low), log(high)
    return _Measured(value, ((high - low) / (2 * Z)) ** 2, one.n) if high > low else None
