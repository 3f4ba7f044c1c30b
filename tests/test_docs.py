"""Every link and picture of the documents leads to a file that is there."""

import re
from dataclasses import fields as fields_of
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from rapport.cli.measure import app
from rapport.measure.catalogue import Metric
from rapport.measure.metrics import all_metrics
from rapport.measure.question import By
from rapport.words.records import Where

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
TARGET = re.compile(r"\]\(([^)\s]+)\)")
ELSEWHERE = ("http://", "https://", "mailto:", "#")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = TARGET.findall(CODE.sub("", document.read_text()))
    files = [target.partition("#")[0] for target in targets if not target.startswith(ELSEWHERE)]
    assert [file for file in files if not (document.parent / file).exists()] == []


def test_every_metric_and_every_way_to_ask_stands_in_the_page_of_measure() -> None:
    page = (ROOT / "docs" / "measure.md").read_text()
    catalogue = page.partition("## The catalogue")[2].partition("\n## ")[0]
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|([^|]+)\|", catalogue, re.M)))
    assert sorted(named) == sorted(metric.name for metric in all_metrics())
    assert f"of the {len(named)} metrics" in page
    command = page.partition("## The command")[2].partition("\n## ")[0]
    options = set(re.findall(r"`(--[\w-]+)`", " ".join(re.findall(r"^\|([^|]+)\|", command, re.M))))
    asked = next(one for one in get_command(app).commands.values() if one.name == "show").params  # type: ignore[attr-defined]
    assert options == {option for one in asked for option in one.opts if option.startswith("--")}
    [by] = re.findall(r"^\| `--by` \|(.*)\|$", command, re.M)
    assert set(re.findall(r"`(\w+)`", by)) == set(By)
    recipe = page.partition("| of a metric | says |")[2].partition("\n\n")[0]
    fields = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|([^|]+)\|", recipe, re.M))))
    assert fields <= {one.name for one in fields_of(Metric)}


@pytest.mark.parametrize("step", ["collect", "people", "measure", "console", "accounts"])
def test_a_step_with_pages_shows_one_of_them(step: str) -> None:
    assert re.search(r"^!\[.+\]\(pictures/.+\.png\)$", (ROOT / "docs" / f"{step}.md").read_text(), re.M)


def test_the_reader_in_the_page_of_words_reads_as_the_page_says() -> None:
    page = (ROOT / "docs" / "words.md").read_text()
    (program,), (file,) = (re.findall(rf"^```{name}\n(.*?)^```", page, re.M | re.S) for name in ("python", "json"))
    made: dict[str, Any] = {}
    exec(program, made)  # noqa: S102  # of our own page
    guestbook = made["GUESTBOOK"]
    assert guestbook.recognise("book", file.encode())
    read, aside = guestbook.read(BytesIO(file.encode()), Where("book"))
    (said,) = read.activities
    assert (said.author.name, said.at) == ("Ada", datetime(2024, 1, 31, 10, tzinfo=UTC))
    assert list(guestbook.retry(aside.raw, "book")) == [aside._replace(position="line 1")]
    assert aside.position == "line 2"
