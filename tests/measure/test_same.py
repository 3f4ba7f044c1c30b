"""The same question gives the same figures on the page, from the command, the API and in every file."""

import csv
import io
import json
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.measure.answer import Answer, Row
from rapport.measure.catalogue import Metric
from rapport.measure.cells import cell
from rapport.measure.figures import figure, interval
from rapport.measure.labels import group_label
from rapport.measure.metrics import all_metrics
from rapport.measure.pages.cards import unit_beside
from rapport.measure.periods import Grain, name_of
from rapport.measure.question import By, Question
from rapport.people.models import Segment
from rapport.words.span import Span

FILTERS: list[dict[str, str]] = [
    {},
    {"by": "platform"},
    {"by": "kind", "without_team": "1"},
    {"by": "topic", "grain": "year"},
    {"by": "side", "grain": "quarter"},
    {"platform": "git", "grain": "year", "language": "und"},
    {"platform": "discourse", "grain": "quarter"},
    {"language": "en", "grain": "year", "by": "platform"},
    {"segment": "Regulars", "grain": "month"},
    {"segment": "in the community, asked at least 3 times", "since": "2021-08-01", "until": "2021-12-31"},
    {"since": "2021-06-01", "until": "2021-09-20", "grain": "week", "without_team": "1"},
]

IN_ALL, INTERVAL, N = "In all", "95 % interval", "n"

Figures = dict[tuple[str, str], str]
"""(period as the page names it, column of its table: a group, or the unit, INTERVAL and N) → figure as the page writes
it; under IN_ALL what it comes to over the whole time."""


def page(browser: Client, name: str, asked: dict[str, str]) -> Figures:
    answer = browser.get(f"/measure/{name}/", {"length": "all"} | asked)
    assert answer.status_code == 200
    shown = html.fromstring(answer.content.decode())
    [table] = shown.xpath("//section[@id='figures']//table")
    head = [cell.text_content() for cell in table.xpath(".//thead//th")]
    figures = {}
    for line in table.xpath(".//tbody/tr"):
        period = line.xpath("./th/a")[0].text_content()
        for column, shown_as in zip(head[1:], line.xpath("./td"), strict=True):
            figures[period, column] = shown_as.text_content()
    [in_all] = shown.xpath(f"//*[@class='card figure'][*[@class='label'] = '{IN_ALL}']")
    [value], told = in_all.xpath("./*[@class='value']"), in_all.xpath("./*[@class='about']/span/text()")
    figures[IN_ALL, ""] = " ".join(value.text_content().split())
    [figures[IN_ALL, N]] = [one.removeprefix("n = ").split()[0] for one in told if one.startswith("n = ")]
    figures[IN_ALL, INTERVAL] = told[0] if not told[0].startswith("n = ") else ""
    return figures


def command(name: str, asked: dict[str, str], form: str) -> str:
    options = [
        f"--{key.replace('_', '-')}" if key == "without_team" else f"--{key}={value}" for key, value in asked.items()
    ]
    ran = CliRunner().invoke(app, ["show", name, *options, form])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def named(rows: list[dict[str, Any]], metric: Metric, asked: dict[str, str], grain: str) -> Figures:
    """As the page's table has them."""
    question = Question(by=By(asked["by"]) if "by" in asked else None)
    answer = Answer(metric, question, None, Grain(grain), (), (), None, 0, ())
    figures = {}
    for row in rows:
        first, last = (date.fromisoformat(row[day]) for day in ("first_day", "last_day"))
        period = name_of(Span(first, last), Grain(grain))
        value, low, high = (None if row[key] in (None, "") else float(row[key]) for key in ("value", "low", "high"))
        group = group_label(answer, row["group"]) if row["group"] else metric.unit.capitalize()
        told = Row(first, last, True, row["group"] or None, value, int(row["n"]), low, high)
        few = row["too_few"] in (True, "yes")
        plain = "too few" if few else figure(value, metric.unit)
        figures[period, group] = cell(metric, told) if row["group"] else plain
        if not row["group"]:
            figures[period, N] = f"{int(row['n']):,}"
            if metric.estimated:
                figures[period, INTERVAL] = "" if few else interval(low, high, metric.unit)
    return figures


def in_all(told: dict[str, Any], metric: Metric) -> Figures:
    """What the API says that it comes to, as the page has it beside its chart."""
    value = f"{figure(told['total'], metric.unit)} {unit_beside(metric, told['total'])}".rstrip()
    low, high = told["interval"] or (None, None)
    if told["too_few"]:
        value, low, high = "too few", None, None
    return {
        (IN_ALL, ""): value,
        (IN_ALL, N): f"{told['n']:,}",
        (IN_ALL, INTERVAL): interval(low, high, metric.unit),
    }


@pytest.fixture
def regulars(community: None) -> None:
    Segment.objects.create(name="Regulars", text="posted at least 12 times or coded twice")


@pytest.mark.usefixtures("regulars")
def test_page_command_api_and_files_agree(browser: Client) -> None:
    """Each filter with a metric, drawn by lot."""
    metrics = Random(5).sample(all_metrics(), len(FILTERS))
    told = [agree(browser, metric, asked) for metric, asked in zip(metrics, FILTERS, strict=True)]
    assert sum(told) > len(told) / 2


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.usefixtures("regulars")
def test_page_command_api_and_files_agree_of_every_metric_and_filter(browser: Client) -> None:
    for asked in FILTERS:
        cache.clear()  # the API lets one ask so often a minute
        told = {metric.name for metric in all_metrics() if agree(browser, metric, asked)}
        assert ("time_to_first_response" in told) == (asked.get("platform") != "git"), asked


def agree(browser: Client, metric: Metric, asked: dict[str, str]) -> bool:
    """Whether it comes to anything, be it nothing everywhere."""
    if "by" in asked and asked["by"] not in metric.breaks:
        asked = {name: value for name, value in asked.items() if name != "by"}
    told = browser.get(f"/api/measure/{metric.name}", asked).json()
    documents = {
        "api": told,
        "command": json.loads(command(metric.name, asked, "--json")),
        "file": browser.get(f"/measure/{metric.name}.json", asked).json(),
    }
    for document in documents.values():
        assert document | {"as_of": None} == told | {"as_of": None}
    tables = {
        "api": browser.get(f"/api/measure/{metric.name}", asked | {"format": "csv"}).content.decode(),
        "command": command(metric.name, asked, "--csv"),
        "file": browser.get(f"/measure/{metric.name}.csv", asked).content.decode(),
    }
    assert len({table.replace("\r\n", "\n") for table in tables.values()}) == 1
    assert (told["compared"] is not None) == ("since" in asked)
    rows = list(csv.DictReader(io.StringIO(tables["api"])))
    figures = named(told["rows"], metric, asked, told["grain"])
    assert named(rows, metric, asked, told["grain"]) == figures
    assert page(browser, metric.name, asked) == figures | in_all(told, metric)
    return any(row["value"] for row in told["rows"])
