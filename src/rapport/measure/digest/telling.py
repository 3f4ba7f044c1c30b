"""What a week's digest says: five figures, what happened, who waits, whom to thank, what was unusual, who is new."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from rapport.measure.against import Compared, compared
from rapport.measure.annotations.happened import happened
from rapport.measure.annotations.mark import Mark
from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.digest.week import Week, week_of
from rapport.measure.figures import figure
from rapport.measure.periods import Grain, day_name
from rapport.measure.question import Question
from rapport.measure.reports.around import around, coming_up, what_happened
from rapport.measure.reports.statement import Statement, statement
from rapport.measure.reports.told import Line
from rapport.measure.reports.topics import rose
from rapport.measure.reports.usual import about_chance, usual
from rapport.measure.sentences import change_label, comparable, known_from_to, known_up_to
from rapport.measure.today.waiting import Waiting, waiting
from rapport.measure.unusual.finding import Looked, unusual
from rapport.people.acts import Acts
from rapport.people.models import Member
from rapport.people.readying import newest
from rapport.people.standing import COMMUNITY
from rapport.people.thanks.pages.shown import Shown, shown
from rapport.people.thanks.today import whom_to_thank
from rapport.words.span import Span

FIGURES = ("active_members", "new_members", "contributions", "questions", "answered_within_a_day")
WAITING_DAYS = 28
"""Questions of so many days up to the week's end may still be answered to somebody's joy."""
SHOWN = 5
NEW_SHOWN = 8
DRAWN_WEEKS = 12


@dataclass(frozen=True)
class Figure:
    said: Statement

    @property
    def answer(self) -> Answer:
        return self.said.answer

    @property
    def change(self) -> str:
        """Against the week before; empty where that says nothing, as of a week that is not known to its end."""
        against = None if self.answer.known_until else self.said.against
        return change_label(self.answer, against.answer) if against and _sound(self.answer, against) else ""

    @property
    def verdict(self) -> str:
        """Whether such a week is usual."""
        weeks = self.said.usual
        if self.answer.unknown or self.answer.known_until:
            return known_up_to(self.answer) or "nothing is known of this week"
        if weeks is None:
            return "too few weeks known to say what is usual"
        unit = self.answer.metric.unit
        range_ = f"{figure(weeks.low, unit)} to {figure(weeks.high, unit)} in the {weeks.weeks} weeks before"
        beyond = weeks.said_of(self.answer)
        return f"{beyond} than ever in a year ({range_})" if beyond else f"as weeks are: {range_}"


@dataclass(frozen=True)
class Digest:
    week: Week
    figures: tuple[Figure, ...]
    drawn: tuple[Answer, ...]
    """Some of the figures over the last weeks."""
    marks: tuple[Mark, ...]
    """What happened in those: where there is room, the charts show it."""
    happened: tuple[Line, ...]
    """In the week."""
    rose: tuple[Line, ...]
    """Topics, by the week's end."""
    ahead: tuple[Line, ...]
    waiting: Waiting
    """Of the WAITING_DAYS up to the week's end, as Today tells of its own days."""
    thanks: tuple[Shown, ...]
    unusual: Looked | None
    new: tuple[tuple[int, str], ...]
    """Members who came in the week, by number and name, the latest first."""
    as_of: datetime | None

    @property
    def quiet(self) -> bool:
        """Nothing happened, as far as is known: there is nothing to write to anybody about."""
        return not self.figures[0].answer.total and not self.waiting.total

    @property
    def short(self) -> str:
        """What the week was, in a sentence."""
        first = self.figures[0].answer
        if first.unknown:
            return f"Nothing is known of this week: {known_from_to(first)}."
        if first.known_until:
            return f"This week is not known to its end, but up to {day_name(first.known_until)}."
        judged = [one for one in self.figures if one.said.usual]
        if not judged:
            return "Too few weeks are known to say what a usual one is."
        beyond = [one for one in judged if one.said.changed]
        if not beyond:
            return f"A week as others: all {len(judged)} figures are as in the year before."
        named = ", ".join(
            f"{one.answer.metric.title.lower()} {'higher' if way == 'more' else 'lower'}"
            for one in beyond
            if one.said.usual and (way := one.said.usual.beyond(one.answer))
        )
        return f"Not a week as others: {named} than in any week of the year before."

    @property
    def about_chance(self) -> str:
        """How often a week as others is not called so; empty where nobody can tell."""
        weeks = [one.said.usual.weeks for one in self.figures if one.said.usual]
        return about_chance(min(weeks)) if weeks else ""


def last_week(acts: Acts) -> Week | None:
    """The last whole week of the data; None while the ledger is empty."""
    known = acts.span()
    return week_of(known.last).before if known else None


def waiting_days(week: Week) -> Span:
    return Span(week.span.last - timedelta(days=WAITING_DAYS - 1), week.span.last)


@newest()
def digest(acts: Acts, week: Week) -> Digest:
    """Names people as the ledger and the team's rules have them now; the figures are kept with the acts."""
    counted = _counted(acts, week)
    known = Member.objects.in_bulk([number for number, _ in counted.new])
    thanks = whom_to_thank(acts, SHOWN, lately=week.span)
    beside = around(acts, week.span)
    return Digest(
        week=week,
        figures=counted.figures,
        drawn=counted.drawn,
        marks=happened(counted.drawn[0], acts).marks,
        happened=tuple(one for told in what_happened(beside, acts) for one in told.lines),
        rose=rose(acts, Question(until=week.span.last), beside)[0],
        ahead=tuple(one for told in coming_up(beside, acts) for one in told.lines),
        waiting=waiting(acts, waiting_days(week), SHOWN),
        thanks=tuple(shown(told) for told in thanks.shown),
        unusual=counted.unusual,
        new=tuple((number, known[number].name) for number, _ in counted.new if number in known),
        as_of=acts.as_of,
    )


@dataclass(frozen=True)
class _Counted:
    figures: tuple[Figure, ...]
    drawn: tuple[Answer, ...]
    unusual: Looked | None
    new: tuple[tuple[int, datetime], ...]


@lru_cache(maxsize=4)
def _counted(acts: Acts, week: Week) -> _Counted:
    span = week.span
    return _Counted(
        tuple(_figure(acts, name, span) for name in FIGURES),
        tuple(_drawn(acts, name, span) for name in (FIGURES[0], FIGURES[-1])),
        unusual(acts, span.days, span.last),
        tuple(_new(acts, span)),
    )


def _figure(acts: Acts, name: str, span: Span) -> Figure:
    answered = answer(name, Question(since=span.first, until=span.last), acts)
    return Figure(statement(answered, compared(answered, acts), usual(answered, acts)))


def _drawn(acts: Acts, name: str, span: Span) -> Answer:
    since = span.first - timedelta(weeks=DRAWN_WEEKS - 1)
    return answer(name, Question(since=since, until=span.last, grain=Grain.WEEK), acts)


def _new(acts: Acts, span: Span) -> list[tuple[int, datetime]]:
    firsts = acts.firsts
    came = firsts.filter(firsts.side == COMMUNITY, firsts.member > 0, firsts.day.between(span.first, span.last))
    latest = came.order_by(came.first_at.desc(), "member").limit(NEW_SHOWN)
    return [(row["member"], row["first_at"]) for row in acts.ask(latest)]


def _sound(now: Answer, against: Compared) -> bool:
    return comparable(now, against.answer)
