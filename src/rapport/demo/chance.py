"""Draws that `random.Random` does not have. Every one takes the generator, so that a seed decides all of them."""

from collections.abc import Sequence
from math import exp, log
from random import Random
from typing import TypeVar

T = TypeVar("T")


def poisson(chance: Random, mean: float) -> int:
    """How often something happens that happens `mean` times on average."""
    if mean > 30:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    left, count = exp(-mean), 0
    product = chance.random()
    while product > left:
        count += 1
        product *= chance.random()
    return count


def around(chance: Random, median: float, sigma: float) -> float:
    """Log-normal: half of the draws are below the median; with a sigma of 1.4 one of 20 is ten times as large."""
    return chance.lognormvariate(log(median), sigma)


def one_of(chance: Random, weights: dict[T, float]) -> T:
    """A key by its weight."""
    return chance.choices(list(weights), list(weights.values()))[0]


def some_of(chance: Random, all_: Sequence[T], most: int) -> list[T]:
    """Different ones, `most` where there are so many."""
    return chance.sample(all_, min(most, len(all_)))
