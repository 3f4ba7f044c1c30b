"""Charts are well-formed, follow the page's colours, and nothing in them needs an inline style."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.measure.answer import Answer, Row, work_out
from rapport.measure.charts.axes import by_powers
from rapport.measure.charts.draw import _spec, png_file, svg_file, svg_for_page
from rapport.measure.charts.heading import width, wrapped
from rapport.measure.charts.lines import apart
from rapport.measure.charts.picture import ALONE, CARD, PAGE, POST, Picture, Size, picture_of
from rapport.measure.charts.theme import TOKENS
from rapport.measure.comparing import Other
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question
from rapport.measure.sentences import small_print
from tests.measure.ledgers import Act, at, ledger

ACTS = [
    Act(at("2023-01-01") + timedelta(days=7 * number % 400), platform, kind, number % 23)
    for number in range(400)
    for platform, kind in (("git", 6), ("discourse", 2), ("github", 14), ("discourse", 4), ("git", 8), ("github", 21))
    if (number + kind) % 3
]
QUESTIONS = {
    "bars": Question(),
    "lines": Question(by=By.PLATFORM),
    "five of six lines": Question(by=By.KIND, grain=Grain.WEEK),
    "bars of groups": Question(by=By.SIDE, grain=Grain.YEAR),
    "a single day": Question(since=date(2023, 1, 1), until=date(2023, 1, 1)),
    "nothing happened": Question(since=date(2022, 1, 1), until=date(2022, 3, 1)),
}


def picture(question: Question) -> Picture:
    return picture_of(work_out(ledger(ACTS, {}), "activity", question), 'Posts < "commits" & more', CARD)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  # drawn by us


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_inline_chart_needs_no_style_and_knows_no_colour(question: Question) -> None:
    drawn = svg_for_page(picture(question))
    root = parsed(drawn)
    assert root.get("role") == "img"
    assert root[0].text == 'Posts < "commits" & more'
    for element in root.iter():
        assert "style" not in element.attrib
        assert not element.tag.endswith(("style", "script"))
        for name in ("fill", "stroke"):
            paint = element.get(name, "none")
            assert paint in ("none", "transparent") or paint.removeprefix("var(").removesuffix(")") in TOKENS
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\))", drawn)


def waits(*hours: float) -> Picture:
    """Each in a month of its own; the estimates are not of these acts."""
    answer = work_out(ledger(ACTS, {}), "time_to_first_response", Question(grain=Grain.MONTH))
    rows = [
        row._replace(value=value, n=9, low=value / 2, high=None) for row, value in zip(answer.rows, hours, strict=False)
    ]
    return picture_of(replace(answer, rows=tuple(rows)), "How long they wait", CARD)


def test_what_would_show_nothing_is_not_drawn() -> None:
    assert not picture(Question(since=date(2022, 1, 1), until=date(2022, 3, 1))).points
    assert not waits(3).points, "of one point there is no line"
    assert len(waits(3, 5).points) == 2


def estimates(groups: int, months: int = 4, few: tuple[int, ...] = ()) -> Answer:
    """So many platforms, the first of them with few questions in the months named."""
    named = ("discourse", "github", "git", "slack")[:groups]
    answer = work_out(ledger(ACTS, {}), "answered_within_a_day", Question(by=By.PLATFORM, grain=Grain.MONTH))
    rows = tuple(
        Row(first, date(2023, month + 1, 1) - timedelta(days=1), True, name, 50 + 10 * place, n, 30.0, 90.0)
        for month in range(1, months + 1)
        for first in [date(2023, month, 1)]
        for place, name in enumerate(named)
        for n in [3 if place == 0 and month in few else 40]
    )
    return replace(answer, rows=rows, groups=named)


def layers(picture: Picture) -> dict[str, list[dict[str, Any]]]:
    """What is drawn, by the names of its layers."""
    drawn: dict[str, list[dict[str, Any]]] = _spec(picture)["datasets"]
    return drawn


def test_lines_of_estimates_stand_in_their_bands_where_they_are_few() -> None:
    three = layers(picture_of(estimates(3), "", CARD))
    assert len(three["bands"]) == len(three["dots"]) == 12
    assert {(row["low"], row["high"]) for row in three["bands"]} == {(30.0, 90.0)}
    four = picture_of(estimates(4), "", CARD)
    assert "bands" not in layers(four)
    assert not re.search("NaN|undefined", svg_for_page(four))


def test_no_line_of_an_estimate_goes_on_over_few() -> None:
    shown = picture_of(estimates(2, few=(2,)), "", CARD)
    assert not [point for point in shown.points if point.group == "discourse" and point.first.month == 2]
    drawn = layers(shown)
    assert {row["first"][5:7] for row in drawn["whole"] if "discourse" in row["piece"]} == {"03", "04"}
    assert [row["first"][5:7] for row in drawn["alone"]] == ["01"]
    assert svg_for_page(shown).startswith("<svg")


def test_estimates_of_two_periods_are_points_on_their_intervals() -> None:
    drawn = layers(picture_of(estimates(4, months=2, few=(2,)), "", CARD))
    assert [(row["label"], row["low"], row["high"]) for row in drawn["latest"]] == [
        (label, 30.0, 90.0) for label in ("GitHub", "git", "Slack")
    ]


def test_what_is_compared_has_its_interval_and_nothing_of_few() -> None:
    alone = estimates(1)
    mine = replace(alone, rows=tuple(row._replace(group=None) for row in alone.rows), groups=())
    few = replace(mine, rows=tuple(row._replace(n=3) for row in mine.rows))
    both = layers(picture_of(mine, "", CARD, Other("github", "GitHub", "everywhere", mine)))
    assert len(both["bands"]) == 8
    assert len(both["names"]) == 2
    only = picture_of(mine, "", CARD, Other("github", "GitHub", "everywhere", few))
    assert only.groups == ("mine",)
    assert svg_for_page(only).startswith("<svg")


def test_an_axis_of_counts_has_no_halves() -> None:
    drawn = svg_for_page(picture_of(work_out(ledger(ACTS[:4], {}), "active_members", Question()), "Few people", CARD))
    assert re.findall(r">([\d.]+)<", drawn)[-2:] == ["0", "1"]


def words_beside(picture: Picture) -> list[str]:
    return re.findall(r">(0|[\d.]+ (?:min|h|days|years))<", svg_for_page(picture))


def test_lengths_of_time_are_told_in_words_that_fit() -> None:
    assert words_beside(waits(2, 3, 4, 9)) == ["0", "2 h", "4 h", "6 h", "8 h"]
    assert words_beside(waits(200, 300, 400)) == ["0", "5 days", "10 days", "15 days"]


def test_far_longer_times_do_not_press_the_others_flat() -> None:
    assert not by_powers(waits(2, 3, 4, 90))
    far = waits(0, 2, 3, 4, 26_000)
    assert words_beside(far) == ["1 h", "24 h", "7 days", "30 days", "365 days"]
    assert not re.search("NaN|Infinity", svg_for_page(far))


def test_two_charts_on_a_page_share_no_id() -> None:
    ids = [
        element.get("id")
        for question in QUESTIONS.values()
        for element in parsed(svg_for_page(picture(question))).iter()
        if element.get("id")
    ]
    assert len(ids) >= 2 * len(QUESTIONS)
    assert len(ids) == len(set(ids))


def test_lines_are_named_beside_their_end_and_at_most_five() -> None:
    platforms = svg_for_page(picture(QUESTIONS["lines"]))
    assert all(f">{label}<" in platforms for label in ("Discourse", "git", "GitHub"))
    kinds = picture(QUESTIONS["five of six lines"])
    assert len(kinds.groups) == 5
    assert "the 5 largest of 6" in kinds.about


def test_a_file_carries_its_own_colours() -> None:
    drawn = svg_file(picture(QUESTIONS["lines"]))
    assert TOKENS["--discourse"] in drawn
    assert "var(" not in drawn
    big = picture_of(work_out(ledger(ACTS, {}), "activity", Question()), "", PAGE)
    png = png_file(big)
    assert png.startswith(b"\x89PNG")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (2 * PAGE.width, 2 * PAGE.height)


def alone(size: Size) -> Picture:
    answer = work_out(ledger(ACTS, {}), "activity", QUESTIONS["lines"])
    return picture_of(answer, 'Posts < "commits" & more', size)._replace(small_print=small_print(answer))


@pytest.mark.parametrize("size", [ALONE, POST])
def test_a_file_by_itself_says_what_it_shows(size: Size) -> None:
    drawn = parsed(svg_file(alone(size)))
    title, about, *rest = drawn
    assert title.text == 'Posts < "commits" & more'
    assert about.text == small_print(work_out(ledger(ACTS, {}), "activity", QUESTIONS["lines"]))
    assert [drawn.get(name) for name in ("role", "aria-labelledby", "aria-describedby")] == [
        "img", title.get("id"), about.get("id"),
    ]  # fmt: skip
    words = " ".join(element.text or "" for part in rest for element in part.iter() if element.tag.endswith("text"))
    assert words.replace("\u00a0", " ").endswith(
        'Posts < "commits" & more Activity: activities per month by platform. 1 January 2023 to 4 February 2024. '
        "n = 23 members."
    )
    assert (drawn.get("width"), drawn.get("height")) == (str(size.width), str(size.height))
    png = png_file(alone(size))
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (2 * size.width, 2 * size.height)


def test_a_drawing_on_a_page_leaves_its_words_to_the_page() -> None:
    answer = work_out(ledger(ACTS, {}), "activity", Question())
    assert "Whole" not in re.findall(">([^<]*)</text>", svg_for_page(picture_of(answer, "Whole", PAGE)))


@given(st.text(st.sampled_from("abWi漢 \u00a0…;")), st.integers(8, 40), st.integers(60, 900), st.integers(1, 4))
def test_a_title_fits_and_loses_nothing_while_there_is_room(text: str, size: int, room: int, most: int) -> None:
    lines = wrapped(text, size, room, most)
    assert len(lines) <= most
    assert all(width(line, size) <= room for line in lines)
    every = wrapped(text, size, room, len(text) + 1)
    assert "".join(every).replace(" ", "") == text.replace(" ", "")
    if len(every) <= most:
        assert lines == every


def test_every_token_stands_in_the_stylesheet() -> None:
    tokens = Path(__file__).parents[2] / "src/rapport/console/static/console/tokens.css"
    sheet = tokens.read_text()
    assert all(f"{token}:" in sheet for token in TOKENS)


@given(st.lists(st.floats(0, 160), min_size=1, max_size=5))
def test_names_never_cover_one_another(wanted: list[float]) -> None:
    places = apart(wanted, 15, 160)
    for before, after in zip(sorted(places), sorted(places)[1:], strict=False):
        assert after - before >= 15 - 1e-9
    assert max(places) <= 160


def test_the_last_day_of_the_calendar_can_be_drawn() -> None:
    loaded = ledger([Act(at("2024-01-02"), "git", 6, 1)], {})
    answer = work_out(loaded, "activity", Question(since=date(9999, 12, 30), grain=Grain.DAY))
    assert svg_for_page(picture_of(answer, "None.", CARD)).startswith("<svg")


def test_hours_of_the_day_stand_side_by_side_each_with_all_its_messages() -> None:
    answer = work_out(ledger(ACTS, {}), "hours", Question())
    shown = picture_of(answer, "Hours.", CARD)
    assert shown.groups == tuple(f"{hour:02}" for hour in range(24))
    assert sum(point.value for point in shown.points) == answer.total
    drawn = list(parsed(svg_for_page(shown)).iter())
    assert sum(element.get("fill") == "var(--accent)" for element in drawn) == 24
    assert {"00", "03", "21"} <= {element.text for element in drawn}
