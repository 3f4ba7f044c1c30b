"""How the figure of one platform or segment differs from that of another, in words, and whether by more than chance."""

from rapport.measure.answer import Answer
from rapport.measure.chance import SHORTEST, TOO_SHORT, Verdict, between
from rapport.measure.comparing import BEFORE, Other
from rapport.measure.estimates.estimate import FEW, Estimate
from rapport.measure.figures import figure, unbroken, unit_of
from rapport.measure.sentences import comparable, points

TIMES = ("hours", "days")
"""Units of lengths of time: longer or shorter, not more or fewer."""
NO_TEST = Verdict(None, "no test: people can be in both")
"""Of counts: each is complete, and the same people are in both."""


def verdict(mine: Answer, other: Answer) -> Verdict:
    """Whether two answers of the same time differ by more than chance."""
    if not mine.metric.estimated:
        return NO_TEST
    if mine.span and mine.span.days < SHORTEST:
        return TOO_SHORT
    return between(_total(mine), _total(other), share=mine.metric.unit == "%")


def said_of(mine: Answer, other: Other | None) -> str:
    """After a sentence, which compares with the time before already."""
    return "" if other is None or other.key == BEFORE else f" {differing(mine, other)}"


def differing(mine: Answer, other: Other) -> str:
    """As "Discord: 3 h, twice as long as on Discourse (more than chance)."."""
    found, metric = other.answer, mine.metric
    if metric.estimated and 0 < found.n < FEW:
        return f"{other.label}: too few to say (n = {found.n})."
    unit = "" if metric.unit in ("%", "hours") else f" {unit_of(found.total, metric.unit)}"
    said = f"{other.label}: {figure(found.total, metric.unit)}{unit}"
    how = _how(mine, found) if comparable(mine, found) else ""
    return unbroken(f"{said}, {how} {other.beside} ({verdict(mine, found)})." if how else f"{said}.")


def _how(mine: Answer, other: Answer) -> str:
    """Points between shares, else how many times as much; "" where either is nothing."""
    metric = mine.metric
    if mine.total is None or other.total is None:
        return ""
    if metric.unit == "%":
        apart = other.total - mine.total
        return f"{points(abs(apart))} {'higher' if apart > 0 else 'lower'} than" if round(apart) else "as high as"
    if mine.total <= 0 or other.total <= 0:
        return ""
    much = "long" if metric.unit in TIMES else "many"
    more, less = ("longer", "shorter") if metric.unit in TIMES else ("more", "fewer")
    times = other.total / mine.total
    if times >= 1.95:
        often = "twice" if times < 2.05 else f"{times:,.1f} times" if times < 10 else f"{times:,.0f} times"
        return f"{often} as {much} as"
    if 0.475 < times < 0.525:
        return f"half as {much} as"
    percent = round(abs(times - 1) * 100)
    return f"{percent} % {more if times > 1 else less} than" if percent else f"as {much} as"


def _total(one: Answer) -> Estimate:
    return Estimate(one.total, one.n, one.low, one.high)
