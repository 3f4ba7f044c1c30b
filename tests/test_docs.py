"""Every link and picture of the documents leads to a file that is there."""

import re
from pathlib import Path

import pytest

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
