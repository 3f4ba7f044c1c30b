"""Habits: what two identities do speaks for one person or against it, by weights that are learnt, within bounds."""

import math
from typing import Any

import pytest

from rapport.people.matching.habits import ALL, SIGNS, Crowd, Habits, Pair, crowd_of, learnt, weigh

ENGINES = {"engine": 0.6, "loom": 0.8}
CROWD = Crowd((1 / 24,) * 24, {})
MEASURED = learnt([], [], CROWD)


def habits(**more: Any) -> Habits:
    nothing = Habits((0,) * 24, (), frozenset(), {}, frozenset(), "", frozenset())
    return nothing._replace(**more)


def at(*hours: int, times: int = 10) -> tuple[int, ...]:
    return tuple(times if hour in hours else 0 for hour in range(24))


def weight(one: Habits, other: Habits, crowd: Crowd = CROWD) -> float:
    return weigh((one, other), MEASURED, crowd).weight


PAIRS: dict[str, tuple[Habits, Habits, Habits]] = {
    "zones": (habits(zones={60, 120}), habits(zones={120}), habits(zones={-300})),
    "hours": (habits(hours=at(20, 21)), habits(hours=at(20, 22)), habits(hours=at(8, 9))),
    "hours around midnight": (habits(hours=at(23)), habits(hours=at(0)), habits(hours=at(11))),
    "days": (habits(days=(100, 5000)), habits(days=(4999,)), habits(days=(2000, 9000))),
    "words": (habits(words=ENGINES), habits(words=ENGINES), habits(words={"paint": 1.0})),
    "company": (habits(company={1, 2, 3}), habits(company={2, 3, 4}), habits(company={8, 9})),
    "links": (habits(linked="adab"), habits(logins={"adab"}), habits(logins={"bob"})),
}


@pytest.mark.parametrize("habit", PAIRS)
def test_what_is_alike_speaks_for_one_person_and_what_is_not_against_it(habit: str) -> None:
    one, like, unlike = PAIRS[habit]
    assert weight(one, like) > 0 > weight(one, unlike)
    assert weight(one, like) == weight(like, one)
    assert weigh((one, like), MEASURED, CROWD).evidence


def test_who_did_nothing_says_nothing() -> None:
    assert weigh((habits(), habits(hours=at(1), days=(1,))), MEASURED, CROWD) == (0.0, ())


def test_a_few_acts_tell_no_hours() -> None:
    assert weight(habits(hours=at(20, times=4)), habits(hours=at(8))) == 0


def test_where_clocks_tell_their_zone_hours_are_not_counted_too() -> None:
    here, there = habits(zones={60}, hours=at(20)), habits(zones={60}, hours=at(20))
    assert weight(here, there) == weight(habits(zones={60}), habits(zones={60}))


def test_whom_everybody_talks_with_says_less() -> None:
    one, other = habits(company={1, 2}), habits(company={1, 3})
    assert weight(one, other, Crowd(CROWD.hours, {1: 2})) > weight(one, other, Crowd(CROWD.hours, {1: 10**12}))


def test_habits_never_count_more_than_they_may() -> None:
    one = habits(zones={60}, days=(1,), words=ENGINES, company={1, 2, 3}, linked="ada", logins={"ada"})
    other = habits(zones={0}, days=(9000,), words={"paint": 1.0}, company={7}, linked="bob", logins={"bob"})
    assert weight(one, one) == ALL
    assert -ALL <= weight(one, other) < -2


def test_the_evidence_names_words_and_pages_and_what_speaks_against_it() -> None:
    one = habits(words=ENGINES, linked="adab", days=(1,))
    other = habits(words=ENGINES, logins={"adab"}, days=(9000,))
    told = weigh((one, other), MEASURED, CROWD).evidence
    assert told == ("links most to pages of “adab”", "both write of loom, engine", "against it: about in other years")


def test_weights_follow_the_people_at_hand() -> None:
    """In a home where strangers are as often in one time zone as one person is, it comes to say nothing."""
    here: Pair = (habits(zones={60}), habits(zones={60}))
    same = learnt([here] * 5_000, [here] * 5_000, CROWD)
    telling = learnt([here] * 5_000, [(here[0], habits(zones={0}))] * 5_000, CROWD)
    assert abs(weigh(here, same, CROWD).weight) < 0.05
    assert weigh(here, telling, CROWD).weight > 3


def test_each_sign_has_measured_shares_of_every_band() -> None:
    for sign in SIGNS:
        assert len(sign.one) == len(sign.strangers) == len(sign.edges) + 1
        assert all(math.isclose(sum(shares), 1, abs_tol=0.02) for shares in (sign.one, sign.strangers))
        assert list(sign.edges) == sorted(sign.edges)


def test_the_crowd_is_all_of_them() -> None:
    crowd = crowd_of([habits(hours=at(20), company={1}), habits(company={1, 2})])
    assert crowd.talkers == {1: 2, 2: 1}
    assert max(range(24), key=lambda hour: crowd.hours[hour]) == 20
    assert crowd_of([]).hours == CROWD.hours
