"""A source that ended is told of, so that nobody takes its silence for the people's."""

from datetime import date

from rapport.measure.ended import Ended, ended
from rapport.words.span import Span
from tests.measure.ledgers import Act, at, ledger

POST, COMMIT = 2, 6
ACTS = ledger([Act(at("2022-01-10"), "discourse", POST, 1), Act(at("2023-01-10"), "git", COMMIT, 1)], {})
FORUM = [Ended("Discourse", date(2022, 1, 10))]


def test_a_source_that_ended_a_month_before_is_told_of() -> None:
    assert ended(ACTS, Span(date(2021, 1, 1), date(2023, 1, 10))) == FORUM
    assert ended(ACTS, Span(date(2021, 1, 1), date(2022, 2, 10))) == FORUM
    assert ended(ACTS, Span(date(2021, 1, 1), date(2022, 2, 9))) == []
    assert ended(ACTS, Span(date(2021, 1, 1), date(2023, 1, 10)), "git") == []


def test_nothing_is_known_of_days_that_are_still_to_come() -> None:
    assert ended(ACTS, Span(date(2021, 1, 1), date(2099, 1, 1)), "git") == []
    assert ended(ACTS, None) == []
