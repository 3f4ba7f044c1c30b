"""How platforms and segments differ: in words that follow from the figures, and seldom "more than chance" by chance."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from rapport.measure.answer import Answer, Row
from rapport.measure.catalogue import find
from rapport.measure.cells import cell
from rapport.measure.chance import TOO_FEW, TOO_SHORT, between
from rapport.measure.comparing import BEFORE, Other
from rapport.measure.differing import NO_TEST, differing, said_of, verdict
from rapport.measure.estimates.estimate import Estimate
from rapport.measure.periods import Grain
from rapport.measure.question import Question
from rapport.words.span import Span
from tests.prove.chance import first_told_between


def answered(
    name: str, total: float | None, n: int = 100, low: float | None = None, high: float | None = None
) -> Answer:
    return Answer(find(name), Question(), None, Grain.MONTH, (), (), total, n, (), low, high)


def said(mine: Answer, other: Answer, *, on: bool = True) -> str:
    called = "Discourse" if on else "everybody"
    return differing(mine, Other("discord", "Discord", called, other, on=on)).replace("\u00a0", " ")


WAIT, SHARE, ON, UNTESTED = "time_to_first_response", "answered_within_a_day", "on Discourse", NO_TEST.why


@pytest.mark.parametrize(("name", "mine", "other", "told"), [
    (WAIT, (1.5, 1.3, 1.7), (3.0, 2.6, 3.4), f"3 h, twice as long as {ON} (more than chance)"),
    (WAIT, (3.0, 2.0, 4.0), (2.4, 2.0, 3.0), f"2 h 24 min, 20 % shorter than {ON} (within chance)"),
    (SHARE, (60.0, 55.0, 65.0), (40.0, 35.0, 45.0), f"40 %, 20 points lower than {ON} (more than chance)"),
    (SHARE, (60.0, 55.0, 65.0), (60.3, 55.0, 65.0), f"60.3 %, as high as {ON} (within chance)"),
    ("activity", (100.0, None, None), (55.0, None, None), f"55 activities, 45 % fewer than {ON} ({UNTESTED})"),
    ("activity", (100.0, None, None), (50.0, None, None), f"50 activities, half as many as {ON} ({UNTESTED})"),
    ("active_members", (10.0, None, None), (45.0, None, None), f"45 people, 4.5 times as many as {ON} ({UNTESTED})"),
    ("active_members", (0.0, None, None), (1.0, None, None), "1 person"),
    (WAIT, (3.0, 2.0, 4.0), (None, 9.0, None), "–"),
])  # fmt: skip
def test_a_difference_is_told_by_times_or_points(name: str, mine: Any, other: Any, told: str) -> None:
    one, two = (answered(name, total, 100, low, high) for total, low, high in (mine, other))
    assert said(one, two) == f"Discord: {told}."


def test_few_say_so_and_are_not_compared() -> None:
    some = answered("time_to_first_response", 3.0, 40, 2.0, 4.0)
    few = replace(some, n=3)
    assert said(some, few) == "Discord: too few to say (n = 3)."
    assert said(few, some) == "Discord: 3 h."
    assert (
        said(some, replace(some, n=12), on=False) == "Discord: 3 h, as long as everybody (too few to tell from chance)."
    )
    week = replace(some, span=Span(date(2024, 1, 1), date(2024, 1, 7)))
    assert verdict(week, some) == TOO_SHORT
    assert said_of(some, Other(BEFORE, "before", "this time", some)) == said_of(some, None) == ""


def test_it_is_held_against_intervals_widened_for_ninety_looks() -> None:
    one, near, far = (Estimate(value, 100, value - 5, value + 5) for value in (50.0, 58.0, 65.0))
    assert between(one, near, share=True).beyond is False, "the plain test of 95 % would say so"
    told = between(one, far, share=True)
    assert told.beyond
    assert told.low == pytest.approx(15 - 12.4, abs=0.5)
    assert between(one, Estimate(90.0, 19, 70.0, 99.0), share=True) == TOO_FEW
    assert between(one, Estimate(9.0, 50, 7.0, None), share=False) == TOO_FEW
    assert verdict(answered("activity", 5), answered("activity", 500)) == NO_TEST


def test_seldom_more_than_chance_where_two_do_not_differ_and_one_looks_daily() -> None:
    """With 5 % of false alarms, more than 22 of 300 come once in 40; the long run is `make prove-chance`."""
    for of_share in (True, False):
        chance = np.random.default_rng(7)
        told = [first_told_between(chance, 30, of_share=of_share) for _ in range(300)]
        assert sum(map(bool, told)) <= 22
        assert all(first_told_between(chance, 30, of_share=of_share, factor=3) for _ in range(10))


@pytest.mark.parametrize(("name", "value", "n", "ends", "told"), [
    ("time_to_first_response", 3.0, 40, (2.0, 5.0), "3 h (2 h to 5 h, n = 40)"),
    ("time_to_first_response", None, 40, (30.0, None), "– (at least 30 h, n = 40)"),
    ("time_to_first_response", 3.0, 4, (2.0, 5.0), "too few (n = 4)"),
    ("time_to_first_response", None, 0, (None, None), "–"),
    ("activity", 1200.0, 4, (None, None), "1,200 (n = 4)"),
    ("active_members", 12.0, 12, (None, None), "12"),
    ("contributor_absence_factor", 3.0, 40, (None, None), "3 (n = 40)"),
    ("activity", 0.0, 0, (None, None), "0"),
])  # fmt: skip
def test_a_cell_has_the_figure_its_interval_and_what_it_rests_on(
    name: str, value: float | None, n: int, ends: tuple[float | None, float | None], told: str
) -> None:
    assert cell(find(name), Row(date(2024, 1, 1), date(2024, 1, 31), True, "git", value, n, *ends)) == told
    assert cell(find(name), None) == "–"
