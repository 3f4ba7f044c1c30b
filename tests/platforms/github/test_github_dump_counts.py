"""The given dump of one repository, counted apart from the reader; skipped where the shared data is absent."""

import io
import json
import tarfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rapport.collect.archives import BESIDE, TELLS
from rapport.collect.containers import Found, Walk
from rapport.collect.streams import Content
from rapport.platforms.github.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Record, Where

DUMP = Path(__file__).parents[4] / "shared/data/github-issues/secp256k1-before-2023.tar.gz"
pytestmark = pytest.mark.skipif(not DUMP.exists(), reason="the shared data is not there")
_, ARCHIVE, *_ = ARCHIVES
REPOSITORY = 16648618
PASSIVE = ("mentioned", "subscribed", "unsubscribed", "line-commented")

Json = dict[str, Any]


@pytest.fixture(scope="module")
def files() -> list[Json]:
    with tarfile.open(DUMP) as tar:
        return [json.load(tar.extractfile(member) or io.BytesIO()) for member in tar if member.isfile()]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    found = []
    for entry in Walk(DUMP, BESIDE, TELLS):
        assert isinstance(entry, Found)
        assert ARCHIVE.recognise(entry.name, entry.stream.head())
        found += list(ARCHIVE.read(Content(entry.stream), Where(entry.file, entry.beside)))
    assert all(isinstance(outcome, Record) for outcome in found)
    return [outcome for outcome in found if isinstance(outcome, Record)]


def own(records: list[Record]) -> list[Activity]:
    return [record.activities[0] for record in records if record.activities]


def thing(file: Json) -> Json:
    found: Json = file["issue"] if file["type"] == "issue" else file["pull"]
    return found


def test_every_object_is_one_record(files: list[Json], records: list[Record]) -> None:
    counted = sum(1 + len(file["events"]) + len(file.get("comments", ())) for file in files)
    assert len(files) == 1_162
    assert len(records) == counted == 1_162 + 21_706 + 3_784


def test_each_kind_is_as_often_as_in_the_files(files: list[Json], records: list[Record]) -> None:
    events = Counter(event["event"] for file in files for event in file["events"])
    read = Counter(activity.kind for activity in own(records))
    named = ("commented", "reviewed", "committed", "merged", "reopened", "closed", *PASSIVE)
    assert read["issue"] == sum(file["type"] == "issue" for file in files) == 378
    assert read["pull_request"] == sum(file["type"] == "pull" for file in files) == 784
    assert read["comment"] == events["commented"] == 6_705
    assert read["review"] == events["reviewed"] == 1_218
    assert read["review_comment"] == sum(len(file.get("comments", ())) for file in files) == 3_784
    assert read["commit"] == events["committed"] == 1_993
    assert read["merge"] == events["merged"] == 563
    assert read["reopen"] == events["reopened"] == 23
    assert read["update"] == sum(count for name, count in events.items() if name not in named) == 6_215
    # A closing that goes with a merge leaves nothing of its own.
    merged = sum(bool(file["type"] == "pull" and file["pull"].get("merged_at")) for file in files)
    assert merged == 563
    assert read["close"] == closings_apart_from_merges(files)
    left = sum(events[name] for name in PASSIVE) + events["closed"] - read["close"]
    assert sum(not record.activities for record in records) == left


def closings_apart_from_merges(files: list[Json]) -> int:
    count = 0
    for file in files:
        merged = thing(file).get("merged_at")
        for event in file["events"]:
            if event["event"] == "closed":
                at = datetime.fromisoformat(event["created_at"])
                count += not merged or abs((at - datetime.fromisoformat(merged)).total_seconds()) > 2
    return count


def living(account: int | None) -> int | None:
    """`ghost` is everybody whose account is gone."""
    return None if account == 10137 else account


def test_people_times_and_texts_are_those_of_the_files(files: list[Json], records: list[Record]) -> None:
    expected = {}
    for file in files:
        for event in file["events"]:
            if event["event"] == "commented":
                who = event["user"]["id"]
                expected[f"comment/{event['id']}"] = (living(who), event["created_at"], event["body"] or None)
        for comment in file.get("comments", ()):
            who = (comment.get("user") or {}).get("id")
            expected[f"review_comment/{comment['id']}"] = (living(who), comment["created_at"], comment["body"] or None)
    read = {
        activity.native_id: (
            int(activity.author.native_id) if activity.author else None,
            activity.at.isoformat().replace("+00:00", "Z"),
            activity.text,
        )
        for activity in own(records)
        if activity.native_id in expected
    }
    assert len(expected) == 10_489
    assert read == expected


def test_all_of_it_is_one_repository_also_where_a_file_does_not_say_its_id(records: list[Record]) -> None:
    activities = [activity for record in records for activity in record.activities]
    assert Counter((a.platform, a.channel.native_id) for a in activities).keys() == {
        ("github", str(REPOSITORY)),
        ("git", "github.com/bitcoin-core/secp256k1"),
    }


def test_threads_are_whole(files: list[Json], records: list[Record]) -> None:
    threads = {f"{REPOSITORY}#{thing(file)['number']}" for file in files}
    github = [activity for activity in own(records) if activity.platform == "github"]
    assert {activity.thread for activity in github} == threads
    known = {activity.native_id for activity in github}
    parents = {activity.parent for activity in github if activity.parent}
    # Of a remark that was deleted, only the answers are left.
    assert sum(parent not in known for parent in parents) == len(lost_parents(files))


def lost_parents(files: list[Json]) -> set[int]:
    comments = [comment for file in files for comment in file.get("comments", ())]
    return {c["in_reply_to_id"] for c in comments if c["in_reply_to_id"]} - {c["id"] for c in comments}


def test_a_closing_has_the_time_of_its_issue(files: list[Json], records: list[Record]) -> None:
    """GH Archive's key of the last closing is made of `closed_at`, which the timeline may miss by a second."""
    closes = {activity.native_id for activity in own(records) if activity.kind == "close"}
    wanted = {
        f"{REPOSITORY}#{issue['number']}/closed/{int(datetime.fromisoformat(issue['closed_at']).timestamp())}"
        for issue in map(thing, files)
        if issue.get("closed_at") and not issue.get("merged_at")
    }
    from_issues = {a.native_id for record in records for a in record.activities[1:] if a.kind == "close"}
    assert from_issues == wanted
    # Three closings are missing from their timelines.
    assert len(wanted - closes) == 3
