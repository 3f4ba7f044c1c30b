"""Pace, love, reach and milestones on careers small enough to count by hand."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.people.contributions.weights import Weighed, Weights
from rapport.people.knowing.career import Career
from rapport.people.knowing.lines import HEIGHT, WIDTH, drawn
from rapport.people.knowing.milestones import anniversaries, milestones
from rapport.people.knowing.orbit import love
from rapport.people.knowing.pace import HALF_LIFE, MONTH, course, pace
from rapport.people.knowing.standing import Course, held, standing, walk
from rapport.words.kinds import BY_NAME

TODAY = date(2024, 6, 30)
DAY = TODAY.toordinal()


def array(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def ago(*days: int) -> np.ndarray:
    return array(sorted(DAY - each for each in days))


def test_a_steady_life_has_the_pace_of_its_points() -> None:
    """Eight points each week, for ten years: 8 / 7 a day."""
    days = ago(*range(0, 3650, 7))
    told = pace(days, np.full(len(days), 8.0), TODAY)
    assert told.points == pytest.approx(8 / 7 * MONTH, rel=0.04)
    assert told.low < 8 / 7 * MONTH < told.high
    assert told.trend == "steady"


def test_a_half_life_later_it_is_half() -> None:
    days, points = ago(0, 3, 9), np.array([2.0, 8.0, 4.0])
    now = pace(days, points, TODAY)
    later = pace(days, points, TODAY + timedelta(days=HALF_LIFE))
    assert later.points == pytest.approx(now.points / 2)
    assert later.change == pytest.approx(-now.points / 2)


def test_who_begins_rises_and_who_stops_falls() -> None:
    weekly = list(range(0, 90, 3))
    assert pace(ago(*weekly), np.full(30, 4.0), TODAY).trend == "rising"
    gone = ago(*(each + 200 for each in weekly))
    assert pace(gone, np.full(30, 4.0), TODAY).trend == "falling"
    assert pace(ago(5), np.array([8.0]), TODAY).trend == "steady"  # once is no trend
    assert pace(array([]), np.array([]), TODAY).trend == "none"


def test_what_comes_later_counts_nothing() -> None:
    days = array([DAY - 10, DAY + 10])
    assert pace(days, np.array([3.0, 500.0]), TODAY) == pace(days[:1], np.array([3.0]), TODAY)


def test_the_interval_holds_the_pace_of_a_random_life() -> None:
    """Somebody who is there one day in five and does what weighs 4 has 0.8 points a day."""
    dice = np.random.default_rng(7)
    truth, held = 0.8 * MONTH, 0
    for _ in range(400):
        days = DAY - np.flatnonzero(dice.random(1500) < 0.2)[::-1]
        told = pace(days, np.full(len(days), 4.0), TODAY)
        held += told.low <= truth <= told.high
    assert 0.85 <= held / 400 <= 0.95


def test_love_is_the_table_of_the_orbit_model() -> None:
    def name(days: np.ndarray, weight: int) -> str:
        return love(days, np.full(len(days), weight), TODAY).name

    assert name(ago(10), 1) == "Exploring III"
    assert name(ago(10), 8) == "Contributing II"
    assert name(ago(400), 8) == "Out of orbit"
    assert name(ago(1, 3), 2) == "Participating III"  # two days in a week
    assert name(ago(6, 7), 2) == "Exploring II"  # Monday and the Sunday before are two weeks
    assert name(ago(1, 3, 8, 9, 15, 17), 2) == "Participating I"  # for three weeks
    assert name(ago(*range(7)), 2) == "Contributing III"  # seven days in a month
    assert name(ago(*range(60)), 2) == "Leading III"  # thirty days in a quarter, seven in each of two months
    assert name(ago(*range(364)), 2) == "Leading I"
    assert love(ago(1, 3), array([0, 0]), TODAY).step == 0  # what weighs nothing is no presence
    assert [love(ago(10), array([weight]), TODAY).orbit for weight in (1, 4, 7, 12)] == [4, 3, 2, 1]


POST, COMMIT, STAR = (BY_NAME[name].number for name in ("post", "commit", "star"))


def test_a_day_counts_each_kind_once() -> None:
    weights = Weights({STAR: Weighed(1, ""), POST: Weighed(4, ""), COMMIT: Weighed(8, "code")})
    done = Career(array([5, 5, 6, 9]), array([POST, COMMIT, STAR, COMMIT]), array([50, 2, 1, 3]), weights)
    assert done.days.tolist() == [5, 6, 9]
    assert done.points.tolist() == [12, 1, 8]
    assert done.heaviest.tolist() == [8, 1, 8]
    [(gift, (days, counts))] = done.given().items()
    assert (gift, days.tolist(), counts.tolist()) == ("code", [5, 9], [2, 3])
    nobody = Career(array([]), array([]), array([]), weights)
    assert (len(nobody.days), len(nobody.points), nobody.given()) == (0, 0, {})


def test_milestones_are_the_days_on_which_they_were_reached() -> None:
    first = date(2020, 2, 29)
    answers = (array([first.toordinal() + 5, first.toordinal() + 9, first.toordinal() + 400]), array([4, 7, 90]))
    told = [(one.label, one.day) for one in milestones(first, {"answer": answers}, date(2022, 3, 1))]
    assert told == [
        ("2 years here", date(2022, 3, 1)),
        ("100th answer", date(2021, 4, 4)),
        ("10th answer", date(2020, 3, 9)),
        ("First answer", date(2020, 3, 5)),
        ("First seen", first),
    ]


def test_anniversaries_are_the_latest_and_every_fifth() -> None:
    told = anniversaries(date(2010, 5, 2), date(2023, 5, 1))
    assert [years for years, _ in told] == [5, 10, 12]
    assert anniversaries(date(2010, 5, 2), date(2011, 5, 1)) == []


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=60, unique=True), st.integers(0, 400))
def test_a_course_ends_with_the_pace_of_its_last_day_and_stays_in_the_drawing(ages: list[int], after: int) -> None:
    days = ago(*ages)
    points = np.full(len(days), 3.0)
    last = TODAY + timedelta(days=after)
    steps = course(days, points, date.fromordinal(int(days[0])), last, steps=40)
    assert steps[-1].pace == pace(days, points, last)
    assert all(step.pace.low <= step.pace.points <= step.pace.high for step in steps)
    told = drawn(steps)
    assert (told is None) == (len(steps) < 2)
    if told:
        points_of = [tuple(map(float, point.split(","))) for point in f"{told.line} {told.band}".split()]
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points_of)


@given(st.lists(st.integers(0, 900), min_size=1, max_size=40, unique=True))
def test_a_walk_tells_the_pace_of_each_day(ages: list[int]) -> None:
    days = ago(*ages)
    points = np.arange(1.0, len(days) + 1)
    at = list(range(int(days[0]), DAY + 1, 13))
    told = walk(days, points, at)
    for place, day in enumerate(at):
        plain = pace(days, points, date.fromordinal(day))
        assert told.points[place] == pytest.approx(plain.points)
        assert told.low[place] == pytest.approx(plain.low)
        assert told.high[place] == pytest.approx(plain.high)


def test_a_level_is_left_when_there_is_no_doubt() -> None:
    points = np.array([5.0, 9.0, 7.0, 9.0, 20.0, 9.0])
    wavering = Course(points, points - 3, points + 3)
    assert held(wavering, (8.0,)).tolist() == [0, 0, 0, 0, 1, 1]
    sure = Course(points, points, points)
    assert held(sure, (8.0,)).tolist() == [0, 1, 0, 1, 1, 1]


def test_who_stops_becomes_quiet_and_the_word_says_what_they_were() -> None:
    weekly = ago(*(each + 700 for each in range(0, 400, 3)))
    told = standing(weekly, np.full(len(weekly), 8.0), DAY)
    assert (told.level, told.before) == ("quiet", "now and then")
    assert standing(ago(3), np.array([4.0]), DAY).before == ""
