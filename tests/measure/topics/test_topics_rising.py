"""Rising topics: by people, more than chance, and seldom where nothing changes."""

import numpy as np

from rapport.measure.topics.rising import FALSE, NOW, rising, weekly

WEEKS, TOPICS = 56, 12


def usual(seed: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.random.default_rng(seed).poisson(3, (TOPICS, WEEKS))


def test_who_writes_every_week_is_one_and_no_trend() -> None:
    took = {(0, week): {1} for week in range(10)} | {(0, 9): {1, 2}}
    assert weekly(took, 1, 10).tolist() == [[1, 0, 0, 0, 0, 0, 0, 0, 0, 1]]


def test_a_topic_that_three_times_as_many_people_take_up_is_rising_and_no_other() -> None:
    counts = usual(1)
    counts[4, -NOW:] = 9
    [rise] = rising(counts)
    assert (rise.topic, rise.people) == (4, 36)
    assert 9 < rise.expected < 20
    assert rise.chance < FALSE


def test_where_all_topics_grow_alike_none_is_rising() -> None:
    counts = usual(2)
    counts[:, -NOW:] *= 3
    assert rising(counts) == []


def test_few_people_are_no_trend() -> None:
    counts = usual(3)
    counts[4] = 0
    counts[4, -1] = 4
    assert rising(counts) == []


def test_a_past_of_less_than_half_a_year_says_nothing() -> None:
    counts = usual(4)[:, -20:]
    counts[4, -NOW:] = 30
    assert rising(counts) == []


def test_where_nothing_changes_few_lists_name_anything() -> None:
    """Each week's total is as wild as can be; 60 lists, of which one in a hundred may name something."""
    dice = np.random.default_rng(9)
    named = 0
    for _ in range(60):
        moods = dice.gamma(1, 3, WEEKS)
        named += bool(rising(dice.poisson(moods, (TOPICS, WEEKS))))
    assert named <= 4  # more than that come by chance once in a thousand
