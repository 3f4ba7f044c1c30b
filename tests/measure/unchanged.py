"""Communities in which nothing changes, or one thing: days of counts, questions with their waits. All from a seed."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Make = Callable[[np.random.Generator, int, float], Floats]
"""(chance, how many days, how many acts a day on the whole) → acts of each day"""

_WEEK = np.array([1.4, 1.4, 1.3, 1.3, 1.1, 0.3, 0.2])
_WEEK = _WEEK / _WEEK.mean()


def _rhythm(days: int) -> Floats:
    return _WEEK[np.arange(days) % 7]


def _poisson(chance: np.random.Generator, days: int, level: float) -> Floats:
    return chance.poisson(level, days).astype(float)


def _weekly(chance: np.random.Generator, days: int, level: float) -> Floats:
    return chance.poisson(level * _rhythm(days)).astype(float)


def _negative_binomial(chance: np.random.Generator, days: int, level: float) -> Floats:
    """With a variance of level + level² / 2."""
    return chance.poisson(level * _rhythm(days) * chance.gamma(2, 1 / 2, days)).astype(float)


def lasting(days_long: float, spread: float = 0.4) -> Make:
    """The level itself goes up and down, each time for about so many days."""

    def make(chance: np.random.Generator, days: int, level: float) -> Floats:
        keep = np.exp(-1 / days_long)
        moves = chance.normal(0, spread * np.sqrt(1 - keep**2), days)
        moves[0] = chance.normal(0, spread)
        for day in range(1, days):
            moves[day] += keep * moves[day - 1]
        return chance.poisson(level * _rhythm(days) * np.exp(moves - spread**2 / 2)).astype(float)

    return make


def _heavy(chance: np.random.Generator, days: int, level: float) -> Floats:
    """Days that differ by factors of ten (lognormal)."""
    return chance.poisson(level * np.exp(chance.normal(-0.5, 1, days))).astype(float)


def _heaviest(chance: np.random.Generator, days: int, level: float) -> Floats:
    """Days of which a few outweigh months (Pareto with the exponent 2.2)."""
    return chance.poisson(level * 0.55 * (chance.pareto(2.2, days) + 1)).astype(float)


def _raided(chance: np.random.Generator, days: int, level: float) -> Floats:
    """One day in sixty brings eight times as much."""
    return chance.poisson(level * _rhythm(days) * np.where(chance.random(days) < 1 / 60, 8, 1)).astype(float)


KINDS: dict[str, Make] = {
    "Poisson": _poisson,
    "with a weekly rhythm": _weekly,
    "negative binomial": _negative_binomial,
    "moods of two days": lasting(2),
    "moods of five days": lasting(5),
    "moods of ten days": lasting(10),
    "heavy-tailed": _heavy,
    "very heavy-tailed": _heaviest,
    "raided": _raided,
}


def changed(make: Make, chance: np.random.Generator, quiet: int, then: int, level: float, factor: float) -> Floats:
    """So many days as ever, then so many at `factor` times the level."""
    return np.concatenate([make(chance, quiet, level), make(chance, then, level * factor)[-then:]])
