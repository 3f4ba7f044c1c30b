"""An unusual day in a sentence, such as "Activity on Discourse, 3 May: 148 activities where 20 to 60 are usual"."""

from math import ceil, floor

from rapport.measure.figures import figure
from rapport.measure.periods import day_name
from rapport.measure.unusual.finding import Looked, Unusual
from rapport.words.platforms import name_of


def sentence(one: Unusual) -> str:
    """What came, what is usual, and which kinds, channels, people or languages made the difference.

    Only whole numbers are usual: those between the ends of the band.
    """
    metric, band = one.metric, one.band
    count = figure(band.came, metric.unit) if band.came == 1 else f"{figure(band.came, metric.unit)} {metric.unit}"
    low, high = figure(ceil(band.low), metric.unit), figure(max(floor(band.high), ceil(band.low)), metric.unit)
    usual = f"{low} to {high} are usual" if low != high else f"{low} {'is' if low == '1' else 'are'} usual"
    why = ", ".join(_reason(told, more) for told, more in one.reasons)
    said = f"{metric.title} on {name_of(one.platform)}, {day_name(one.day)}: {count} where {usual}"
    return f"{said}; {why}." if why else f"{said}."


def _reason(told: str, more: float) -> str:
    if told.startswith("by "):
        return f"{round(more):,} of them {told}"
    return f"{abs(round(more)):,} {'more' if more > 0 else 'fewer'} {told}"


def in_short(looked: Looked) -> str:
    """Below what was found, or in its place: whoever reads nothing cannot tell whether anybody looked."""
    nothing = "" if looked.found or not looked.by_chance else "Nothing unusual. "
    return f"{nothing}{about_chance(looked)}"


def about_chance(looked: Looked) -> str:
    """The false-alarm rate, as people count it."""
    days = (looked.last - looked.first).days + 1
    where = f"Among {looked.series} series over {f'{days:,} days' if days > 1 else 'one day'}"
    often = looked.by_chance
    how = f"about {often:.0f} such days" if often >= 1.5 else "about one such day" if often >= 0.75 else ""
    if how:
        return f"{where}, {how} would stand out by chance."
    if not often:
        return "No series reaches back far enough yet to say what is unusual: about a year is needed."
    once = f"once in {1 / often:.0f} such times"
    return f"{where}, one would stand out by chance {once}."
