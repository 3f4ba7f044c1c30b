"""A sentence claims nothing that chance explains, and nothing of too few."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rapport.collect.models import Import
from rapport.measure.against import Compared
from rapport.measure.answer import Answer, Row
from rapport.measure.catalogue import find
from rapport.measure.chance import TOO_SHORT, Verdict
from rapport.measure.periods import Grain
from rapport.measure.question import Question
from rapport.measure.reports.periods import called, last_whole
from rapport.measure.reports.statement import Statement, doubt, statement
from rapport.measure.reports.story import Story
from rapport.measure.reports.told import Told
from rapport.measure.reports.usual import FEWEST, Usual, is_week, of_rows
from rapport.measure.reports.written import about, about_outside, story_as_json, story_as_text
from rapport.words.span import Span

WEEK = Span(date(2026, 11, 16), date(2026, 11, 22))


def an_answer(
    name: str, total: float | None, n: int = 50, low: float | None = None, high: float | None = None
) -> Answer:
    question = Question(since=WEEK.first, until=WEEK.last)
    return Answer(find(name), question, WEEK, Grain.DAY, (), (), total, n, (), low, high)


def against(answer: Answer, total: float | None, beyond: bool | None, n: int = 50) -> Compared:
    return Compared(replace(answer, total=total, n=n), Verdict(beyond) if beyond is not None else TOO_SHORT)


@pytest.mark.parametrize(("beyond", "said"), [
    (True, "120 people took part, 20 % more than the 100 of the 7 days before: more than chance."),
    (False, "120 people took part; the 7 days before had 100, a difference within chance."),
    (None, "120 people took part; the 7 days before had 100."),
])  # fmt: skip
def test_a_change_is_claimed_only_beyond_chance(beyond: bool | None, said: str) -> None:
    now = an_answer("active_members", 120)
    told = statement(now, against(now, 100, beyond))
    assert told.text.replace("\u00a0", " ") == said
    assert told.changed == bool(beyond)
    assert ("too short a time" in doubt(told)) == (beyond is None)


def test_few_say_so_instead_of_a_figure() -> None:
    few = an_answer("answered_within_a_day", 66.7, n=3, low=20, high=95)
    assert statement(few, against(few, 10, True)).text == "Answered within a day: too few to say (n = 3 questions)."
    before = an_answer("answered_within_a_day", 60, n=40, low=45, high=75)
    told = statement(before, against(before, 10, None, n=2)).text
    assert told.endswith("; the 7 days before held too few to compare (n = 2 questions).")


def test_a_median_that_nobody_knows_yet_is_told_as_waiting() -> None:
    told = statement(an_answer("time_to_first_response", None, n=40, low=30.0)).text
    assert told == "Time to first response: of 40 questions, too many still wait to say by when half of them are over."


def rows(*values: float) -> list[Row]:
    mondays = [WEEK.first - timedelta(weeks=place) for place in range(1, len(values) + 1)]
    return [Row(day, day, True, None, value, 50) for day, value in zip(mondays, values, strict=True)]


def test_a_week_is_held_against_the_weeks_of_a_year() -> None:
    many = an_answer("active_members", 130)
    assert of_rows(many, rows(*range(100, 100 + FEWEST - 1))) is None
    assert of_rows(many, rows(*range(100, 100 + FEWEST))) == (100, 100 + FEWEST - 1, FEWEST)
    usual = Usual(100, 125, 52)
    told = statement(many, None, usual)
    assert told.text == "130 people took part, more than in any of the 52 weeks before (at most 125)."
    assert told.changed
    within = statement(an_answer("active_members", 125), None, usual)
    assert within.text == "125 people took part; the 52 weeks before had 100 to 125."
    assert not within.changed


def test_an_estimate_lies_beyond_other_weeks_only_with_all_of_its_interval() -> None:
    usual = Usual(40, 60, 52)
    few = an_answer("answered_within_a_day", 70, n=9, low=40, high=90)
    assert statement(few, None, usual).text.endswith("had 40 % to 60 %, which its interval does not rule out.")
    sure = an_answer("answered_within_a_day", 70, n=400, low=65, high=75)
    assert statement(sure, None, usual).changed


def test_only_mondays_to_sundays_are_weeks() -> None:
    assert is_week(WEEK.first, WEEK.last)
    assert not is_week(date(2026, 11, 17), date(2026, 11, 23))


def test_periods_are_called_as_people_call_them() -> None:
    named = {one.name: one.span for one in last_whole(date(2026, 11, 23))}
    assert list(named) == ["the week of 16 November 2026", "October 2026", "Q3 2026", "2025"]
    assert named["October 2026"] == Span(date(2026, 10, 1), date(2026, 10, 31))
    assert called(Span(date(2026, 10, 2), date(2026, 10, 31))) == "2 October 2026 to 31 October 2026"


@pytest.mark.django_db
def test_a_report_says_how_often_chance_alone_is_called_a_change() -> None:
    def told(*said: Statement) -> Story:
        return Story(Question(since=WEEK.first, until=WEEK.last), (Told("Who", said),), (), None)

    now = an_answer("active_members", 120)
    compared = told(statement(now, against(now, 100, beyond=True)))
    assert "at most 5 are ever called more than chance" in compared.about_chance
    assert "on each of 90 days" in story_as_text(compared)
    assert story_as_json(compared)["about_chance"] == compared.about_chance
    week = told(statement(now, None, Usual(100, 110, 52)), statement(now, None, Usual(100, 110, 26)))
    assert "one figure in 13 lies beyond 26 others by chance" in week.about_chance
    assert told(statement(now, against(now, 100, beyond=None))).about_chance == ""


@pytest.mark.django_db
def test_what_leaves_a_simulated_community_says_so() -> None:
    told = Story(Question(since=WEEK.first, until=WEEK.last, platform="github"), (), (), None)
    assert about_outside(told) == about(told) == "On GitHub."
    run = Import.objects.create(paths=["demo"], simulated=True, state=Import.State.DONE)
    assert about_outside(told) == "Simulated: nobody here exists and nothing of this happened. On GitHub."
    assert "Simulated" in story_as_text(told)
    Import.objects.filter(pk=run.pk).update(state=Import.State.FORGOTTEN)
    assert about_outside(told) == "On GitHub."
