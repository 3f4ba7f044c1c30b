"""Threads by hand, where they are easily got wrong."""

from datetime import timedelta

import pytest

from rapport.measure.answer import Answer, work_out
from rapport.measure.periods import Grain
from rapport.measure.question import Question
from tests.measure.ledgers import Act, Members, at, ledger

POST, MESSAGE, COMMENT = 2, 32, 16
ALICE, ALICE_TOO, BOB, ROBOT, HIDDEN = 1, 2, 3, 4, 5
MEMBERS: Members = {
    ALICE: (10, "community"), ALICE_TOO: (10, "community"), ROBOT: (11, "bot"), HIDDEN: (12, "limited"),
}  # fmt: skip
BEGAN = at("2024-01-01")
LATER = Act(at("2024-02-01"), "git", 6, BOB)
"""By then all is known of a thread of January."""


def post(author: int | None, days: float = 0, **more: object) -> Act:
    return Act(BEGAN + timedelta(days=days), "discourse", **{"kind": POST, "identity": author, **more})  # type: ignore[arg-type]


def told(name: str, *acts: Act) -> Answer:
    return work_out(ledger([*acts, LATER], MEMBERS), name, Question(grain=Grain.YEAR))


def test_answers_without_a_thread_hang_together_by_what_they_answer() -> None:
    chain = [post(BOB), *(post(ALICE, number / 10, parent=number - 1) for number in range(1, 9))]
    assert (told("replies_per_thread", *chain).total, told("replies_per_thread", *chain).n) == (8, 1)
    assert told("depth_of_threads", *chain).total == 8


def test_a_chain_is_followed_over_many_answers() -> None:
    chain = [post(BOB), *(post(ALICE, number / 100, parent=number - 1) for number in range(1, 101))]
    assert told("depth_of_threads", *chain).total == 100


def test_a_thread_that_is_named_after_an_answer_in_another_one_is_no_deeper_for_that() -> None:
    """As where a mailer names only the message that it answers, and that one answers others."""
    one = [post(BOB, thread=0), post(ALICE, 0.1, thread=0, parent=0)]
    other = [post(BOB, 0.2, thread=1, parent=1), post(ALICE, 0.3, thread=1, parent=1)]
    answer = told("depth_of_threads", *one, *other)
    assert (answer.total, answer.n) == (1, 2)


def test_a_thread_whose_first_message_is_missing_begins_with_the_earliest() -> None:
    replies = [post(ALICE, 1, parent=40), post(BOB, 2, parent=40)]
    answer = told("replies_per_thread", *replies)
    assert (answer.total, answer.n) == (1, 1)


def test_answers_that_go_round_in_a_circle_end() -> None:
    circle = [post(ALICE, parent=1), post(BOB, 1, parent=0)]
    assert told("replies_per_thread", *circle).n == 2


def test_two_accounts_of_one_person_are_one_who_answers_nobody() -> None:
    thread = [post(ALICE, thread=0), post(ALICE_TOO, 1, thread=0)]
    assert told("people_per_thread", *thread).total == 1
    assert told("threads_without_reply", *thread).total == 100
    assert told("replies_per_thread", *thread).total == 1


def test_neither_a_bot_nor_who_is_limited_says_anything() -> None:
    thread = [post(ALICE, thread=0), post(ROBOT, 1, thread=0), post(HIDDEN, 2, thread=0)]
    assert told("threads_without_reply", *thread).total == 100
    assert told("replies_per_thread", *thread).total == 0
    assert told("replies_per_thread", post(HIDDEN, thread=0), post(BOB, 1, thread=0)).n == 0


def test_what_comes_after_a_week_is_another_matter() -> None:
    thread = [post(ALICE, thread=0), post(BOB, 7, thread=0), post(BOB, 7.01, thread=0)]
    assert told("replies_per_thread", *thread).total == 1
    assert told("replies_per_thread", post(ALICE, 25, thread=0)).n == 0


def test_a_line_of_a_chat_is_no_thread_until_somebody_answers_it() -> None:
    line, mail = post(ALICE, kind=MESSAGE, thread=0), post(ALICE, kind=MESSAGE, thread=0, titled=True)
    answered = post(BOB, 1, kind=MESSAGE, thread=0)
    assert told("replies_per_thread", line).n == 0
    assert (told("replies_per_thread", line, answered).n, told("threads_without_reply", line, answered).n) == (1, 0)
    assert told("threads_without_reply", mail).total == 100


def test_a_reply_whose_author_nobody_knows_is_a_reply_of_nobody() -> None:
    thread = [post(ALICE, thread=0), post(None, 1, thread=0)]
    assert told("threads_without_reply", *thread).total == 0
    assert told("people_per_thread", *thread).total == 1


def test_who_wrote_once_on_one_account_and_once_on_another_wrote_twice() -> None:
    answer = told("one_time_posters", post(ALICE), post(ALICE_TOO, 1), post(BOB))
    assert (answer.total, answer.n) == (50, 2)
    assert answer.low == pytest.approx(9.45, abs=0.01)
    assert answer.high == pytest.approx(90.55, abs=0.01)


def test_hours_are_in_utc_and_zones_of_those_who_tell_them() -> None:
    early = post(ALICE, 3 / 24, zone=120)
    hours = told("hours", early, post(BOB, 3.5 / 24), post(ROBOT))
    assert [(row.group, row.value) for row in hours.rows] == [("03", 2)]
    zones = told("zones", early, post(ALICE_TOO, zone=-480), post(BOB))
    assert zones.total == 1
    assert [zones.metric.labels(group) for group in zones.groups] == ["UTC−08:00", "UTC+02:00"]
