"""Where marks stand in a chart: names that never cover one another, and what gives way to what."""

from datetime import date, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from rapport.measure.annotations.mark import Mark, Rank
from rapport.measure.charts import marks as drawing
from rapport.measure.charts.draw import svg_file
from rapport.measure.charts.layout import drawn_marks
from rapport.measure.charts.marks import Placed, placed
from rapport.measure.charts.picture import PAGE, Picture, Point

FIRST, AFTER = date(2024, 1, 1), date(2025, 1, 1)
MARKS = st.builds(
    lambda name, day, length, rank: Mark(
        "note", name, FIRST + timedelta(days=day), FIRST + timedelta(days=day + length), rank, "hand"
    ),
    st.sampled_from(["a", "v1.0", "Docs sprint", "A conference by the sea"]),
    st.integers(-40, 400),
    st.integers(0, 60),
    st.sampled_from(Rank),
)


def release(name: str, day: int, rank: Rank = Rank.MINOR) -> Mark:
    on = FIRST + timedelta(days=day)
    return Mark("release", name, on, on, rank, "git")


def extent(one: Placed) -> tuple[float, float]:
    length = len(one.name) * 6
    return (one.left - length, one.left) if one.before else (one.left, one.left + length)


@given(st.lists(MARKS, max_size=15), st.integers(150, 1200), st.integers(1, 3))
def test_names_never_cover_one_another_nor_a_line(marks: list[Mark], width: int, lines: int) -> None:
    found = placed(marks, FIRST, AFTER, width, lines)
    for one, other in combinations(found, 2):
        if one.line == other.line:
            left, right = sorted((extent(one), extent(other)))
            assert left[1] <= right[0]
        lower, higher = sorted((one, other), key=lambda each: each.line)
        if lower.line < higher.line:
            assert not extent(lower)[0] < higher.left < extent(lower)[1]
    for one in found:
        assert extent(one)[0] >= 0
        assert extent(one)[1] <= width
        assert 0 <= one.left <= one.right <= width
        assert one.mark.rank is not Rank.EARLY
    assert len(found) <= drawing.MOST


@given(st.lists(MARKS, max_size=15))
def test_no_patch_is_drawn_where_a_weightier_release_is_missing(marks: list[Mark]) -> None:
    drawn = [one.mark for one in placed(marks, FIRST, AFTER, 600, 3)]
    there = [mark for mark in marks if mark.within(FIRST, AFTER - timedelta(days=1))]
    missing = [mark.rank for mark in there if mark not in drawn and mark.rank is not Rank.BY_HAND]
    assert all(mark.rank <= min(missing, default=Rank.EARLY) for mark in drawn)


def test_what_the_team_wrote_down_stands_before_releases() -> None:
    crowd = [release(f"v1.{number}", 100) for number in range(20)]
    mine = Mark("note", "Mine", FIRST + timedelta(days=100), FIRST + timedelta(days=100), Rank.BY_HAND, "hand")
    assert mine in [one.mark for one in placed([*crowd, mine], FIRST, AFTER, 600, 3)]
    assert len(placed(crowd, FIRST, AFTER, 600, 3)) < 20


def test_a_picture_is_drawn_with_its_marks_and_tells_them() -> None:
    months = [date(2024, month, 1) for month in range(1, 13)] + [AFTER]
    points = tuple(Point(first, after, complete=True, group="", value=5) for first, after in pairwise(months))
    lasting = Mark("campaign", "Docs <sprint>", date(2024, 5, 1), date(2024, 5, 20), Rank.BY_HAND, "hand")
    picture = Picture(points, (), (), PAGE, "Title.", "About.", marks=(release("v1.0", 31), lasting))
    drawn = svg_file(picture)
    assert ">v1.0<" in drawn
    assert "Docs &lt;sprint&gt;" in drawn
    places = {one.name: one for one in drawn_marks(picture)}
    assert places["v1.0"].left == 628 * 31 / 366
    assert round(places["Docs <sprint>"].right - places["Docs <sprint>"].left, 6) == round(628 * 20 / 366, 6)
    assert drawn_marks(picture._replace(points=())) == ()
    # A line ends where its last period begins, and so does its axis.
    line = {one.name: one.left for one in drawn_marks(picture._replace(estimated=True))}
    assert line["v1.0"] == 628 * 31 / 335
