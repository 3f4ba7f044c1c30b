"""Which three things are worth doing: rules on figures, and a choice that never shows three of a kind."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.measure.today import worth
from rapport.measure.today.worth import Kind, Thing, three


def _thing(kind: Kind, number: int, points: float) -> Thing:
    return Thing(kind, f"{kind}:{number}", points, "Do it", "It is so.", "/")


things = st.lists(
    st.builds(_thing, st.sampled_from(list(Kind)), st.integers(0, 5), st.floats(1, 100)), unique_by=lambda one: one.key
)


@given(things, st.data())
def test_three_of_most_points_and_never_three_of_a_kind(found: list[Thing], data: st.DataObject) -> None:
    silent = set(data.draw(st.lists(st.sampled_from([one.key for one in found] or [""]))))
    chosen = three(found, silent)
    kinds = [one.kind for one in chosen]
    left = [one for one in found if one.key not in silent]
    assert len(chosen) == min(3, sum(min(2, sum(one.kind is kind for one in left)) for kind in Kind))
    assert all(kinds.count(kind) <= 2 for kind in kinds)
    assert not {one.key for one in chosen} & silent
    assert all(one.points >= other.points for one, other in pairwise(chosen))
    assert chosen == three(found[::-1], silent), "the order in which they are found does not matter"
    if left:
        assert chosen[0].points == max(one.points for one in left)


def test_a_second_of_a_kind_stands_only_where_there_are_not_three_kinds() -> None:
    asked = [_thing(Kind.QUESTION, number, 90 - number) for number in range(3)]
    thanks, merges = _thing(Kind.THANKS, 1, 50), _thing(Kind.SAME, 1, 40)
    assert three([*asked, thanks, merges]) == [asked[0], thanks, merges]
    assert three([*asked, thanks]) == [asked[0], asked[1], thanks]
    assert three(asked) == asked[:2]
    assert three([*asked, thanks, merges], {asked[0].key, merges.key}) == [asked[1], asked[2], thanks]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (worth.promise_points(1), worth.FAILED_POINTS),
        (worth.FAILED_POINTS, worth.question_points(30 * 24, newcomer=True)),
        (worth.question_points(48, newcomer=True), worth.question_points(400, newcomer=False)),
        (worth.question_points(48, newcomer=False), worth.question_points(24, newcomer=False)),
        (worth.unusual_points(1), worth.unusual_points(3)),
        (worth.thanks_points("first"), worth.thanks_points("years")),
        (worth.backup_points(None), worth.backup_points(40)),
        (worth.backup_points(90), worth.backup_points(40)),
        (worth.same_points(200), worth.same_points(3)),
        (worth.employer_points(100), worth.employer_points(10)),
        (worth.bots_points(3), worth.bots_points(1)),
        (worth.stale_points(400), worth.stale_points(10)),
        (worth.rejected_points(1000), worth.rejected_points(1)),
        (worth.gap_points(500), worth.gap_points(20)),
    ],
)
def test_what_outweighs_what(more: float, less: float) -> None:
    assert more > less > 0


@pytest.mark.parametrize(
    "points",
    [
        worth.question_points(3.9, newcomer=True),
        worth.backup_points(30),
        worth.same_points(0),
        worth.bots_points(0),
        worth.stale_points(7),
        worth.rejected_points(0),
        worth.employer_points(9),
    ],
)
def test_what_is_not_worth_a_word(points: float) -> None:
    assert points == 0
