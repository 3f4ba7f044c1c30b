"""How sure a figure is, worked out with a pencil from the formulas as they are printed, one step after the other."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from math import exp, log, sqrt

from tests.measure.pencils.paper import Figures, Key, Paper

Z = 1.959964

Waits = list[tuple[timedelta, bool]]
"""How long each lasted, and whether it is over."""
Interval = tuple[float | None, float | None]
Intervals = Callable[[Paper], dict[Key, Interval]]

HOUR = timedelta(hours=1)


def curve(waits: Waits) -> Iterable[tuple[timedelta, float, float, float]]:
    """When something ended; which share lasts longer, by Kaplan and Meier, and Greenwood's band around log(−log)."""
    lasting, spread, high = 1.0, 0.0, 1.0
    for at in sorted({wait for wait, over in waits if over}):
        still = sum(wait >= at for wait, _ in waits)
        ended = sum(wait == at and over for wait, over in waits)
        lasting *= 1 - ended / still
        low = 0.0  # with nobody left the formula says nothing, and the band stays open as far as it was
        if ended < still:
            spread += ended / (still * (still - ended))
            width = Z * sqrt(spread) / abs(log(lasting))
            low, high = lasting ** exp(width), lasting ** exp(-width)
        yield at, lasting, low, high


def of_median(waits: Waits) -> tuple[float | None, float | None, float | None]:
    """In hours, when each of the three is down to a half: the median, and its interval by Brookmeyer and Crowley."""
    steps = list(curve(waits))

    def half(which: int) -> float | None:
        return next((step[0] / HOUR for step in steps if float(step[which]) <= 0.5 + 1e-12), None)  # type: ignore[arg-type]

    return half(1), half(2), half(3)


def of_medians(waits: dict[Key, Waits], unit: timedelta = HOUR) -> dict[Key, Interval]:
    def between(those: Waits) -> Interval:
        _, low, high = of_median(those)
        return (None if low is None else low * (HOUR / unit)), (None if high is None else high * (HOUR / unit))

    return {key: between(those) for key, those in waits.items()}


def wilson(share: float, n: int) -> Interval:
    """In percent, from the two roots of (found − true)² = Z² · true · (1 − true) / n."""
    found = share / 100
    a, b, c = 1 + Z * Z / n, -(2 * found + Z * Z / n), found * found
    root = sqrt(max(b * b - 4 * a * c, 0.0))
    return 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)


def of_shares(pencil: Callable[[Paper], Figures]) -> Intervals:
    return lambda paper: {
        key: (None, None) if value is None else wilson(value, n) for key, (value, n) in pencil(paper).items()
    }


def of_mean(numbers: list[int]) -> Interval:
    n = len(numbers)
    if n == 1:
        return None, None
    middle = sum(numbers) / n
    margin = Z * sqrt(sum((number - middle) ** 2 for number in numbers) / (n - 1) / n)
    return middle - margin, middle + margin
