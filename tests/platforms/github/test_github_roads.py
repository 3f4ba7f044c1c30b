"""One thing by two roads, GH Archive's events and a dump of the REST API, is one activity."""

import io
import json
from typing import Any

import pytest

from rapport.platforms.github.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Record, Where

EVENTS, DUMP, *_ = ARCHIVES
Json = dict[str, Any]

ADA = {"id": 11, "login": "ada-mole", "type": "User"}
BO = {"id": 12, "login": "bo-heron", "type": "User"}
API = "https://api.github.com/repos/pond/reeds"
PAGE = "https://github.com/pond/reeds"
REPOSITORY = {"id": 500, "node_id": "R_kgDOAAAB9A", "name": "reeds", "full_name": "pond/reeds"}

ISSUE = {
    "url": f"{API}/issues/7",
    "repository_url": API,
    "html_url": f"{PAGE}/issues/7",
    "id": 70007,
    "node_id": "MDU6SXNzdWU3MDAwNw==",
    "number": 7,
    "title": "Otters are not counted",
    "user": BO,
    "state": "closed",
    "comments": 1,
    "created_at": "2023-05-04T09:00:00Z",
    "updated_at": "2023-05-06T09:00:00Z",
    "closed_at": "2023-05-06T09:00:00Z",
    "closed_by": ADA,
    "body": "I saw **two**.",
}
COMMENT = {
    "url": f"{API}/issues/comments/9001",
    "html_url": f"{PAGE}/issues/7#issuecomment-9001",
    "issue_url": f"{API}/issues/7",
    "id": 9001,
    "user": ADA,
    "body": "They dived.",
    "created_at": "2023-05-05T09:00:00Z",
    "updated_at": "2023-05-05T10:00:00Z",
}
PULL = {
    "url": f"{API}/pulls/8",
    "html_url": f"{PAGE}/pull/8",
    "id": 80008,
    "number": 8,
    "title": "Count otters",
    "user": BO,
    "state": "closed",
    "body": "With care.",
    "created_at": "2023-05-07T09:00:00Z",
    "updated_at": "2023-05-08T09:00:00Z",
    "closed_at": "2023-05-08T09:00:00Z",
    "merged_at": "2023-05-08T09:00:00Z",
    "merged": True,
    "merged_by": ADA,
    "merge_commit_sha": "c" * 40,
    "base": {"ref": "main", "repo": REPOSITORY},
    "comments": 0,
    "review_comments": 1,
    "commits": 1,
    "additions": 5,
    "deletions": 1,
    "changed_files": 2,
}
AMONG_ISSUES = {
    **{field: PULL[field] for field in ("number", "title", "user", "body", "state", "created_at", "updated_at")},
    "url": f"{API}/issues/8",
    "repository_url": API,
    "html_url": f"{PAGE}/pull/8",
    "pull_request": {"url": f"{API}/pulls/8", "merged_at": PULL["merged_at"]},
}
REVIEW = {
    "id": 6001,
    "user": ADA,
    "body": "Good.",
    "state": "APPROVED",
    "html_url": f"{PAGE}/pull/8#pullrequestreview-6001",
    "pull_request_url": f"{API}/pulls/8",
    "submitted_at": "2023-05-07T12:00:00Z",
}
REMARK = {
    "url": f"{API}/pulls/comments/5001",
    "pull_request_review_id": 6001,
    "id": 5001,
    "diff_hunk": "@@ -1 +1 @@",
    "path": "otters.py",
    "user": ADA,
    "body": "Two?",
    "created_at": "2023-05-07T11:00:00Z",
    "updated_at": "2023-05-07T11:00:00Z",
    "html_url": f"{PAGE}/pull/8#discussion_r5001",
    "pull_request_url": f"{API}/pulls/8",
    "in_reply_to_id": 5000,
}
RELEASE = {
    "url": f"{API}/releases/4001",
    "html_url": f"{PAGE}/releases/tag/v1",
    "id": 4001,
    "author": ADA,
    "tag_name": "v1",
    "name": "First",
    "body": "All otters.",
    "prerelease": False,
    "created_at": "2023-05-09T08:00:00Z",
    "published_at": "2023-05-09T09:00:00Z",
}
COMMIT_COMMENT = {
    "url": f"{API}/comments/3001",
    "html_url": f"{PAGE}/commit/{'c' * 40}#commitcomment-3001",
    "id": 3001,
    "user": ADA,
    "commit_id": "c" * 40,
    "path": None,
    "body": "Nice.",
    "created_at": "2023-05-09T10:00:00Z",
    "updated_at": "2023-05-09T10:00:00Z",
}
LABEL = {"name": "bug"}


def entry(event: str, at: str, **more: Any) -> Json:
    return {"id": 1, "event": event, "url": f"{API}/issues/events/1", "actor": ADA, "created_at": at} | more


def happened(type_: str, at: str, **payload: Any) -> Json:
    actor = {"id": 11, "login": "ada-mole"}
    repo = {"id": 500, "name": "pond/reeds"}
    return {"id": "1", "type": type_, "actor": actor, "repo": repo, "payload": payload, "created_at": at}


def by_events(*events: Json) -> list[Activity]:
    return activities(EVENTS.read(io.BytesIO(b"\n".join(json.dumps(e).encode() for e in events)), Where("hour.json")))


def by_dump(value: Any) -> list[Activity]:
    beside = {"repository.json": json.dumps(REPOSITORY).encode()}
    assert DUMP.tells is not None
    beside |= DUMP.tells("repository.json", beside["repository.json"])
    return activities(DUMP.read(io.BytesIO(json.dumps(value).encode()), Where("dump.json", beside)))


def activities(outcomes: Any) -> list[Activity]:
    found = list(outcomes)
    assert all(isinstance(outcome, Record) for outcome in found), found
    return [activity for record in found for activity in record.activities]


WRAPPED_ISSUE = {
    "type": "issue",
    "issue": ISSUE,
    "events": [
        entry("labeled", "2023-05-04T10:00:00Z", label=LABEL),
        entry("assigned", "2023-05-04T10:00:00Z", assignee=BO),
        entry("closed", "2023-05-05T12:00:00Z"),
        entry("reopened", "2023-05-05T13:00:00Z"),
        # A second off the issue's own time, as one in fourteen is.
        entry("closed", "2023-05-06T09:00:01Z"),
    ],
}
WRAPPED_PULL = {
    "type": "pull",
    "pull": PULL,
    "events": [
        entry("review_requested", "2023-05-07T10:00:00Z", requested_reviewer=ADA),
        entry("merged", "2023-05-08T09:00:00Z", commit_id="c" * 40),
        entry("closed", "2023-05-08T09:00:01Z"),
    ],
}


def issue_event(action: str, at: str, **more: Any) -> Json:
    return happened("IssuesEvent", at, action=action, issue=ISSUE | {"closed_at": more.pop("closed_at", None)}, **more)


def pull_event(action: str, at: str, **more: Any) -> Json:
    return happened("PullRequestEvent", at, action=action, number=8, pull_request=PULL, **more)


SAME: list[tuple[str, Json, Any, str]] = [
    ("issue", issue_event("opened", "2023-05-04T09:00:00Z"), [ISSUE], "500#7"),
    ("comment", happened("IssueCommentEvent", "2023-05-05T09:00:00Z", action="created", issue=ISSUE, comment=COMMENT),
     [COMMENT], "comment/9001"),
    ("label", issue_event("labeled", "2023-05-04T10:00:00Z", label=LABEL), WRAPPED_ISSUE,
     "500#7/labeled/1683194400/bug"),
    ("assignee", issue_event("assigned", "2023-05-04T10:00:00Z", assignee=BO), WRAPPED_ISSUE,
     "500#7/assigned/1683194400/12"),
    ("reopening", issue_event("reopened", "2023-05-05T13:00:00Z"), WRAPPED_ISSUE, "500#7/reopened/1683291600"),
    ("closing", issue_event("closed", "2023-05-06T09:00:01Z", closed_at="2023-05-06T09:00:00Z"), WRAPPED_ISSUE,
     "500#7/closed/1683363600"),
    ("closing told by the issue alone", issue_event("closed", "2023-05-06T09:00:01Z", closed_at="2023-05-06T09:00:00Z"),
     [ISSUE], "500#7/closed/1683363600"),
    ("pull request", pull_event("opened", "2023-05-07T09:00:00Z"), [PULL], "500#8"),
    ("pull request among issues", pull_event("opened", "2023-05-07T09:00:00Z"),
     [AMONG_ISSUES], "500#8"),
    ("merge", pull_event("closed", "2023-05-08T09:00:00Z"), WRAPPED_PULL, "500#8/merged"),
    ("merge told by the pull request alone", pull_event("closed", "2023-05-08T09:00:00Z"), [PULL], "500#8/merged"),
    ("asking for a review", pull_event("review_requested", "2023-05-07T10:00:00Z", requested_reviewer=ADA),
     WRAPPED_PULL, "500#8/review_requested/1683453600/11"),
    ("review", happened("PullRequestReviewEvent", "2023-05-07T12:00:00Z", action="created", review=REVIEW,
                        pull_request=PULL), [REVIEW], "review/6001"),
    ("review remark", happened("PullRequestReviewCommentEvent", "2023-05-07T11:00:00Z", action="created",
                               comment=REMARK, pull_request=PULL), [REMARK], "review_comment/5001"),
    ("release", happened("ReleaseEvent", "2023-05-09T09:00:00Z", action="published", release=RELEASE), [RELEASE],
     "release/4001"),
    ("commit comment", happened("CommitCommentEvent", "2023-05-09T10:00:00Z", comment=COMMIT_COMMENT),
     [COMMIT_COMMENT], "commit_comment/3001"),
    ("star", happened("WatchEvent", "2023-05-10T09:00:00Z", action="started"),
     [{"starred_at": "2023-05-10T09:00:00Z", "user": ADA}], "star/500/11"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "dump", "native_id"), [each[1:] for each in SAME], ids=[each[0] for each in SAME])
def test_events_and_dumps_meet_in_one_activity(event: Json, dump: Any, native_id: str) -> None:
    one = next(activity for activity in by_events(event) if activity.native_id == native_id)
    other = max((a for a in by_dump(dump) if a.native_id == native_id), key=lambda a: a.revision)
    for field in ("platform", "kind", "at", "author", "channel", "parent", "thread", "text"):
        assert getattr(one, field) == getattr(other, field), field


def test_a_merge_stands_for_the_closing_that_goes_with_it() -> None:
    assert [a.native_id for a in by_dump(WRAPPED_PULL)] == [
        "500#8", "500#8/merged", "500#8/review_requested/1683453600/11", "500#8/merged",
    ]  # fmt: skip


def test_a_commit_is_its_sha_from_a_push_a_timeline_and_a_list() -> None:
    sha, author = "d" * 40, {"name": "Ada Mole", "email": "ada@pond.example"}
    when = "2023-05-07T08:00:00Z"
    pushed = by_events(
        happened("PushEvent", when, push_id=1, commits=[{"sha": sha, "message": "Count", "author": author}])
    )[1]
    page = f"{PAGE}/commit/{sha}"
    committed = entry(
        "committed", when, sha=sha, message="Count", author=author | {"date": when}, html_url=page, id=None
    )
    (in_timeline,) = by_dump([committed | {"url": f"{API}/git/commits/{sha}"}])
    listed = {"sha": sha, "url": f"{API}/commits/{sha}", "html_url": page, "author": ADA, "parents": []}
    (in_list,) = by_dump([listed | {"commit": {"message": "Count", "author": author | {"date": when}}}])
    for commit in (in_timeline, in_list):
        assert (commit.platform, commit.native_id, commit.kind) == ("git", sha, "commit")
        assert (commit.author, commit.channel, commit.title) == (pushed.author, pushed.channel, "Count")
        assert commit.revision > pushed.revision


def test_an_account_is_told_with_the_address_by_which_github_knew_its_commit() -> None:
    author = {"name": "Ada Mole", "email": "ada@pond.example", "date": "2023-05-07T08:00:00Z"}
    commit = {"sha": "e" * 40, "url": f"{API}/commits/{'e' * 40}", "author": ADA, "commit": {"author": author}}
    (record,) = DUMP.read(io.BytesIO(json.dumps([commit]).encode()), Where("commits.json"))
    assert isinstance(record, Record)
    assert [(told.who.native_id, told.who.email) for told in record.people] == [("11", "ada@pond.example")]
