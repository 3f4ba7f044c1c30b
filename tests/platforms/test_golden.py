"""Golden pairs: what a file holds, beside what its reader must make of it.

`golden/<platform>/<case>.native.<ext>` is a small file as the platform gives it, written by us.
`golden/<platform>/<case>.activity.json` is the list of outcomes that must come of it, checked by hand:

    [{"position": "topic 7, post 1", "activities": [{"platform": "discourse", "kind": "topic", ...}]},
     {"position": "topic 7, post 2", "reason": "the post has no id"},
     {"position": "category 7", "activities": [], "channels": [{"platform": "discourse", "name": "Support", ...}]},
     {"position": "user U02", "activities": [], "people": [{"who": {"platform": "slack", ...}, "at": "2024-01-31T…"}]}]

What the reader looks into beside the file (`Archive.beside`) is `golden/<platform>/<case>.beside/<name>`.

A table is read by a mapping: `golden/mapped/<case>.mapped.<ext>` by `golden/mapped/map.toml`.

Times are ISO 8601; what is `None` is left out, and so are `"deleted": false` and a record's `raw` bytes.
The reader is the one archive of `rapport.platforms.<platform>.archive.ARCHIVES` that recognises the file,
by its name (`<case>.native.<ext>`) and content. Adding a pair adds a test.
"""

import json
import re
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from rapport.platforms.mapped.archive import archive_of as mapped
from rapport.platforms.mapped.mapping import map_of_toml
from rapport.words.records import Archive, Outcome, Unreadable, Where

GOLDEN = Path(__file__).parent / "golden"
NATIVES = sorted(GOLDEN.glob("*/*.native.*"))
TABLES = sorted(GOLDEN.glob("mapped/*.mapped.*"))


def plain(value: Any) -> Any:
    """A frozen value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Unreadable):
        return {"position": outcome.position, "reason": outcome.reason}
    activities = [plain(activity) for activity in outcome.activities]
    for activity in activities:
        if not activity["deleted"]:
            del activity["deleted"]
    told = {"position": outcome.position, "activities": activities}
    told |= {"channels": plain(outcome.channels)} if outcome.channels else {}
    return told | ({"people": plain(outcome.people)} if outcome.people else {})


def beside(native: Path) -> dict[str, bytes]:
    folder = native.with_name(native.name.split(".native.")[0] + ".beside")
    return {file.name: file.read_bytes() for file in folder.glob("*")}


def archive_of(native: Path) -> Archive:
    archives: tuple[Archive, ...] = import_module(f"rapport.platforms.{native.parent.name}.archive").ARCHIVES
    head = native.read_bytes()[:65_536]
    recognised = [archive for archive in archives if archive.recognise(native.name, head)]
    assert len(recognised) == 1, f"recognised by {[archive.name for archive in recognised]}"
    return recognised[0]


def expectation_of(file: Path) -> Path:
    return file.with_name(re.split(r"\.(?:native|mapped)\.", file.name)[0] + ".activity.json")


@pytest.mark.parametrize("native", NATIVES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_native_file_gives_the_written_activities(native: Path) -> None:
    with native.open("rb") as stream:
        outcomes = [
            outcome_as_json(outcome) for outcome in archive_of(native).read(stream, Where(native.name, beside(native)))
        ]
    assert outcomes == json.loads(expectation_of(native).read_text("utf-8"))


def test_every_expectation_has_its_native_file() -> None:
    assert sorted(map(expectation_of, [*NATIVES, *TABLES])) == sorted(GOLDEN.glob("*/*.activity.json"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_a_table_gives_the_written_activities(table: Path) -> None:
    archive = mapped(map_of_toml((GOLDEN / "mapped/map.toml").read_text("utf-8")))
    with table.open("rb") as stream:
        outcomes = [outcome_as_json(outcome) for outcome in archive.read(stream, Where(table.name))]
    assert outcomes == json.loads(expectation_of(table).read_text("utf-8"))
