"""A figure stands beside that of any other time, and nobody is told a difference that only their lengths make."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.measure.answer import Answer
from rapport.measure.catalogue import find
from rapport.measure.comparing import Other
from rapport.measure.differing import APART, LONGER, differing, judged
from rapport.measure.lengths import before
from rapport.measure.pages.another_time import addressed, dates
from rapport.measure.periods import Grain
from rapport.measure.question import Question, QuestionRefused
from rapport.measure.times import BEFORE, YEAR, at_time, is_time, time_name
from rapport.words.span import Span
from tests.measure.test_pages import seen

KNOWN = Span(date(2020, 1, 1), date(2026, 3, 31))


def span(text: str) -> Span:
    first, _, last = text.partition("..")
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(("days", "other"), [
    ("2025-12-01..2025-12-31", "2024-12-01..2024-12-31"), ("2025-02-01..2025-02-28", "2024-02-01..2024-02-28"),
    ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"), ("2024-02-29..2024-02-29", "2023-02-28..2023-02-28"),
    ("2024-02-29..2024-03-31", "2023-02-28..2023-03-31"), ("2024-06-01..2025-05-31", "2023-06-01..2024-05-31"),
])  # fmt: skip
def test_a_year_before_are_the_same_days(days: str, other: str) -> None:
    asked = Question(*span(days), platform="git")
    assert at_time(YEAR, asked, span(days), KNOWN) == Question(*span(other), platform="git")


def test_a_year_before_by_the_week_has_the_same_days_of_the_week() -> None:
    days = Span(date(2025, 6, 2), date(2025, 8, 31))
    other = at_time(YEAR, Question(*days, grain=Grain.WEEK), days, KNOWN)
    assert (other.since, other.until) == (date(2024, 6, 3), date(2024, 9, 1))


@given(st.dates(date(2021, 1, 1), KNOWN.last), st.integers(0, 90))
def test_a_year_before_is_as_long_but_for_a_leap_day(first: date, more: int) -> None:
    counted = Span(first, min(date.fromordinal(first.toordinal() + more), KNOWN.last))
    other = at_time(YEAR, Question(*counted), counted, KNOWN)
    assert other.since
    assert other.until
    assert (first.year - 1, first.month) == (other.since.year, other.since.month)
    assert abs((other.until - other.since).days + 1 - counted.days) <= 1
    assert at_time(f"{other.since}..{other.until}", Question(*counted), counted, KNOWN) == other


@pytest.mark.parametrize(("text", "problem"), [
    ("2025-12-01..yesterday", "'yesterday' is not a day."), ("2025-02-29..2025-03-01", "'2025-02-29' is not a day."),
    ("2025-12-31..2025-12-01", "2025-12-01 comes before 2025-12-31."),
    ("..", "Another time has a first and a last day."),
    ("2025-12-01..", "Another time has a first and a last day."),
    ("2019-12-01..2020-01-31", "The ledger does not hold all of 1 December 2019 to 31 January 2020."),
    ("2026-03-01..2026-04-01", "The ledger does not hold all of 1 March to 1 April 2026."),
    ("year", "The ledger begins on 1 January 2020, which is less than a year before this time."),
])  # fmt: skip
def test_what_is_no_other_time_is_refused_in_words(text: str, problem: str) -> None:
    counted = span("2020-12-31..2021-01-30")
    with pytest.raises(QuestionRefused) as refused:
        at_time(text, Question(*counted), counted, KNOWN)
    assert (refused.value.field, refused.value.problem) == ("compare", problem)
    assert refused.value.remedy


def test_an_empty_ledger_and_the_first_year_of_all_have_no_other_time() -> None:
    with pytest.raises(QuestionRefused, match="holds nothing yet"):
        at_time(YEAR, Question(), None, None)
    first = Span(date.min, date(1, 2, 1))
    with pytest.raises(QuestionRefused, match="less than a year before"):
        at_time(YEAR, Question(*first), first, Span(date.min, date.max))


def test_a_time_is_told_from_a_platform_or_a_segment() -> None:
    assert all(map(is_time, (BEFORE, YEAR, "2025-12-01..2025-12-31", "..")))
    assert not any(map(is_time, ("platform:git", "segment:from 1..2", "yesterday", "")))
    assert time_name("2025-12-01..2025-12-31") == "December 2025"
    assert time_name("no..day") == "no..day"


def answered(name: str, days: str, total: float | None, n: int = 100, *ends: float | None) -> Answer:
    low, high = ends or (None, None)
    return Answer(find(name), Question(), span(days), Grain.MONTH, (), (), total, n, (), low, high)


DECEMBER, ADVENT, LAST = "2025-12-01..2025-12-31", "2025-12-01..2025-12-24", "2024-12-01..2024-12-31"
SHARE, WAIT, TEST = "answered_within_a_day", "time_to_first_response", f"({APART})"


@pytest.mark.parametrize(("name", "mine", "other", "told"), [
    ("activity", (DECEMBER, 100.0), (LAST, 80.0), f"December 2024: 80 activities, 20 % fewer than this time {TEST}."),
    ("activity", (DECEMBER, 310.0), (ADVENT, 240.0),
     f"1 to 24 December 2025: 240 activities in 24 days, 10 a day, as many as the 10 a day of this time {TEST}."),
    ("activity", (ADVENT, 240.0), ("2025-11-01..2025-11-01", 20.0),
     f"1 November 2025: 20 activities in 1 day, 20 a day, twice as many as the 10 a day of this time {TEST}."),
    ("activity", (DECEMBER, 0.0), (ADVENT, 240.0), "1 to 24 December 2025: 240 activities in 24 days, 10 a day."),
    ("active_members", (DECEMBER, 31.0), (ADVENT, 24.0), "1 to 24 December 2025: 24 people. This time has 31 days and"
     " that has 24 days, so the two are not compared."),
    ("active_members", (DECEMBER, 31.0), (LAST, 62.0), f"December 2024: 62 people, twice as many as this time {TEST}."),
    ("brokers", (DECEMBER, 31.0, 100, 20.0, 40.0), (ADVENT, 24.0, 100, 20.0, 40.0), "1 to 24 December 2025: 24 %. This"
     " time has 31 days and that has 24 days, so the two are not compared."),
    ("contributor_absence_factor", (DECEMBER, 3.0), (ADVENT, 2.0), "1 to 24 December 2025: 2 people. This time has 31"
     " days and that has 24 days, so the two are not compared."),
    (SHARE, (DECEMBER, 60.0, 100, 55.0, 65.0), (ADVENT, 40.0, 100, 35.0, 45.0),
     f"1 to 24 December 2025: 40 %, 20 points lower than this time {TEST}."),
    (WAIT, (DECEMBER, 3.0, 100, 2.0, 4.0), (ADVENT, 6.0, 100, 5.0, 7.0),
     f"1 to 24 December 2025: 6 h, twice as long as this time {TEST}."),
    (WAIT, (DECEMBER, 3.0, 100, 2.0, 4.0), (ADVENT, 6.0, 3, 5.0, 7.0),
     "1 to 24 December 2025: too few to say (n = 3)."),
    ("resolved_share", (DECEMBER, 60.0, 100, 55.0, 65.0), (LAST, 80.0, 100, 75.0, 85.0),
     f"December 2024: 80 %, 20 points higher than this time ({LONGER})."),
])  # fmt: skip
def test_times_of_unlike_length_are_compared_by_the_day_or_not_at_all(
    name: str, mine: Any, other: Any, told: str
) -> None:
    one, two = answered(name, *mine), answered(name, *other)
    beside = Other(other[0], "the other time", "this time", two, then=True)
    assert differing(one, beside).replace("\u00a0", " ") == told


def test_a_year_before_says_which_days() -> None:
    one, two = answered("activity", DECEMBER, 100.0), answered("activity", LAST, 100.0)
    other = Other(YEAR, "a year before", "this time", two, then=True)
    assert differing(one, other).startswith(
        "A year before (December 2024): 100 activities, as many as this time (no test"
    )
    assert judged(one, other).beyond is None


def test_the_form_writes_two_dates_into_one_address() -> None:
    form = {"by": "", "grain": "month", "compare": "time", "compare_since": "2025-12-01", "compare_until": "2025-12-31"}
    assert addressed(form) == {"grain": "month", "compare": "2025-12-01..2025-12-31"}
    assert addressed({**form, "compare": "year"}) == {"grain": "month", "compare": "year"}
    assert addressed({**form, "compare": ""}) == {"grain": "month"}
    assert addressed({**form, "compare_until": ""}) == {"grain": "month", "compare": "2025-12-01.."}
    assert addressed({"compare": "year"}) is None
    assert dates("2025-12-01..2025-12-31") == ("2025-12-01", "2025-12-31")
    assert dates("year") is dates("segment:1..2") is None


ASKED = {"since": "2021-07-01", "until": "2021-09-28", "grain": "month", "platform": "discourse"}


def _column(page: Any, column: int) -> list[str]:
    cells = page.xpath(f"//section[@id='figures']//tbody/tr/td[{column}]")
    return [cell.text_content().partition(" (")[0] for cell in cells]


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    ("compare", "since", "until"),
    [("2021-02-01..2021-03-31", "2021-02-01", "2021-03-31"), ("2021-03-01..2021-09-28", "2021-03-01", "2021-09-28")],
)
def test_page_command_api_and_files_set_it_beside_any_time(
    browser: Client, compare: str, since: str, until: str
) -> None:
    asked = ASKED | {"compare": compare}
    there = "&".join(f"{name}={value}" for name, value in asked.items())
    page = seen(browser, f"/measure/activity/?{there}")
    alone = browser.get("/api/measure/activity", ASKED | {"since": since, "until": until}).json()
    beside = browser.get("/api/measure/activity", asked).json()["beside"]
    assert (beside["rows"], beside["total"]) == (alone["rows"], alone["total"])
    assert (beside["since"], beside["until"], beside["more_than_chance"]) == (since, until, None)
    assert "a day" in beside["difference"]
    assert beside["label"] == "the other time"
    assert beside["difference"] in page.xpath("//section[contains(@class, 'chart')]/h2")[0].text_content()
    told = [f"{row['value']:,.0f}" for row in alone["rows"]]
    assert _column(page, 2) == [*told, "–", "–", "–"][:3]
    left_over = len(told) - 3
    assert (f"whose last {left_over} stand" in page.text_content()) == (left_over > 0)
    assert page.xpath("//select[@id='compare']/option[@selected]/@value") == ["time"]
    assert [page.xpath(f"//input[@id='compare_{end}']/@value")[0] for end in ("since", "until")] == [since, until]
    links = page.xpath("//section[@id='figures']//a[@class='button plain']/@href")
    table, written = (browser.get(link).content.decode() for link in links[:2])
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["beside_first_day"] for row in rows] == [*(row["first_day"] for row in alone["rows"]), "", ""][:3]
    assert json.loads(written)["beside"] == beside
    ran = CliRunner().invoke(app, ["show", "activity", *(f"--{key}={value}" for key, value in asked.items()), "--json"])
    assert json.loads(ran.stdout)["beside"] == beside


@pytest.mark.usefixtures("community")
def test_the_form_leads_to_the_address_that_says_the_same(browser: Client) -> None:
    form = ASKED | {"by": "", "compare": "time", "compare_since": "2021-02-01", "compare_until": "2021-03-31"}
    led = browser.get("/measure/activity/", form)
    assert led.status_code == 302
    assert led["Location"].endswith("&compare=2021-02-01..2021-03-31")
    assert "compare_since" not in led["Location"]
    assert browser.get("/measure/activity/", {"compare": "", "compare_since": ""})["Location"] == "/measure/activity/"
    for compare in ("2021-02-01..", "2021-03-01..2021-02-01", "2001-01-01..2001-02-01", "no..day", "year"):
        page = seen(
            browser,
            f"/measure/activity/?{led['Location'].partition('?')[2].partition('&compare')[0]}&compare={compare}",
            400,
        )
        assert page.xpath("//*[contains(@class, 'notice bad')]"), compare


@pytest.mark.usefixtures("community")
def test_the_time_right_before_is_tested_however_it_is_called(browser: Client) -> None:
    asked = {"since": "2023-01-01", "until": "2023-12-10"}
    earlier = before(Question(date(2023, 1, 1), date(2023, 12, 10)), KNOWN._replace(first=date(2021, 1, 1)))
    assert earlier
    told = [
        browser.get("/api/measure/activity", asked | {"compare": compare}).json()["beside"]
        for compare in ("before", f"{earlier.since}..{earlier.until}", "year")
    ]
    assert told[0] == told[1]
    assert told[0]["verdict"] == ""
    assert told[2]["label"] == "a year before"
    assert "no test: what is usual may have moved" in told[2]["verdict"]
