"""Curves against Kaplan and Meier's estimate by the book, and what is said, drawn and listed of them."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.cli.output import out
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.telling import tell
from rapport.measure.answer import work_out as answer_of
from rapport.measure.charts.picture import PAGE, PHONE
from rapport.measure.charts.steps import png_file, steps_of, svg_for_page
from rapport.measure.charts.theme import TOKENS
from rapport.measure.curves.ask import curves
from rapport.measure.curves.curve import DAYS, PARTS, POINTS, Curves, of_waits, work_out
from rapport.measure.curves.words import head, sentence, table
from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.survival import known, told_until
from rapport.measure.metrics import all_metrics
from rapport.measure.periods import Grain
from rapport.measure.question import Question, QuestionRefused, read_question
from rapport.people.acts import Acts
from rapport.words.activity import Activity
from rapport.words.identity import Identity
from rapport.words.records import Record
from tests.measure.community import FORUM, START
from tests.measure.ledgers import Act, acts, at, ledger, members

CURVED = [metric.name for metric in all_metrics() if metric.curved]
WAITS = [name for name in CURVED if name != "retention_90_days"]
POST, SILENCE = 2, 90


def test_whatever_takes_its_time_has_a_curve() -> None:
    assert CURVED == [
        "retention_90_days", "days_to_first_contribution", "time_to_first_response", "time_to_team_response",
        "time_to_community_response", "resolution_time",
    ]  # fmt: skip


def by_the_book(waits: list[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Each time at which something ended, with the share that is over by then, and of how many it is known whether they
    are: person by person, as slowly as can be."""
    found, lasting = [], 1.0
    for time in sorted({lasted for lasted, over in waits if over}):
        there = [lasted for lasted, _ in waits if lasted >= time]
        ended = [lasted for lasted, over in waits if over and lasted == time]
        lasting *= 1 - len(ended) / len(there)
        known = [lasted for lasted, over in waits if over or lasted >= time]
        found.append((time, 100 * (1 - lasting), len(known)))
    return found


def first_answers(told: list[Act], known: datetime) -> list[tuple[float, bool]]:
    """How many hours each question waited, and whether until an answer; everybody is of the community and asks in a
    thread of their own, that nobody closes."""
    found = []
    for place, act in enumerate(told):
        if act.asks and act.thread == place:
            answers = [one.at for one in told if one.thread == place and one.identity != act.identity]
            ended = min(answers, default=None)
            found.append((((ended or known) - act.at).total_seconds() / 3600, ended is not None))
    return found


@st.composite
def talks(draw: Any) -> list[Act]:
    """Questions of one and the answers of others to them."""
    told: list[Act] = []
    for _ in range(draw(st.integers(1, 12))):
        asked = at("2024-01-01") + timedelta(hours=draw(st.integers(0, 60 * 24)))
        place = len(told)
        told.append(Act(asked, "discourse", POST, draw(st.integers(1, 3)), place, asks=True))
        for wait in draw(st.lists(st.integers(1, 200), max_size=2)):
            told.append(Act(asked + timedelta(hours=wait), "discourse", POST, draw(st.integers(1, 3)), place))
    return told


@settings(max_examples=8, deadline=None)
@given(talks())
def test_a_curve_of_waits_is_kaplan_and_meiers_person_by_person(told: list[Act]) -> None:
    loaded = ledger(told, {})
    [curve] = work_out(loaded, "time_to_first_response", Question()).curves
    waits = first_answers(told, loaded.known)
    expected = by_the_book(waits)
    assert curve.n == len(waits)
    assert [(point.time, point.known) for point in curve.points] == [
        (pytest.approx(time), many) for time, _, many in expected
    ]
    assert [point.share for point in curve.points] == [pytest.approx(share) for _, share, _ in expected]
    for one, part in zip(curve.told, PARTS, strict=True):
        assert one.time == next((pytest.approx(time) for time, share, _ in expected if share >= part - 1e-9), None)


@settings(max_examples=4, deadline=None)
@given(acts, members)
def test_half_and_the_own_day_are_what_the_metric_says(told: list[Act], of: dict[int, tuple[int, str]]) -> None:
    loaded = ledger(told, of)
    for name in WAITS:
        answer = answer_of(loaded, name, Question(), periods=False)
        for curve in work_out(loaded, name, Question()).curves:
            half = next((one for one in curve.told if one.share == 50), None)
            found = (half.time, half.low, half.high) if half else (None, None, None)
            assert (*found, curve.n) == (answer.total, answer.low, answer.high, answer.n)
    answer = answer_of(loaded, "retention_90_days", Question(grain=Grain.MONTH), totals=False)
    rows = {row.first: row for row in answer.rows}
    for curve in work_out(loaded, "retention_90_days", Question(grain=Grain.MONTH)).curves:
        row = rows[curve.cohort.first if curve.cohort else date.min]
        [own] = [one for one in curve.told if one.time == SILENCE]
        assert curve.n == row.n
        assert (own.share, own.low, own.high) == (row.value, row.low, row.high)


def test_the_band_is_greenwoods_by_hand() -> None:
    """Of ten, one is over at 1, one leaves at 2, two are over at 3: S = 0.9 and 0.9 · 6/8 = 0.675."""
    [curve] = work_out(ten(), "time_to_first_response", Question()).curves
    one, other = curve.points
    assert (one.share, other.share) == (pytest.approx(10), pytest.approx(32.5))
    variance = 1 / (10 * 9) + 2 / (8 * 6)
    spread = 1.959964 * variance**0.5 / abs(np.log(0.675))
    assert 100 - other.low == pytest.approx(100 * 0.675 ** np.exp(-spread))
    assert 100 - other.high == pytest.approx(100 * 0.675 ** np.exp(spread))
    assert (one.known, other.known) == (10, 9)


def ten() -> Acts:
    known, told = at("2024-03-09"), []  # the day before it is the last of which anything is known
    for number, (asked, answered) in enumerate([(9, 1), (2, None), (9, 3), (9, 3), *[(9, None)] * 6]):
        place = len(told)
        told.append(Act(known - timedelta(hours=asked), "discourse", POST, 1, place, asks=True))
        if answered:
            told.append(Act(told[-1].at + timedelta(hours=answered), "discourse", POST, 2 + number, place))
    return ledger([*told, Act(known - timedelta(hours=1), "git", 6, 30)], {})


def lasting(*those: tuple[float, bool, int]) -> Counted:
    return Counted.of([{"lasted": lasted, "over": over, "how_many": many} for lasted, over, many in those])


def test_of_whom_it_is_known_is_counted() -> None:
    rows = lasting((5, False, 2), (-1, True, 3), (0, False, 1), (9, True, 4))
    assert known(rows, np.array([0, 1, 5, 6, 9, 10])).tolist() == [10, 9, 9, 7, 7, 7]


def test_a_curve_is_told_as_long_as_it_is_known_how_they_went_on() -> None:
    all_left = lasting((1, True, 57), (80, True, 1))
    assert told_until(all_left) == float("inf")
    one_stays, most_are_young = lasting((1, True, 57), (400, False, 1)), lasting((30, False, 20), (60, True, 2))
    assert (told_until(one_stays), told_until(most_are_young)) == (400, 30)
    assert told_until(lasting((7, False, 3), (9, False, 1))) == 7


END = datetime(2024, 3, 10, tzinfo=UTC)


def community(many: int = 1500, seed: int = 7) -> Acts:
    """Questions of three years with answers after minutes or weeks, or none, by people who come, and stay or not."""
    die, told = Random(seed), []
    for number in range(many):
        asked = datetime(2021, 1, 1, tzinfo=UTC) + timedelta(hours=die.random() * 1100 * 24)
        place = len(told)
        told.append(Act(asked, "discourse", POST, 100 + number, place, asks=True))
        wait = timedelta(hours=die.lognormvariate(1.2, 2))
        if die.random() < 0.9 and asked + wait < END:
            told.append(Act(asked + wait, "discourse", POST, 1 + number % 7, place))
        again = asked
        while die.random() < 0.75 and (again := again + timedelta(days=die.randint(1, 70))) < END:
            told.append(Act(again, "discourse", POST, 100 + number, place))
        if number % 3 == 0 and (gave := asked + timedelta(days=die.expovariate(1 / 100))) < END:
            told.append(Act(gave, "git", 6, 100 + number))
    return ledger(told, {})


@pytest.fixture(scope="module")
def busy() -> Acts:
    return community()


def test_a_sentence_tells_the_parts_and_what_is_not_reached(busy: Acts) -> None:
    told = sentence(work_out(busy, "time_to_first_response", Question()))
    assert told.startswith("A quarter of the questions had a first answer within ")
    assert [part in told for part in (", half within", ", three quarters within")] == [True, True]
    few = work_out(ten(), "time_to_first_response", Question())
    assert sentence(few).replace("\xa0", " ") == (
        "A quarter of the questions had a first answer within 3 h; half did not, as far as is known, but 32 % within "
        "3 h."
    )
    assert table(few)[1][:3] == ["half (50 %)", "not as far as is known", "at least 1 h"]


def test_of_few_it_says_so_and_draws_nothing(busy: Acts) -> None:
    told = [
        Act(at("2024-01-01") + timedelta(days=number), "discourse", POST, number, number, asks=True)
        for number in range(4)
    ]
    found = work_out(ledger(told, {}), "time_to_first_response", Question())
    assert sentence(found) == "Time to first response: too few to say (n = 4 questions)."
    assert steps_of(found, "", PAGE) is None
    assert table(found) == []
    empty = work_out(ledger([], {}), "time_to_first_response", Question())
    assert sentence(empty) == "Time to first response: nothing to say of this time."
    assert steps_of(work_out(ledger([], {}), "retention_90_days", Question()), "", PAGE) is None


def test_who_came_too_lately_is_not_known_yet(busy: Acts) -> None:
    found = work_out(busy, "retention_90_days", Question())
    assert (found.grain, len(found.curves)) == (Grain.YEAR, 3)  # those of 2024 came in the last 90 days
    assert head(found) == ["Came in", "30 days", "90 days", "180 days", "365 days", "n"]
    quarters = work_out(busy, "retention_90_days", Question(since=date(2023, 1, 1), until=date(2023, 12, 31)))
    assert quarters.grain is Grain.QUARTER
    cells = table(quarters)
    assert cells[-1][4] == "not known yet"
    assert "not known yet" not in cells[0][:4]
    months = work_out(busy, "retention_90_days", Question(grain=Grain.MONTH))
    assert len(months.curves) == 5


def test_each_line_falls_and_lies_in_its_band(busy: Acts) -> None:
    for curve in work_out(busy, "retention_90_days", Question()).curves:
        assert [one.time for one in curve.told] == list(DAYS)
        shares = [point.share for point in curve.points]
        assert shares == sorted(shares, reverse=True)
        assert all(point.low <= point.share <= point.high for point in curve.points)
        assert all(1 <= point.time <= 365 for point in curve.points)


def test_of_many_steps_those_are_kept_that_can_be_seen(busy: Acts) -> None:
    [curve] = work_out(busy, "time_to_first_response", Question()).curves
    assert curve.n == 1500
    assert len(curve.points) <= POINTS
    every = [(point.time, point.share) for point in curve.points]
    assert every == sorted(every)
    waits = Counted(
        {"lasted": np.arange(300_000) / 40, "over": np.ones(300_000), "how_many": np.ones(300_000)}, 300_000
    )
    thinned = of_waits(waits, "hours")
    assert 200 < len(thinned.points) <= POINTS
    assert thinned.points[-1].share == pytest.approx(100)


@pytest.mark.parametrize("name", CURVED)
def test_a_drawing_needs_no_style_and_knows_no_colour(busy: Acts, name: str) -> None:
    found = work_out(busy, name, Question())
    for size in (PAGE, PHONE):
        picture = steps_of(found, 'How <long> it "takes"', size)
        if picture is None:
            assert name in ("time_to_team_response", "resolution_time")
            return
        root = ElementTree.fromstring(svg_for_page(picture))  # noqa: S314  # drawn by us
        assert root.get("role") == "img"
        words = {element.text for element in root.iter() if element.tag.endswith("text")}
        assert {"1 day", "90 days"} & words
        assert "NaN" not in svg_for_page(picture)
        for element in root.iter():
            assert "style" not in element.attrib
            for paint in ("fill", "stroke"):
                told = element.get(paint, "none")
                assert told in ("none", "transparent") or told.removeprefix("var(").removesuffix(")") in TOKENS
    assert png_file(picture).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "asked"),
    [("activity", Question()), ("time_to_first_response", Question(grain=Grain.DAY)), ("retention_90_days", "by")],
)
def test_what_a_curve_cannot_answer_is_refused(busy: Acts, name: str, asked: Any) -> None:
    with pytest.raises(QuestionRefused):
        work_out(busy, name, read_question({"by": "platform"}) if asked == "by" else asked)


FILTERS: list[dict[str, str]] = [
    {},
    {"since": "2021-06-01", "until": "2022-09-20"},
    {"platform": "discourse", "without_team": "1", "language": "en"},
    {"segment": "not in the team", "platform": "discourse"},
]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell is broken over lines."""
    monkeypatch.setattr(out, "_width", 200)


def command(name: str, asked: dict[str, str], *form: str) -> str:
    options = [
        f"--{key.replace('_', '-')}" if key == "without_team" else f"--{key}={value}" for key, value in asked.items()
    ]
    ran = CliRunner().invoke(app, ["curve", name, *options, *form])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.fixture
def crowd(community: None) -> None:
    """Twenty more, of whom some come again and again for a year."""
    found = []
    for number in range(20):
        who = Identity("discourse", f"crowd/{number}", handle=f"crowd{number}")
        for day in range(0, 1 + 20 * number, 20):
            when = START + timedelta(days=3 * number + day)
            found.append(Activity("discourse", f"crowd/{number}/{day}", "post", when, who, FORUM, 1, text="words"))
    with transaction.atomic():
        Appender().append([Record(f"crowd {place}", [done]) for place, done in enumerate(found)])
    tell()
    copy.refresh()


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    "asked", [pytest.param(one, marks=[] if one == FILTERS[-1] else pytest.mark.slow) for one in FILTERS], ids=str
)
def test_page_command_api_and_files_tell_the_same(browser: Client, asked: dict[str, str]) -> None:
    for name in ("time_to_first_response", "days_to_first_contribution", "retention_90_days"):
        told = browser.get(f"/api/measure/{name}/curve", asked).json()
        for document in (command(name, asked, "--json"), browser.get(f"/measure/{name}/curve.json", asked).content):
            assert json.loads(document) | {"as_of": None} == told | {"as_of": None}
        lines = browser.get(f"/api/measure/{name}/curve", asked | {"format": "csv"}).content.decode()
        assert command(name, asked, "--csv").replace("\r\n", "\n") == lines.replace("\r\n", "\n")
        assert browser.get(f"/measure/{name}/curve.csv", asked).content.decode() == lines
        steps = [point for curve in told["curves"] for point in curve["points"]]
        assert [float(row["share"]) for row in csv.DictReader(io.StringIO(lines))] == [one["share"] for one in steps]
        page = html.fromstring(browser.get(f"/measure/{name}/", {"length": "all"} | asked).content.decode())
        [part] = page.xpath("//section[@id='curve']")
        found: Curves = curves(name, read_question(asked))
        assert part.xpath(".//h3")[0].text_content() == told["sentence"] == sentence(found)
        cells = [[cell.text_content() for cell in line.xpath("./th | ./td")] for line in part.xpath(".//tbody/tr")]
        assert cells == table(found)
        printed = command(name, asked)
        assert all(cell in printed for row in cells for cell in row[:1])


@pytest.mark.usefixtures("community")
def test_the_page_draws_it_wide_and_narrow_and_leads_to_its_files(browser: Client) -> None:
    answer = browser.get("/measure/time_to_first_response/", {"length": "all", "by": "platform", "grain": "year"})
    page = html.fromstring(answer.content.decode())
    [part] = page.xpath("//section[@id='curve']")
    assert len(part.xpath(".//svg[@role='img']")) == 2
    for address in part.xpath(".//a/@href"):
        assert browser.get(address).status_code == 200, address
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not page.xpath("//*[@style] | //style")
    assert not html.fromstring(browser.get("/measure/activity/").content.decode()).xpath("//section[@id='curve']")
    assert browser.get("/measure/activity/curve.csv").status_code == 400
    assert browser.get("/measure/nothing/curve.csv").status_code == 404
    assert browser.get("/api/measure/activity/curve").status_code == 400
