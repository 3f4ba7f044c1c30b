"""The given hour of GH Archive, counted apart from the reader; skipped where the shared data is absent."""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from rapport.platforms.github.archive import ARCHIVES
from rapport.words.activity import COMMIT_FROM_PUSH, Activity
from rapport.words.records import Record, Where

HOUR = Path(__file__).parents[4] / "shared/data/github-archive/2015-01-01-0.json.gz"
pytestmark = pytest.mark.skipif(not HOUR.exists(), reason="the shared data is not there")
ARCHIVE, *_ = ARCHIVES

Json = dict[str, Any]


@pytest.fixture(scope="module")
def events() -> list[Json]:
    with gzip.open(HOUR, "rb") as stream:
        return [json.loads(line) for line in stream]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    with gzip.open(HOUR, "rb") as stream:
        found = list(ARCHIVE.read(cast(BinaryIO, stream), Where(HOUR.name)))
    return [outcome for outcome in found if isinstance(outcome, Record)]


def expected_kind(event: Json) -> str:
    kind, action = event["type"], event["payload"].get("action")
    if kind in ("IssuesEvent", "PullRequestEvent"):
        thing = "issue" if kind == "IssuesEvent" else "pull_request"
        done = {"opened": thing, "closed": "close", "reopened": "reopen"}[action]
        return "merge" if done == "close" and event["payload"][thing].get("merged") else done
    return {
        "PushEvent": "push",
        "CreateEvent": "create",
        "IssueCommentEvent": "comment",
        "WatchEvent": "star",
        "ForkEvent": "fork",
        "DeleteEvent": "delete",
        "GollumEvent": "wiki",
        "PullRequestReviewCommentEvent": "review_comment",
        "CommitCommentEvent": "comment",
        "ReleaseEvent": "release",
        "MemberEvent": "member",
        "PublicEvent": "publish",
    }[kind]


def test_each_line_is_one_record_of_its_kind(events: list[Json], records: list[Record]) -> None:
    assert len(records) == len(events) == 7_702
    assert [record.activities[0].kind for record in records] == [expected_kind(event) for event in events]
    assert [record.position for record in records] == [f"line {n}" for n in range(1, 7_703)]


def test_the_actor_repository_and_time_are_the_event_s(events: list[Json], records: list[Record]) -> None:
    for event, record in zip(events, records, strict=True):
        first = record.activities[0]
        assert first.channel.native_id == str(event["repo"]["id"])
        assert first.channel.name == event["repo"]["name"]
        if event["type"] in ("PushEvent", "WatchEvent", "CreateEvent", "DeleteEvent"):
            assert first.author is not None
            assert (first.author.native_id, first.author.handle) == (str(event["actor"]["id"]), event["actor"]["login"])
            assert first.at.isoformat() == event["created_at"].replace("Z", "+00:00")


def commits(records: list[Record]) -> list[Activity]:
    return [activity for record in records for activity in record.activities if activity.platform == "git"]


def test_every_commit_of_every_push_is_there(events: list[Json], records: list[Record]) -> None:
    pushed = [commit for event in events for commit in event["payload"].get("commits", ())]
    read = commits(records)
    assert len(pushed) == 7_842
    assert [commit.native_id for commit in read] == [commit["sha"] for commit in pushed]
    assert len({commit.native_id for commit in read}) == 7_233
    assert {commit.revision for commit in read} == {COMMIT_FROM_PUSH}


def test_comments_on_an_issue_and_on_a_pull_request_join_its_thread(events: list[Json], records: list[Record]) -> None:
    pulls: Counter[str] = Counter()
    for event, record in zip(events, records, strict=True):
        if event["type"] not in ("IssueCommentEvent", "PullRequestEvent", "PullRequestReviewCommentEvent"):
            continue
        payload = event["payload"]
        number = (payload.get("issue") or payload["pull_request"])["number"]
        is_pull = "pull_request" in payload or "pull_request" in payload["issue"]
        root = record.activities[-1]
        assert root.native_id == f"{event['repo']['id']}#{number}"
        assert root.kind == ("pull_request" if is_pull else "issue")
        assert {activity.thread for activity in record.activities} == {root.native_id}
        pulls[event["type"]] += is_pull
    assert pulls == {"PullRequestEvent": 315, "PullRequestReviewCommentEvent": 85, "IssueCommentEvent": 247}


def test_two_readings_are_the_same_activities(records: list[Record]) -> None:
    with gzip.open(HOUR, "rb") as stream:
        assert list(ARCHIVE.read(cast(BinaryIO, stream), Where("again"))) == records


def test_no_address_is_left_in_a_commit_s_text_where_a_trailer_stood(records: list[Record]) -> None:
    for commit in commits(records):
        for line in (commit.text or "").splitlines():
            assert not line.strip().lower().startswith(("signed-off-by:", "co-authored-by:", "reviewed-by:"))
