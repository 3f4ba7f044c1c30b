"""Every link and picture of the documents leads to a file that is there."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

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
