"""Of what is not known, nothing is said: not of days that are to come, nor of what lies before or behind the data."""

from datetime import date, timedelta
from random import Random

import pytest

from rapport.measure.against import NOT_REACHED, compared
from rapport.measure.answer import work_out
from rapport.measure.chance import TOO_SHORT
from rapport.measure.digest.telling import digest
from rapport.measure.digest.week import week_of
from rapport.measure.pages.cards import about_change
from rapport.measure.question import By, Question
from rapport.measure.reports.statement import statement
from rapport.measure.reports.story import story
from rapport.measure.reports.usual import usual
from rapport.measure.sentences import left_out, sentence
from rapport.people.acts import Acts
from tests.measure.ledgers import Act, Members, at, ledger

POST = 2
FIRST, LAST = date(2022, 1, 3), date(2024, 3, 6)


@pytest.fixture(scope="module")
def acts() -> Acts:
    """Twenty things a day, for nearly two years, up to a Wednesday."""
    dice = Random(7)
    days = [FIRST + timedelta(days=each) for each in range((LAST - FIRST).days + 1)]
    return ledger([Act(at(str(day)), "discourse", POST, dice.randrange(1, 60)) for day in days for _ in range(20)], {})


@pytest.mark.parametrize("days", [30, 90])
def test_a_month_that_is_not_over_has_not_fallen(acts: Acts, days: int) -> None:
    begun = LAST - timedelta(days=3)
    answered = work_out(acts, "activity", Question(since=begun, until=begun + timedelta(days=days - 1)))
    against = compared(answered, acts)
    assert against is not None
    assert against.verdict == TOO_SHORT
    assert against.answer.span == (begun - timedelta(days=4), begun - timedelta(days=1))
    said = "80 things were done (known up to 6 March 2024), as many as in the 4\u00a0days before"
    assert sentence(answered, against).startswith(said)
    assert not statement(answered, against).changed
    assert answered.certainty == "complete count, up to 6 March 2024"


def test_what_is_known_is_judged_though_more_days_are_asked_for(acts: Acts) -> None:
    begun = LAST - timedelta(days=59)
    known = work_out(acts, "activity", Question(since=begun, until=LAST))
    longer = work_out(acts, "activity", Question(since=begun, until=LAST + timedelta(days=20)))
    assert compared(longer, acts) == compared(known, acts)


@pytest.mark.parametrize("begun", [LAST + timedelta(days=30), FIRST - timedelta(days=90)])
def test_of_a_time_of_which_nothing_is_known_nothing_is_told(acts: Acts, begun: date) -> None:
    question = Question(since=begun, until=begun + timedelta(days=29))
    answered = work_out(acts, "active_members", question)
    assert compared(answered, acts) is None
    known = "what is known goes from 3 January 2022 to 6 March 2024"
    assert sentence(answered) == f"Active members: nothing is known of this time; {known}."
    assert statement(answered).text == sentence(answered)
    assert answered.certainty == "nothing is known of this time"


@pytest.mark.django_db
def test_a_report_of_such_a_time_says_so_once(acts: Acts) -> None:
    begun = FIRST - timedelta(days=90)
    told = story(acts, Question(since=begun, until=begun + timedelta(days=29)))
    assert told.short.startswith("Nothing is known of this time: ")
    assert [len(chapter.statements) for chapter in told.chapters] == [min(len(c.statements), 1) for c in told.chapters]


@pytest.mark.django_db
def test_a_report_says_why_nothing_can_be_told_from_chance(acts: Acts) -> None:
    def why(since: date, until: date) -> str:
        return story(acts, Question(since=since, until=until)).short.partition(": ")[2]

    assert why(date(2024, 1, 1), date(2024, 1, 20)) == "the time is too short."
    assert why(FIRST, date(2022, 4, 30)) == "there is no time before it to compare with."
    assert why(date(2022, 3, 1), date(2022, 3, 31)) == "too little is known of the time before."


@pytest.mark.django_db
def test_a_week_is_judged_when_it_is_known_to_its_end(acts: Acts) -> None:
    running, over, to_come = week_of(LAST), week_of(LAST).before, week_of(LAST).after
    assert digest(acts, running).short == "This week is not known to its end, but up to 6 March 2024."
    assert {one.verdict for one in digest(acts, running).figures} == {"known up to 6 March 2024"}
    assert not any(one.change for one in digest(acts, running).figures)
    assert digest(acts, over).short.startswith("A week as others")
    assert digest(acts, to_come).short.startswith("Nothing is known of this week: ")
    asked = Question(since=running.span.first, until=running.span.last)
    assert usual(work_out(acts, "activity", asked), acts) is None


def test_a_platform_that_is_quiet_for_a_while_is_known_and_one_that_ended_is_not() -> None:
    late = [Act(at("2024-03-06"), "discourse", POST, 1)]
    quiet = ledger([*late, Act(at("2024-02-15"), "slack", POST, 2), Act(at("2023-11-01"), "slack", POST, 2)], {})
    ended = ledger([*late, Act(at("2024-01-15"), "slack", POST, 2), Act(at("2023-11-01"), "slack", POST, 2)], {})
    asked = Question(since=date(2024, 1, 1), until=date(2024, 3, 6), platform="slack")
    assert work_out(quiet, "activity", asked).known_until is None
    assert work_out(ended, "activity", asked).known_until == date(2024, 1, 15)


def test_people_of_a_group_are_counted_once_over_the_whole_time() -> None:
    """One who comes daily is one; two who came once are two."""
    daily = [Act(at(f"2024-02-{day:02}"), "github", POST, 1) for day in range(1, 29)]
    once = [Act(at("2024-02-05"), "discord", POST, 2), Act(at("2024-02-06"), "discord", POST, 3)]
    answered = work_out(ledger([*daily, *once], {}), "active_members", Question(by=By.PLATFORM))
    assert answered.groups == ("discord", "github")
    assert answered.come_to == {"discord": 2, "github": 1}
    assert sentence(answered) == "3 people took part; the most on Discord."


def test_who_is_left_out_of_what_looks_at_pairs_is_told_as_whom_they_answered() -> None:
    members: Members = {9: (9, "team")}
    acts = ledger([Act(at("2024-02-01"), "discourse", POST, 1), Act(at("2024-02-02"), "discourse", POST, 2)], members)
    told = {
        name: left_out(work_out(acts, name, Question(without_team=True))) for name in ("sole_helped_share", "helpers")
    }
    assert told["sole_helped_share"] == "Left out: no askers whom bots answered and no askers whom the team answered."
    assert told["helpers"] == "Left out: no bots and no members of the team."


def test_a_median_that_is_not_reached_any_more_is_worse_news_than_none() -> None:
    """Of thirty questions of a month each was answered within the hour, of the next month's nobody answered one."""
    asked = [
        Act(at(f"2024-{month:02}-{day:02}", 9), "discourse", POST, 1, asks=True)
        for month in (1, 2)
        for day in range(1, 30)
    ]
    given = [Act(at(f"2024-01-{day:02}", 10), "discourse", POST, 2, thread=day - 1) for day in range(1, 30)]
    acts = ledger(
        [
            Act(at("2023-06-01"), "discourse", POST, 1),
            *[act._replace(thread=None if act.thread is None else act.thread + 1) for act in (*asked, *given)],
        ],
        {},
    )
    now = work_out(acts, "time_to_first_response", Question(since=date(2024, 2, 1), until=date(2024, 2, 29)))
    against = compared(now, acts)
    assert against is not None
    assert (now.total, against.answer.total) == (None, 1)
    assert against.verdict == NOT_REACHED
    assert about_change(now, against) == "was 1 h in the 29 days before; now not half of the 29 questions got there"
    assert sentence(now, against) == (
        "Time to first response: not half of the 29 questions got there, as far as is known; it was 1\u00a0h in the"
        " 29\u00a0days before."
    )
    assert statement(now, against).text.endswith("It was 1 h in the 29 days before.")
