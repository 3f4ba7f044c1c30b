"""Another time to set a figure beside: as many days right before, the same days a year before, or any days. Pure."""

from dataclasses import replace
from datetime import date, timedelta

from rapport.measure.lengths import before
from rapport.measure.periods import Grain, day_name, days_name
from rapport.measure.question import Question, QuestionRefused
from rapport.people.wanted import WantedRefused, read_day
from rapport.words.span import Span

BEFORE, YEAR, TO = "before", "year", ".."
EXAMPLE = f"2025-12-01{TO}2025-12-31"


def is_time(text: str) -> bool:
    """Whether it names another time, and no platform or segment, whose names may hold anything."""
    return text in (BEFORE, YEAR) or (TO in text and ":" not in text)


def at_time(text: str, question: Question, counted: Span | None, known: Span | None) -> Question:
    """The same question of the time that the text names. `counted` are the days that the question counts, `known` those
    that the ledger holds.

    Raises QuestionRefused.
    """
    if text == BEFORE:
        earlier = before(question, known)
        if earlier is None:
            raise QuestionRefused(
                "compare", "The ledger holds no such time before it.", "Choose a shorter time, or another to compare."
            )
        return earlier
    if known is None or counted is None:
        raise QuestionRefused("compare", "The ledger holds nothing yet.", "Import something first.")
    other = _a_year_before(counted, known, weeks=question.grain is Grain.WEEK) if text == YEAR else _read(text)
    if other.first < known.first or other.last > known.last:
        raise QuestionRefused(
            "compare",
            f"The ledger does not hold all of {days_name(other)}.",
            f"It reaches from {day_name(known.first)} to {day_name(known.last)}: choose days among these.",
        )
    return replace(question, since=other.first, until=other.last)


def time_name(text: str) -> str:
    """What people call the time that the text names; the text itself where it names none."""
    if text == BEFORE:
        return "the time before"
    if text == YEAR:
        return "the same days a year before"
    try:
        return days_name(_read(text))
    except QuestionRefused:
        return text


def _read(text: str) -> Span:
    first, _, last = text.partition(TO)
    since, until = _day(first), _day(last)
    if until < since:
        raise QuestionRefused("compare", f"{until} comes before {since}.", "Swap the two days.")
    return Span(since, until)


def _day(text: str) -> date:
    try:
        day = read_day(text)
    except WantedRefused as refused:
        raise QuestionRefused("compare", refused.problem, refused.remedy) from None
    if day is None:
        raise QuestionRefused("compare", "Another time has a first and a last day.", f"Name both, as in {EXAMPLE}.")
    return day


def _a_year_before(span: Span, known: Span, *, weeks: bool) -> Span:
    """Told by the week, 52 weeks before, so that a Monday stands beside a Monday.

    Raises QuestionRefused where the ledger, or the calendar, does not reach back so far.
    """
    if span.first.year > date.min.year + 1:
        other = Span(*(day - timedelta(weeks=52) for day in span)) if weeks else Span(*map(_year_before, span))
        if other.first >= known.first:
            return other
    raise QuestionRefused(
        "compare",
        f"The ledger begins on {day_name(known.first)}, which is less than a year before this time.",
        "Choose a later time, or another to compare.",
    )


def _year_before(day: date) -> date:
    """Of 29 February the 28th: the last day of the month then, too."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
