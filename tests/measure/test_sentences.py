"""Sentences say what the figures say."""

from dataclasses import replace
from datetime import date

from rapport.measure.against import Compared
from rapport.measure.answer import Answer, work_out
from rapport.measure.chance import NO_PAST, Verdict
from rapport.measure.lengths import before, length_of, within
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question
from rapport.measure.sentences import change_label, left_out, sentence
from rapport.words.span import Span
from tests.measure.ledgers import Act, Members, at, ledger

POST, COMMIT = 2, 6
ACTS = [
    *[Act(at("2023-01-10"), "discourse", POST, 1) for _ in range(4)],
    *[Act(at("2023-03-10"), "discourse", POST, 2) for _ in range(4)],
    *[Act(at("2023-05-20"), "discourse", POST, 1) for _ in range(6)],
    Act(at("2023-06-10"), "git", COMMIT, 3),
    Act(at("2023-07-05"), "git", COMMIT, 1),
    Act(at("2023-08-20"), "git", COMMIT, 4),
]
MEMBERS: Members = {3: (3, "bot"), 4: (4, "team")}
JANUARY_TO_APRIL = Question(since=date(2023, 1, 1), until=date(2023, 4, 30), grain=Grain.MONTH)
WITHIN = Verdict(False)
MAY_TO_AUGUST = Question(since=date(2023, 5, 1), until=date(2023, 8, 31), grain=Grain.MONTH)


def told(name: str, question: Question) -> Answer:
    return work_out(ledger(ACTS, MEMBERS), name, question)


def test_says_how_many_how_different_and_when_most() -> None:
    earlier = told("activity", JANUARY_TO_APRIL)
    said = sentence(told("activity", MAY_TO_AUGUST), Compared(earlier, WITHIN))
    as_many = "as many as in the 120\u00a0days before"
    so_far = "(known up to 20 August 2023)"
    assert said == f"8 things were done {so_far}, {as_many} (within chance); May 2023 had the most (6)."
    people = Compared(told("active_members", JANUARY_TO_APRIL), NO_PAST)
    assert sentence(told("active_members", MAY_TO_AUGUST), people) == f"2 people took part {so_far}, {as_many}."


def test_says_which_group_is_the_largest() -> None:
    said = sentence(told("activity", Question(by=By.PLATFORM, grain=Grain.MONTH)))
    assert said == "16 things were done; 88\u00a0% of them on Discourse."


def test_nearly_all_is_not_called_all() -> None:
    of_many = told("activity", Question(by=By.PLATFORM, grain=Grain.YEAR))
    first, *others = of_many.rows
    nearly = replace(of_many, total=1000.0, rows=(first._replace(group="discourse", value=999.0), *others))
    assert sentence(nearly) == "1,000 things were done; over 99\u00a0% of them on Discourse."
    assert sentence(replace(nearly, total=999.0, rows=nearly.rows[:1])).endswith("all of them on Discourse.")


def test_who_came_back_in_parts_of_a_time_in_which_everybody_was_new_is_told() -> None:
    acts = ledger([*ACTS, Act(at("2023-07-08"), "discourse", POST, 2)], MEMBERS)
    assert sentence(work_out(acts, "returning_members", Question(grain=Grain.MONTH))) == (
        "Returning members: none over the whole time; July 2023 had the most (2)."
    )


def test_one_is_not_written_as_many_and_none_as_zero() -> None:
    one = Question(since=date(2023, 8, 1), until=date(2023, 8, 31))
    assert sentence(told("contributions", one)).startswith("1 contribution was made")
    assert sentence(told("contributions", JANUARY_TO_APRIL)) == "Contributions: none in this time."


def test_what_came_to_less_than_half_and_what_cannot_be_said_is_told_as_such() -> None:
    everything = Question(grain=Grain.YEAR)
    few = told("days_to_first_contribution", everything)
    assert sentence(few) == "Days to the first contribution: too few to say (n = 3 newcomers)."
    assert sentence(replace(few, total=None, n=12)) == (
        "Days to the first contribution: not half of the 12 newcomers got there, as far as is known."
    )
    assert sentence(replace(few, n=12, total=0.0)) == "Half of the newcomers began with a contribution."
    unknown = replace(told("elephant_factor", everything), total=None, n=0)
    assert sentence(unknown) == ("Elephant factor: nothing to say of 1 person of no known employer (1 contribution).")
    assert sentence(replace(unknown, left_out=())) == "Elephant factor: nothing to say of this time."


def test_a_group_of_a_metric_s_own_is_told_in_its_own_words() -> None:
    early, late = (
        Act(at(day, hour=hour), "discourse", POST, 1) for day, hour in (("2023-09-01", 2), ("2023-09-02", 7))
    )
    hours = work_out(ledger([*ACTS, late, early, late], MEMBERS), "hours", Question())
    assert hours.groups == ("00", "02", "07")
    assert sentence(hours) == "17 messages were written; 82\u00a0% of them at 00:00 UTC."
    nights = work_out(ledger([late, late, early], MEMBERS), "hours", Question())
    assert (nights.groups, sentence(nights)) == (
        ("02", "07"),
        "3 messages were written; 67\u00a0% of them at 07:00 UTC.",
    )


def test_changes_are_written_as_people_write_them() -> None:
    some, none = told("contributions", MAY_TO_AUGUST), told("contributions", JANUARY_TO_APRIL)
    assert change_label(some, none) == ""
    assert change_label(none, some) == "−100 %"
    assert change_label(told("activity", Question()), some) == "×8"
    assert change_label(some, None) == ""


def test_says_whom_it_left_out() -> None:
    assert left_out(told("activity", Question(without_team=True))) == (
        "Left out: 1 bot (1 activity) and 1 member of the team (1 activity)."
    )
    assert left_out(told("activity", JANUARY_TO_APRIL)) == "Left out: no bots."


KNOWN = Span(date(2022, 1, 1), date(2024, 2, 29))


def test_a_length_ends_with_the_data_and_is_compared_with_as_many_days() -> None:
    year = within(Question(), length_of("12-months"), KNOWN)
    assert (year.since, year.until) == (date(2023, 3, 1), date(2024, 2, 29))
    earlier = before(year, KNOWN)
    assert earlier
    assert (earlier.since, earlier.until) == (date(2022, 2, 28), date(2023, 2, 28))


def test_nothing_is_compared_with_a_time_the_ledger_does_not_reach_back_to() -> None:
    assert before(Question(since=date(2022, 6, 1), until=date(2023, 6, 1)), KNOWN) is None
    assert before(within(Question(), length_of("all"), KNOWN), KNOWN) is None


def test_without_totals_an_answer_has_the_same_periods() -> None:
    acts = ledger(ACTS, MEMBERS)
    whole = work_out(acts, "activity", MAY_TO_AUGUST)
    rows = work_out(acts, "activity", MAY_TO_AUGUST, totals=False)
    assert rows.rows == whole.rows
    assert (rows.total, rows.left_out) == (None, ())
