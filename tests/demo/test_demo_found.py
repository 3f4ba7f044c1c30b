"""What the product finds out by itself of a simulated community is near what is true of it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapport.cli.main import app
from tests.demo.conftest import PLAN
from tests.demo.found import found, learn


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("copy_folder")
@pytest.mark.parametrize("seed", [7, 8, 9, 10, 11])
def test_what_the_product_finds_is_near_the_truth(seed: int, tmp_path: Path) -> None:
    """The floors are a little below what these seeds come to; `-s` prints the figures, docs/demo.md has them."""
    plan, file = PLAN._replace(seed=seed, people=300), tmp_path / "truth.json"
    options = ["--people", f"{plan.people}", "--seed", f"{seed}", "--until", f"{plan.until:%Y-%m-%dT%H:%M:%S}"]
    done = CliRunner().invoke(app, ["demo", *options, "--truth", str(file)])
    assert done.exit_code == 0, done.output
    learn()
    told = found(json.loads(file.read_text()), plan)
    print(f"\nseed {seed}: {told}")
    assert told.questions.precision > 0.9
    assert told.questions.recall > 0.75
    assert told.problems.recall > 0.8
    assert told.response.found == pytest.approx(told.response.true, rel=0.02)
    assert told.people.precision > 0.98
    assert told.people.recall > 0.8
    assert (told.bots.known, told.bots.asked, told.bots.wrongly_known) == (5, 1, 0)
    assert told.bots.wrongly_asked <= 2
    assert told.lift.found == pytest.approx(told.lift.true, abs=0.25)
