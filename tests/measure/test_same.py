"""The same question gives the same figures on the page, from the command, the API and in every file."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.measure.answer import Answer
from rapport.measure.catalogue import Metric
from rapport.measure.estimates.estimate import FEW
from rapport.measure.figures import figure
from rapport.measure.labels import group_label
from rapport.measure.metrics import all_metrics
from rapport.measure.periods import Grain, name_of
from rapport.measure.question import By, Question
from rapport.words.span import Span

FILTERS: list[dict[str, str]] = [
    {},
    {"by": "platform"},
    {"by": "kind", "without_team": "1"},
    {"by": "topic", "grain": "year"},
    {"by": "side", "grain": "quarter"},
    {"platform": "git", "grain": "year", "language": "und"},
    {"since": "2021-06-01", "until": "2021-09-20", "grain": "week", "without_team": "1"},
]

Figures = dict[tuple[str, str], str]
"""(period as the page names it, group as the page names it, else the unit) → figure as the page writes it."""


def page(browser: Client, name: str, asked: dict[str, str]) -> Figures:
    answer = browser.get(f"/measure/{name}/", {"length": "all"} | asked)
    assert answer.status_code == 200
    table = html.fromstring(answer.content.decode()).xpath("//section[@id='figures']//table")[0]
    head = [cell.text_content() for cell in table.xpath(".//thead//th")]
    figures = {}
    for line in table.xpath(".//tbody/tr"):
        period = line.xpath("./th/a")[0].text_content()
        for group, cell in zip(head[1:], line.xpath("./td"), strict=True):
            figures[period, group] = cell.text_content().partition(" (")[0]
    return {key: value for key, value in figures.items() if key[1] not in ("n", "95 % interval")}


def command(name: str, asked: dict[str, str], form: str) -> str:
    options = [
        f"--{key.replace('_', '-')}" if key == "without_team" else f"--{key}={value}" for key, value in asked.items()
    ]
    ran = CliRunner().invoke(app, ["show", name, *options, form])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def named(rows: list[dict[str, Any]], metric: Metric, asked: dict[str, str], grain: str) -> Figures:
    question = Question(by=By(asked["by"]) if "by" in asked else None)
    answer = Answer(metric, question, None, Grain(grain), (), (), None, 0, ())
    figures = {}
    for row in rows:
        period = name_of(Span(_day(row["first_day"]), _day(row["last_day"])), Grain(grain))
        group = group_label(answer, row["group"]) if row["group"] else metric.unit.capitalize()
        value = None if row["value"] in (None, "") else float(row["value"])
        few = row["group"] and metric.estimated and 0 < int(row["n"]) < FEW
        figures[period, group] = "too few" if few else figure(value, metric.unit)
    return figures


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


@pytest.mark.usefixtures("community")
def test_page_command_api_and_files_agree(browser: Client) -> None:
    """Each metric with one filter, each filter with some metrics."""
    told = [agree(browser, metric, FILTERS[place % len(FILTERS)]) for place, metric in enumerate(all_metrics())]
    assert sum(told) > len(told) / 2


@pytest.mark.slow
@pytest.mark.usefixtures("community")
def test_page_command_api_and_files_agree_of_every_metric_and_filter(browser: Client) -> None:
    told = []
    for metric in all_metrics():
        cache.clear()  # the API lets one ask so often a minute
        told += [agree(browser, metric, asked) for asked in FILTERS]
    assert sum(told) > len(told) / 2


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
    assert page(browser, metric.name, asked) == figures
    return any(row["value"] for row in told["rows"])
