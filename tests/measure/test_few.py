"""An estimate of fewer than five is not told as if it were sound; whoever asks for data gets it, marked."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.measure.current import current
from rapport.measure.digest.shown import shown
from rapport.measure.digest.telling import digest
from rapport.measure.digest.week import read_week
from rapport.measure.estimates.estimate import FEW

NAME = "time_to_first_response"
pytestmark = pytest.mark.usefixtures("community")


def api(browser: Client, **asked: str) -> dict[str, Any]:
    told: dict[str, Any] = browser.get(f"/api/measure/{NAME}", {"grain": "month"} | asked).json()
    return told


def lines(browser: Client, **asked: str) -> dict[str, list[str]]:
    """The page's table by period."""
    answer = browser.get(f"/measure/{NAME}/", {"grain": "month", "length": "all"} | asked).content.decode()
    [table] = html.fromstring(answer).xpath("//section[@id='figures']//table")
    return {
        line.xpath("./th/a")[0].text: [one.text_content() for one in line.xpath("./td")]
        for line in table.xpath(".//tbody/tr")
    }


def test_a_line_of_few_says_so_on_the_page_and_by_command_and_files_keep_it(browser: Client) -> None:
    rows = api(browser)["rows"]
    few = [row for row in rows if 0 < row["n"] < FEW]
    assert any(row["value"] is not None for row in few)
    assert [row["too_few"] for row in rows] == [row in few for row in rows]
    table = [line for line in lines(browser).values() if line[-1] != "0"]
    assert [line for line in table if int(line[-1]) < FEW] == [["too few", "", str(row["n"])] for row in few]
    assert [line for line in table if line[0] == "too few"] == [line for line in table if int(line[-1]) < FEW]
    ran = CliRunner().invoke(app, ["show", NAME, "--grain", "month"]).stdout
    assert ran.count("too few") == len(few)
    told = csv.DictReader(io.StringIO(CliRunner().invoke(app, ["show", NAME, "--grain=month", "--csv"]).stdout))
    kept = [(row["value"] != "", row["too_few"]) for row in told]
    assert kept == [(row["value"] is not None, "yes" if row in few else "no") for row in rows]


def test_what_a_time_of_few_comes_to_is_not_told_either(browser: Client) -> None:
    [*_, row] = [row for row in api(browser)["rows"] if 0 < row["n"] < FEW and row["value"] is not None]
    days = {"since": row["first_day"], "until": row["last_day"]}
    told = api(browser, **days)
    assert (told["total"], told["n"], told["too_few"]) == (row["value"], row["n"], True)
    beside = api(browser, since="2021-01-01", until=row["first_day"], compare="platform:discourse")["beside"]
    assert beside["too_few"] is False
    for address, label in ((f"/measure/{NAME}/", "In all"), ("/measure/", told["metric"]["title"])):
        page = html.fromstring(browser.get(address, days).content.decode())
        [value] = page.xpath(f"//*[@class='card figure'][*[@class='label'] = '{label}']/*[@class='value']")
        assert value.text_content().strip() == "too few"


def test_the_digest_says_so_of_a_week() -> None:
    """In which one question was asked."""
    told = digest(current(), read_week("2021-W40"))
    said = {
        one.answer.metric.name: (one.answer.n, number.value)
        for one, number in zip(told.figures, shown(told).numbers, strict=True)
    }
    assert said["answered_within_a_day"] == (1, "too few")
    assert said["questions"] == (1, "1")
