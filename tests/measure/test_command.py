"""`rapport measure`, as a person reads it."""

import json
import sys

import pytest
from typer.testing import CliRunner

from rapport.cli.measure import app
from rapport.cli.output import out
from rapport.measure.metrics import all_metrics
from rapport.words.errors import CopyMissing, RapportError

run = CliRunner().invoke


def words(text: str) -> str:
    return " ".join(text.split())


def test_list_tells_every_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "_width", 400)  # no address is broken over lines
    listed = json.loads(run(app, ["list", "--json"]).stdout)
    assert [metric["name"] for metric in listed] == [metric.name for metric in all_metrics()]
    assert all(len(metric["definition"]) > 100 and metric["source"] for metric in listed)
    told = run(app, ["list"]).stdout
    assert all(metric.name in told for metric in all_metrics())
    addresses = "".join(told.split()).count("https://chaoss.community/")
    assert addresses == sum("chaoss" in metric.link for metric in all_metrics())


@pytest.mark.usefixtures("community")
def test_show_tells_figures_definition_n_and_whom_it_left_out() -> None:
    told = words(run(app, ["show", "activity", "--by", "side", "--grain", "year", "--without-team"]).stdout)
    assert "Everything done in the period" in told
    assert "any activity, https://chaoss.community/kb/metric-activity-dates" in told
    assert "2021 community" in told
    assert "not complete" in told
    assert "Complete count." in told
    assert "Left out: 1 bot (" in told
    assert "and 1 member of the team (" in told


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["happiness"], "There is no metric called 'happiness'. There are"),
        (["activity", "--since", "soon"], "Write it as 2024-03-31"),
        (["activity", "--platform", "myspace"], "It holds discourse, git"),
    ],
)
def test_a_mistake_says_what_to_do(options: list[str], words: str) -> None:
    ran = run(app, ["show", *options])
    assert isinstance(ran.exception, RapportError)
    assert words in str(ran.exception)


def test_without_spark_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    ran = run(app, ["show", "activity", "--spark", "spark://host:7077"])
    assert isinstance(ran.exception, RapportError)
    assert "requirements-spark.lock" in str(ran.exception)


@pytest.mark.usefixtures("transactional_db")
def test_before_the_first_import_it_says_so() -> None:
    ran = run(app, ["show", "activity"])
    assert isinstance(ran.exception, CopyMissing)
