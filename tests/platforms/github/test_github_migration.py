"""Migration archives: everything is an address, the ids of accounts stand in the list of users."""

import io
import json
from typing import Any

from rapport.platforms.github.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Where

_, DUMP, *_ = ARCHIVES
SITE = "https://github.com"
REPOSITORY = f"{SITE}/pond/reeds"
ADA = {
    "type": "user",
    "url": f"{SITE}/ada-mole",
    "avatar_url": "https://avatars.githubusercontent.com/u/11?v=4",
    "login": "ada-mole",
    "name": "Ada Mole",
    "emails": [{"address": "ada@pond.example", "primary": True, "verified": True}],
    "created_at": "2011-06-19T11:25:35Z",
}
PULL = f"{REPOSITORY}/pull/8"
WHEN = {"created_at": "2019-07-12T02:06:00Z"}


def told() -> dict[str, bytes]:
    assert DUMP.tells is not None
    return dict(DUMP.tells("users.json", json.dumps([ADA]).encode()))


def read(*records: dict[str, Any]) -> list[Outcome]:
    data = json.dumps(records, indent=2).encode()
    assert DUMP.recognise("issues_000001.json", data)
    return list(DUMP.read(io.BytesIO(data), Where("issues_000001.json", told())))


def act(record: dict[str, Any]) -> Activity:
    (outcome,) = read(record)
    assert isinstance(outcome, Record), outcome
    return outcome.activities[0]


def test_a_user_is_told_with_id_and_address() -> None:
    (outcome,) = read(ADA)
    assert isinstance(outcome, Record)
    (one,) = outcome.people
    assert (one.who.native_id, one.who.email, one.who.name) == ("11", "ada@pond.example", "Ada Mole")


def test_an_issue_has_its_author_s_id_its_closing_and_who_reacted() -> None:
    reaction = {"user": f"{SITE}/bo-heron", "content": "tada", "created_at": "2019-11-13T04:22:13.000+08:00"}
    issue: dict[str, Any] = {
        "type": "issue",
        "url": f"{REPOSITORY}/issues/7",
        "repository": REPOSITORY,
        "user": f"{SITE}/Ada-Mole",
    }
    issue |= {"title": "Otters", "body": "Two.", "reactions": [reaction], "closed_at": "2019-12-01T00:00:00Z"}
    first, second = read(issue | {"created_at": "2019-11-01T00:00:00Z"})
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    opened, closed = first.activities
    assert (opened.native_id, opened.kind, opened.author and opened.author.native_id) == (
        "name:pond/reeds#7", "issue", "11",
    )  # fmt: skip
    assert (closed.kind, closed.native_id) == ("close", "name:pond/reeds#7/closed/1575158400")
    (given,) = second.activities
    assert (given.kind, given.parent, given.facts) == ("reaction", "name:pond/reeds#7", {"reaction": "hooray"})
    assert given.author is not None
    assert given.author.native_id == "login:bo-heron"


def test_ids_are_those_of_the_rest_api() -> None:
    pull = {"type": "pull_request", "url": PULL, "user": f"{SITE}/apps/dependabot", "title": "Bump", "merged_at": None}
    in_pull = {"pull_request": PULL, "user": f"{SITE}/ada-mole", "body": "Good."} | WHEN
    comment = {"type": "issue_comment", "url": f"{PULL}#issuecomment-55"} | in_pull
    review = {"type": "pull_request_review", "url": f"{PULL}/files#pullrequestreview-3", "state": 40} | in_pull
    remark = {"type": "pull_request_review_comment", "url": f"{PULL}/files#r363", "diff_hunk": "@@"} | in_pull
    remark |= {"in_reply_to": f"{PULL}/files#r362"}
    label = {"type": "issue_event", "url": f"{PULL}#event-1", "event": "labeled", "label_name": "good first"}
    label |= {"pull_request": PULL, "actor": f"{SITE}/ada-mole"} | WHEN
    opened = act(pull | WHEN)
    assert opened.author is not None
    assert (opened.native_id, opened.author.native_id, opened.author.bot) == (
        "name:pond/reeds#8", "login:dependabot[bot]", True,
    )  # fmt: skip
    assert act(comment)[1:3] == ("comment/55", "comment")
    assert act(review)[1:3] == ("review/3", "review")
    assert act(review).facts == {"state": "approved"}
    assert (act(remark).native_id, act(remark).parent) == ("review_comment/363", "review_comment/362")
    assert act(label).native_id == "name:pond/reeds#8/labeled/1562897160/good first"


def test_milestones_and_files_are_nothing_anybody_did() -> None:
    milestone = {"type": "milestone", "url": f"{REPOSITORY}/milestones/1", "user": f"{SITE}/ada-mole", "title": "1.0"}
    (outcome,) = read(milestone | WHEN)
    assert isinstance(outcome, Record)
    assert not outcome.activities
