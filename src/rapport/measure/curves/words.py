"""What curves show, in a sentence and a table, the same on the page and from the command."""

from rapport.measure.curves.curve import Curve, Curves, Told, drawable
from rapport.measure.estimates.estimate import FEW
from rapport.measure.figures import MISSING, figure, interval, unbroken, unit_of
from rapport.measure.periods import name_of
from rapport.measure.sentences import n_of

PARTS = {25: "a quarter", 50: "half", 75: "three quarters", 90: "nine tenths"}
TOO_FEW, UNKNOWN = "too few to say", "not known yet"
_OWN = 90
"""The day of which the sentence tells, as the metric does."""
_SMALL = 30
"""A cohort of fewer is told with its n."""


def sentence(found: Curves) -> str:
    title, n = found.metric.title, sum(curve.n for curve in found.curves)
    if not n:
        return f"{title}: nothing to say of this time."
    if not drawable(found):
        return f"{title}: {TOO_FEW} ({n_of(found.metric, n)})."
    said = _of_cohorts(found) if found.metric.by_cohort else _of_waits(found, found.curves[0])
    return unbroken(f"{said}.")


def _of_waits(found: Curves, curve: Curve) -> str:
    metric = found.metric
    reached = [one for one in curve.told if one.time is not None]
    if not reached:
        end = f" ({figure(round(curve.points[-1].share, 1), '%')} did)" if curve.points else ""
        return f"Not a quarter of the {curve.n:,} {metric.rests_on} got there, as far as is known{end}"
    # Of parts that got there at the same time the largest says it all.
    (first, part), *others = {one.time or 0.0: int(one.share or 0) for one in reached}.items()
    said = metric.said(figure(first, metric.unit), first).replace("Half", PARTS[part].capitalize(), 1)
    within = "".join(f", {PARTS[part]} within {length(time, found.unit)}" for time, part in others)
    return f"{said}{within}{_missed(found, curve)}"


def _missed(found: Curves, curve: Curve) -> str:
    missed = next((one for one in curve.told if one.time is None), None)
    if missed is None:
        return ""
    last = curve.points[-1]
    got = f"{figure(round(last.share), '%')} within {length(last.time, found.unit)}"
    return f"; {PARTS[int(missed.share or 0)]} did not, as far as is known, but {got}"


def _of_cohorts(found: Curves) -> str:
    stayed = [(curve, label(found, curve), _on(curve, _OWN).share) for curve in drawable(found)]
    told = [f"{name} {figure(share, '%')}{_n_of_small(curve)}" for curve, name, share in stayed if share is not None]
    young = ", ".join(name for _, name, share in stayed if share is None)
    if not told:
        return f"Of those who came in {young} it is {UNKNOWN} how many stay {_OWN} days"
    first, *others = told
    said = f"Of those who came in {first} stayed {_OWN} days or longer{''.join(f', of {one}' for one in others)}"
    return f"{said}; of {young} it is {UNKNOWN}" if young else said


def _n_of_small(curve: Curve) -> str:
    return f" (n = {curve.n})" if curve.n < _SMALL else ""


def _on(curve: Curve, day: int) -> Told:
    return next(one for one in curve.told if one.time == day)


def label(found: Curves, curve: Curve) -> str:
    """What people call the cohort; "" of the one curve of all."""
    return name_of(curve.cohort, found.grain) if curve.cohort and found.grain else ""


def length(time: float | None, unit: str) -> str:
    """A time with its unit: "3 h 10 min", "12 days"."""
    if time is None or unit == "hours":
        return figure(time, unit)
    return f"{figure(time, unit)} {unit_of(time, unit)}"


def heading(found: Curves) -> str:
    return "How long they stay" if found.metric.by_cohort else "How long it takes"


def head(found: Curves) -> list[str]:
    if found.metric.by_cohort:
        return ["Came in", *(f"{int(one.time or 0)} days" for one in found.curves[0].told), "n"] if found.curves else []
    return ["Of all", "Got there within", "95 % interval", "Known of"]


def table(found: Curves) -> list[list[str]]:
    """A line a cohort, or a part of all that waits; none where nothing rests on five or more."""
    shown = drawable(found)
    if shown and found.metric.by_cohort:
        return [_cohort(found, curve) for curve in found.curves]
    return [_part(found, one) for curve in shown for one in curve.told]


def _cohort(found: Curves, curve: Curve) -> list[str]:
    cut = "" if curve.complete else " (not complete)"
    told = [_stay(one) if curve.n >= FEW else TOO_FEW for one in curve.told]
    return [f"{label(found, curve)}{cut}", *told, f"{curve.n:,}"]


def _stay(one: Told) -> str:
    if one.share is None:
        return UNKNOWN
    return f"{figure(one.share, '%')} ({interval(one.low, one.high, '%')})"


def _part(found: Curves, one: Told) -> list[str]:
    part = f"{PARTS[int(one.share or 0)]} ({one.share} %)"
    if one.time is None:
        least = f"at least {length(one.low, found.unit)}" if one.low is not None else ""
        return [part, "not as far as is known", least, MISSING]
    return [part, length(one.time, found.unit), between(one.low, one.high, found.unit), f"{one.known:,}"]


def between(low: float | None, high: float | None, unit: str) -> str:
    """The interval with its unit, where times do not say it themselves."""
    said = interval(low, high, unit)
    return said if unit == "hours" or not said else f"{said} {unit}"


def note(found: Curves) -> str:
    """What its drawing shows, for who looks at it."""
    if found.metric.by_cohort:
        what = "How many percent of those who came in each time still do something so many days later, or after that"
        end = f" A line ends where it would rest on fewer than {FEW}, while of more it is not known how they went on."
    else:
        what, end = f"How many percent of the {found.metric.rests_on} got there by then", ""
    return f"{what}. In the bands the truth lies in 95 of 100 such cases.{end}"
