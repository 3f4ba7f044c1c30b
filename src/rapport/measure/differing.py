"""How the figure of one platform, segment or time differs from that of another, in words, and whether by more than
chance."""

from dataclasses import replace

from rapport.measure.answer import Answer
from rapport.measure.chance import SHORTEST, TOO_SHORT, Verdict, between
from rapport.measure.comparing import Other
from rapport.measure.estimates.estimate import Estimate
from rapport.measure.figures import figure, unbroken, unit_of
from rapport.measure.periods import days_name
from rapport.measure.sentences import comparable, points
from rapport.measure.times import BEFORE, YEAR

TIMES = ("hours", "days")
"""Units of lengths of time: longer or shorter, not more or fewer."""
NO_TEST = Verdict(None, "no test: people can be in both")
"""Of counts: each is complete, and the same people are in both."""


APART = Verdict(None, "no test: what is usual may have moved between the two times")
"""Of times that do not follow one another: the test learns how much neighbouring stretches differ (`measure.chance`),
and the same season of a few years is too little to learn from how much those do that lie far apart."""
LONGER = Verdict(None, "the earlier time had longer for it")
"""Of what ripens (`catalogue.Metric.ripens`)."""
EACH_ONCE = ("questions", "threads", "newcomers")
"""What an estimate may rest on that says the same of a long and a short time; people do more in a longer one."""


def judged(mine: Answer, other: Other) -> Verdict:
    if not other.then:
        return verdict(mine, other.answer)
    return LONGER if mine.metric.ripens else APART


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
    found, metric, label = other.answer, mine.metric, _label(other)
    if metric.too_few(found.n):
        return f"{label}: too few to say (n = {found.n})."
    unit = "" if metric.unit in ("%", "hours") else f" {unit_of(found.total, metric.unit)}"
    said = f"{label}: {figure(found.total, metric.unit)}{unit}"
    if other.then and _days(mine) != _days(found) and not (metric.estimated and metric.rests_on in EACH_ONCE):
        return unbroken(f"{said}{_unlike(mine, other)}")
    how = _how(mine, found) if comparable(mine, found) else ""
    return unbroken(f"{said}, {how} {other.beside} ({judged(mine, other)})." if how else f"{said}.")


def _label(other: Other) -> str:
    """As a sentence begins: of another time with its days, for which charts and tables have no room."""
    span = other.answer.span
    if not other.then or span is None:
        return other.label
    return f"A year before ({days_name(span)})" if other.key == YEAR else days_name(span)


def _days(one: Answer) -> int:
    return one.span.days if one.span else 0


def _unlike(mine: Answer, other: Other) -> str:
    """Of two times of unlike length: what adds up is told by the day, people and shares of them are not compared."""
    here, there = (f"{_days(one):,} {unit_of(_days(one), 'days')}" for one in (mine, other.answer))
    if not mine.metric.adds_up or mine.metric.unit == "people":
        return f". {other.beside.capitalize()} has {here} and that has {there}, so the two are not compared."
    now, then = (replace(one, total=(one.total or 0) / _days(one)) for one in (mine, other.answer))
    a_day, by_now = (f"{figure(one.total, mine.metric.unit)} a day" for one in (then, now))
    how = _how(now, then)
    return f" in {there}, {a_day}{f', {how} the {by_now} of {other.beside} ({judged(mine, other)})' if how else ''}."


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
