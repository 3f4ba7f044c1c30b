"""A real export, as a zip, a folder and a tar, against a count made without the reader."""

import json
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from rapport.collect.archives import BESIDE, recognise
from rapport.collect.containers import Found, Walk
from rapport.collect.streams import Content
from rapport.words.records import Record, Where

EXPORT = Path(__file__).parents[4] / "shared/data/slack/export-sample.zip"


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    if not EXPORT.exists():
        pytest.skip(f"{EXPORT} is not here")
    with zipfile.ZipFile(EXPORT) as export:
        export.extractall(tmp_path / "export")  # noqa: S202  # a file of our own
    return tmp_path / "export"


def counted(folder: Path) -> Counter[str]:
    """Messages by sort, people, channels and reactions, with the standard library alone."""
    counts = Counter[str]()
    for day in folder.glob("*/*.json"):
        for message in json.loads(day.read_text("utf-8")):
            counts["records"] += 1
            counts["reactions"] += sum(len(reaction["users"]) for reaction in message.get("reactions", ()))
            counts["joins"] += message.get("subtype") == "channel_join"
            counts["by programs"] += "user" not in message and "bot_id" in message
            counts["edited"] += "edited" in message
    counts["people"] = len(json.loads((folder / "users.json").read_text("utf-8")))
    counts["channels"] = len(json.loads((folder / "channels.json").read_text("utf-8")))
    return counts


def imported(path: Path) -> tuple[Counter[str], set[str]]:
    counts, ids = Counter[str](), set[str]()
    for entry in Walk(path, BESIDE):
        assert isinstance(entry, Found), entry
        archive = recognise(entry.file, entry.stream.head())
        assert archive is not None, entry.file
        assert archive.platform == "slack", entry.file
        for outcome in archive.read(Content(entry.stream), Where(entry.file, entry.beside)):
            assert isinstance(outcome, Record), outcome
            counts["people"] += len(outcome.people)
            counts["channels"] += len(outcome.channels)
            if not outcome.activities:
                continue
            first, *others = outcome.activities
            counts["records"] += 1
            counts["reactions"] += [other.kind for other in others].count("reaction")
            counts["joins"] += first.kind == "join"
            counts["by programs"] += bool(first.author and first.author.bot)
            counts["edited"] += bool((first.facts or {}).get("edited"))
            ids.update(activity.native_id for activity in outcome.activities)
            assert not first.channel.stands_in
    return counts, ids


def test_the_whole_export_is_read_with_its_own_counts(unpacked: Path) -> None:
    expected = counted(unpacked)
    tar = unpacked.parent / "export.tar.gz"
    with tarfile.open(tar, "w:gz") as archive:
        archive.add(unpacked, "export")
    read = [imported(path) for path in (EXPORT, unpacked, tar)]
    assert [counts for counts, _ in read] == [expected] * 3
    assert read[0][1] == read[1][1] == read[2][1]
    assert (expected["records"], expected["people"], len(read[0][1])) == (158, 4, 159)
