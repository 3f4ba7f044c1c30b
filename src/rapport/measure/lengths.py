"""How far back a page looks: a few lengths up to the end of the data, and the equally long time before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.question import Question, QuestionRefused
from rapport.words.span import Span


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:  # 29 February, or the year 1
        return max(day - timedelta(days=365), date.min)


class Length(NamedTuple):
    name: str
    label: str
    first: Callable[[date], date]
    """The first day of a span of this length that ends on the given day."""


LENGTHS = (
    Length("30-days", "30 days", lambda last: last - timedelta(days=29)),
    Length("90-days", "90 days", lambda last: last - timedelta(days=89)),
    Length("12-months", "12 months", _a_year_before),
    Length("all", "Everything", lambda last: date.min),
)
FEW = 0.1
"""A share of all activity; where the last twelve months hold less, the archive of a quieter time is shown whole."""


def usual(recent: float) -> str:
    """The length that a page shows unless asked, from the share of activity in the last twelve months."""
    return "12-months" if recent >= FEW else "all"


def length_of(name: str) -> Length:
    for length in LENGTHS:
        if length.name == name:
            return length
    names = ", ".join(length.name for length in LENGTHS)
    raise QuestionRefused("length", f"There is no length called '{name}'.", f"Use {names}.")


def within(question: Question, length: Length, known: Span | None) -> Question:
    """The question over this length, up to the end of what is known."""
    if known is None or length.name == "all":
        return question
    return replace(question, since=max(length.first(known.last), known.first), until=known.last)


def before(question: Question, known: Span | None) -> Question | None:
    """The same question of as many days right before; None where the ledger does not reach back that far."""
    if known is None or question.since is None or question.until is None:
        return None
    days = (question.until - question.since).days + 1
    if (question.since - known.first).days < days:
        return None
    return replace(question, since=question.since - timedelta(days=days), until=question.since - timedelta(days=1))
