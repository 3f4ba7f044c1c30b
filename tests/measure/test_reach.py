"""Reach by hand, where it is easily got wrong."""

import pyarrow
import pytest

from rapport.measure.answer import Answer, work_out
from rapport.measure.metrics.reach import FOLLOW, FORK, REPOST, STAR
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question
from rapport.measure.sentences import sentence
from rapport.people.acts import Acts
from tests.measure.ledgers import Act, Members, activity, at, ledger

TOPIC, MESSAGE = 1, 32
ALICE, ROBOT, HIDDEN, GRACE = 1, 2, 3, 4
MEMBERS: Members = {
    ALICE: (10, "community"), ROBOT: (11, "bot"), HIDDEN: (12, "limited"), GRACE: (13, "team"),
}  # fmt: skip
ACTS = [
    Act(at("2024-01-02"), "discourse", TOPIC, ALICE, views=120),
    Act(at("2024-01-02"), "discourse", TOPIC, ALICE, views=0),
    Act(at("2024-01-03"), "discourse", TOPIC, ALICE),
    Act(at("2024-01-04"), "discourse", TOPIC, None, views=30, reposts=2),
    Act(at("2024-01-05"), "discourse", TOPIC, ROBOT, views=1_000),
    Act(at("2024-01-05"), "discourse", TOPIC, HIDDEN, views=5_000),
    Act(at("2024-01-06"), "discourse", TOPIC, GRACE, views=7),
    Act(at("2024-02-06"), "discourse", TOPIC, ALICE),
    Act(at("2024-02-08"), "git", MESSAGE, ALICE),
]


def told(name: str, acts: list[Act] = ACTS, **asked: object) -> Answer:
    return work_out(ledger(acts, MEMBERS), name, Question(**{"grain": Grain.MONTH, **asked}))  # type: ignore[arg-type]


def test_views_are_of_the_posts_that_tell_them() -> None:
    answer = told("views")
    assert (answer.total, answer.n) == (157, 4)
    assert [(row.value, row.n) for row in answer.rows] == [(157, 4), (None, 0)]
    assert [(left.side, left.value, left.n) for left in answer.left_out] == [("bot", 1_000, 1)]
    assert (told("views", without_team=True).total, told("times_reposted").total) == (150, 2)


def test_where_nobody_tells_there_is_nothing_to_say_and_no_nought() -> None:
    answer = told("views", platform="git")
    assert (answer.total, answer.n, [row.value for row in answer.rows]) == (None, 0, [None])
    assert sentence(answer) == "Views: nothing to say of this time."
    assert sentence(told("times_reposted")) == "What was posted was reposted 2 times."
    assert told("views", [Act(at("2024-01-02"), "discourse", TOPIC, ALICE, views=0)]).total == 0


@pytest.mark.parametrize(
    ("facts", "views"),
    [
        ('{"likes": 1, "views": 12, "closed": false}', 12),
        ('{"views": 12}', 12),
        ('{"reviews": 12, "title": "\\"views\\": 12}"}', None),
        ('{"views": -3}', None),
        ('{"views": "12"}', None),
        ('{"views": 1.5}', None),
        ('{"views": 123456789012345678901234567890}', None),
        ('{"views": 999999999999, "reposts": 0}', 999_999_999_999),
    ],
)
def test_what_looks_like_views_is_none(facts: str, views: int | None) -> None:
    answer = work_out(_with_facts(facts), "views", Question())
    assert (answer.total, answer.n) == (views, 0 if views is None else 1)


def _with_facts(facts: str) -> Acts:
    acts = [Act(at("2024-01-02"), "discourse", TOPIC, ALICE)]
    loaded = ledger(acts, MEMBERS)
    rows = activity(acts)
    place = rows.column_names.index("facts")
    rows = rows.set_column(place, "facts", pyarrow.array([facts], pyarrow.string()))
    loaded.engine.keep("activity", rows, temp=False)
    return loaded


def test_stars_and_what_was_passed_on_count_on_their_own_day() -> None:
    acts = [
        Act(at("2024-01-02"), "github", STAR, ALICE),
        Act(at("2024-01-02"), "github", FORK, ALICE),
        Act(at("2024-02-02"), "mastodon", FOLLOW, GRACE),
        Act(at("2024-02-02"), "mastodon", REPOST, GRACE),
        Act(at("2024-02-03"), "github", STAR, ROBOT),
    ]
    assert [row.value for row in told("stars_and_follows", acts).rows] == [2, 1]
    assert told("stars_and_follows", acts, by=By.KIND).groups == ("follow", "fork", "star")
    assert (told("reposts", acts).total, told("reposts", acts, without_team=True).total) == (1, 0)
