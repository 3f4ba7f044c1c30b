"""A figure as people write it, in the unit of its metric."""

import re

MISSING = "–"
_BETWEEN = re.compile(r"(?<=\d) (?=(?:%|s|min|h|days?|years|points?)(?!\w))")
"""A number and its unit."""


def figure(value: float | None, unit: str) -> str:
    """The figure with its unit where the unit is part of it: "1,234", "62 %", "3 h 10 min", "2.4"."""
    if value is None:
        return MISSING
    if unit == "%":
        return f"{_short(value)} %"
    if unit == "hours":
        return lasting(value)
    return _short(value)


def unbroken(said: str) -> str:
    """With no line's end between a number and its unit, as in "44 % of the questions"."""
    return _BETWEEN.sub("\u00a0", said)


_ONE = {"people": "person", "people a thread": "person a thread"}


def unit_of(value: float | None, unit: str) -> str:
    """The unit beside this figure: "2 replies", "1 reply", "1 person"."""
    if value != 1 or unit in ("%", "hours"):
        return unit
    return _ONE.get(unit) or (f"{unit[:-3]}y" if unit.endswith("ies") else unit.removesuffix("s"))


def interval(low: float | None, high: float | None, unit: str) -> str:
    """From where to where, "" of a complete count; an end that is not known is told as open."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {figure(low, unit)}"
    if low is None:
        return f"at most {figure(high, unit)}"
    return f"{figure(low, unit)} to {figure(high, unit)}"


def lasting(hours: float) -> str:
    """A length of time in its two largest units: "40 s", "12 min", "3 h 10 min", "5 days 2 h", "3.1 years"."""
    seconds = round(hours * 3600)
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(hours * 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return _two(minutes, 60, "h", "min")
    if round(hours) < 60 * 24:
        return _two(round(hours), 24, "days", "h")
    days = hours / 24
    return f"{days:,.0f} days" if days < 730 else f"{days / 365.25:,.1f} years"


def _two(amount: int, size: int, large: str, small: str) -> str:
    whole, rest = divmod(amount, size)
    return f"{whole} {large} {rest} {small}" if rest else f"{whole} {large}"


def _short(value: float) -> str:
    """Whole numbers whole; others with three digits, or as many as stand before the point."""
    if float(value).is_integer():
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return (
        f"{value:.1f}"
        if abs(value) >= 10
        else f"{value:.2g}"
        if abs(value) < 0.1
        else f"{value:.2f}".rstrip("0").rstrip(".")
    )
