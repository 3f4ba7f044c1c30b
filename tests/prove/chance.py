"""Look every day for 90 days at communities in which nothing changes: how often is "more than chance" said of any?

And how soon is it said where something does change. `make prove-chance` runs it, some ten minutes; it ends with an
error where more than one in twenty is told wrongly, beyond what so few runs can tell.
"""

import sys
from collections.abc import Iterator
from math import sqrt

import numpy as np

from rapport.measure.chance import FALSE, LOOKS, Floats, between, of_counts, of_estimates, past_needed, past_wanted
from rapport.measure.estimates.estimate import Estimate
from tests.measure.unchanged import KINDS, changed, lasting

LENGTHS = (30, 90, 365)
LEVELS = (2, 30)
CHANGES = (1.2, 1.5, 2.0)


def first_told(counts: Floats, days: int, past: int) -> int | None:
    """The first of the looks at the end of these counts that says "more than chance"; None where none does."""
    for look in range(1, LOOKS + 1):
        end = len(counts) - LOOKS + look
        known = counts[max(0, end - past) : end]
        told = of_counts(known[-days:].sum(), known[-2 * days : -days].sum(), list(known), days)
        if told.beyond:
            return look
    return None


def first_told_of_estimates(chance: np.random.Generator, days: int, *, of_share: bool, factor: float = 1) -> int | None:
    """The same of the share answered in time, or the median wait, of questions whose weeks go well and badly."""
    past = past_wanted(days)
    every = past + LOOKS
    mood = lasting(10, 0.3)(chance, every, 1000) / lasting(1, 0.01)(chance, every, 1000)
    counts = chance.poisson(4, every)
    easier = np.where(np.arange(every) < past, 1, factor) * np.clip(mood, 0.2, 5)
    waits = [chance.lognormal(2, 1.5, n) / by for n, by in zip(counts, easier, strict=True)]
    weeks = [_estimate(waits[day : day + 7], of_share) for day in range(0, every - 6, 7)]
    for look in range(1, LOOKS + 1):
        end = past + look
        now, before = (_estimate(waits[end - (k + 1) * days : end - k * days], of_share) for k in (0, 1))
        if of_estimates(now, before, weeks[-(-look // 7) : end // 7], days, share=of_share).beyond:
            return look
    return None


def first_told_between(
    chance: np.random.Generator, days: int, *, of_share: bool, factor: float = 1, level: float = 4
) -> int | None:
    """The same of two platforms with so many questions a day on the one, twice as many on the other."""
    every = days + LOOKS
    here, there = (
        [chance.lognormal(2, 1.5, n) / by for n in chance.poisson(many, every)]
        for many, by in ((level, 1), (2 * level, factor))
    )
    for look in range(1, LOOKS + 1):
        both = (_estimate(waits[look : look + days], of_share) for waits in (here, there))
        if between(*both, share=of_share).beyond:
            return look
    return None


def _estimate(waits: list[Floats], of_share: bool) -> Estimate:
    every = np.sort(np.concatenate(waits))
    n = len(every)
    if n < 5:
        return Estimate(None, n)
    if of_share:
        part = float((every < 24).mean())
        margin = 1.96 * sqrt((part * (1 - part) + 1 / n) / n)
        return Estimate(100 * part, n, 100 * (part - margin), 100 * (part + margin))
    below, above = (int(n / 2 + side * 0.98 * sqrt(n)) for side in (-1, 1))
    return Estimate(float(every[n // 2]), n, float(every[max(0, below)]), float(every[min(n - 1, above)]))


def false_alarms(runs: int) -> Iterator[tuple[str, float]]:
    for days in LENGTHS:
        for past in sorted({past_needed(days), past_wanted(days)}):
            for level in LEVELS:
                for name, make in KINDS.items():
                    chance = np.random.default_rng([days, past, level, *name.encode()])
                    told = [first_told(make(chance, past + LOOKS, level), days, past) for _ in range(runs)]
                    yield f"{name}, {level} a day, {days} days, {past} known", sum(map(bool, told)) / runs
    for days in (30, 90):
        for of_share in (True, False):
            chance = np.random.default_rng([days, of_share])
            told = [first_told_of_estimates(chance, days, of_share=of_share) for _ in range(runs // 4)]
            yield f"{'share' if of_share else 'median'} of 4 a day, {days} days", sum(map(bool, told)) / len(told)
            for level in (1, 4, 30):
                told = [first_told_between(chance, days, of_share=of_share, level=level) for _ in range(runs)]
                name = f"two {'shares' if of_share else 'medians'} of {level} and {2 * level} a day, {days} days"
                yield name, sum(map(bool, told)) / runs


def power(runs: int) -> Iterator[tuple[str, float]]:
    for days in (30, 90):
        for name in ("with a weekly rhythm", "negative binomial", "moods of two days"):
            for factor in CHANGES:
                chance = np.random.default_rng([days, int(10 * factor), *name.encode()])
                past = past_wanted(days)
                told = [
                    first_told(changed(KINDS[name], chance, past, LOOKS, 30, factor), days, past) for _ in range(runs)
                ]
                yield f"{factor - 1:+.0%}, {name}, 30 a day, {days} days", sum(map(bool, told)) / runs


def main(runs: int) -> int:
    allowed = FALSE + 3 * sqrt(FALSE * (1 - FALSE) / runs)
    wrong = 0
    print(f"False alarms over {LOOKS} daily looks, of {runs} communities each (at most {FALSE:.0%} wanted):")
    for told, rate in false_alarms(runs):
        wrong += rate > allowed
        print(f"  {rate:6.1%}  {told}{'  TOO MANY' if rate > allowed else ''}", flush=True)
    print("Changes that are found within 90 days of them:")
    for told, rate in power(runs // 2):
        print(f"  {rate:6.1%}  {told}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 400))
