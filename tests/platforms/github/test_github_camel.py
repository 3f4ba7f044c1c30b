"""Answers of the GraphQL API and what gh prints with `--json`: the same activities as from REST."""

import base64
import io
import json
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.platforms.github.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

_, DUMP, *_ = ARCHIVES
PAGE = "https://github.com/pond/reeds"
WHEN = {"createdAt": "2023-05-04T09:00:00Z", "updatedAt": "2023-05-04T09:00:00Z"}


def node(prefix: str, *parts: int) -> str:
    return f"{prefix}_{base64.urlsafe_b64encode(msgspec.msgpack.encode([0, *parts])).decode().rstrip('=')}"


ADA = {"id": "MDQ6VXNlcjEx", "is_bot": False, "login": "ada-mole", "name": "Ada Mole"}
BO = {"login": "bo-heron", "databaseId": 12, "__typename": "User"}
BOT = {"id": "BOT_x", "is_bot": True, "login": "app/dependabot"}
HEARTS = [{"content": "HEART", "users": {"totalCount": 2}}, {"content": "EYES", "users": {"totalCount": 0}}]

LISTED = [
    {
        "author": BOT, "body": "", "closedAt": "2023-05-06T09:00:00Z", "id": node("PR", 500, 80_008), "number": 8,
        "state": "MERGED", "title": "Bump", "url": f"{PAGE}/pull/8", "mergedAt": "2023-05-06T09:00:00Z",
        "mergedBy": ADA, "additions": 3, "deletions": 1, "changedFiles": 1,
        "comments": [],
        "reviews": [{"id": node("PRR", 500, 6001), "author": {"login": "ada-mole"}, "authorAssociation": "OWNER",
                     "body": "Good.", "submittedAt": "2023-05-05T09:00:00Z", "state": "APPROVED"}],
        "commits": [{"oid": "d" * 40, "messageHeadline": "Bump", "messageBody": "All.",
                     "authoredDate": "2023-05-04T08:00:00Z", "authors": [{"name": "Ada Mole", "login": "ada-mole",
                     "email": "ada@pond.example", "id": "MDQ6VXNlcjEx"}]}],
    } | WHEN,
    {
        "author": ADA, "body": "Two.", "id": "MDU6SXNzdWU3MDAwNw==", "number": 7, "state": "OPEN", "title": "Otters",
        "stateReason": "REOPENED",
        "url": f"{PAGE}/issues/7",
        "comments": [{"id": "IC_x", "author": {"login": "bo-heron"}, "authorAssociation": "NONE", "body": "They dived.",
                      "reactionGroups": HEARTS, "url": f"{PAGE}/issues/7#issuecomment-9001"} | WHEN],
    } | WHEN,
]  # fmt: skip

ANSWER = {
    "data": {
        "repository": {
            "nameWithOwner": "pond/reeds",
            "databaseId": 500,
            "stargazers": {"edges": [{"starredAt": "2023-05-10T09:00:00Z", "node": BO}]},
            "discussions": {
                "pageInfo": {"hasNextPage": False},
                "nodes": [
                    {
                        "id": node("D", 500, 4001), "number": 5, "title": "Where do otters sleep?", "body": "Tell me.",
                        "url": f"{PAGE}/discussions/5", "author": BO, "answerChosenAt": "2023-05-05T09:00:00Z",
                        "answer": {"id": "DC_2"},
                        "comments": {"nodes": [
                            {"id": "DC_1", "databaseId": 301, "author": {"login": "x"}, "body": "Here?",
                             "url": f"{PAGE}/discussions/5#discussioncomment-301",
                             "replies": {"nodes": [{"id": "DC_2", "databaseId": 302, "author": BO, "body": "In holts.",
                                                    "url": f"{PAGE}/discussions/5#discussioncomment-302"} | WHEN]}}
                            | WHEN,
                        ]},
                        "timelineItems": {"nodes": [
                            {"__typename": "LabeledEvent", "actor": BO, "createdAt": "2023-05-04T10:00:00Z",
                             "label": {"name": "q&a"}}]},
                    }
                    | WHEN
                ],
            },
        }
    }
}  # fmt: skip


def read(value: Any) -> list[Outcome]:
    data = json.dumps(value).encode()
    assert DUMP.recognise("answer.json", data)
    return list(DUMP.read(io.BytesIO(data), Where("answer.json")))


def acts(outcomes: list[Outcome]) -> list[Activity]:
    assert not [outcome for outcome in outcomes if isinstance(outcome, Unreadable)], outcomes
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def test_what_gh_lists_has_the_ids_of_the_rest_api() -> None:
    found = acts(read(LISTED))
    assert [(a.native_id, a.kind) for a in found] == [
        ("500#8", "pull_request"), ("500#8/merged", "merge"), ("review/6001", "review"), ("d" * 40, "commit"),
        ("500#7", "issue"), ("comment/9001", "comment"),
    ]  # fmt: skip
    pull, merge, review, commit, issue, comment = found
    assert pull.author is not None
    assert (pull.author.handle, pull.author.bot) == ("dependabot[bot]", True)
    assert merge.author is not None
    assert merge.author.native_id == "11"
    assert review.facts == {"state": "approved", "association": "owner"}
    assert (commit.title, commit.text) == ("Bump", "All.")
    assert issue.author is not None
    assert (issue.author.native_id, issue.author.name) == ("11", "Ada Mole")
    assert comment.facts == {"reactions": 2, "heart": 2}
    assert (comment.parent, comment.text) == ("500#7", "They dived.")


def test_why_an_issue_was_closed_or_opened_is_told() -> None:
    told = [each.facts or {} for each in acts(read(LISTED))]
    assert [facts["reason"] for facts in told if "reason" in facts] == ["reopened"]


def test_an_answer_of_graphql_holds_discussions_with_replies_and_stars() -> None:
    found = acts(read(ANSWER))
    assert [(a.native_id, a.kind, a.parent) for a in found] == [
        ("star/500/12", "star", None),
        ("500#5", "topic", None),
        ("500#5/labeled/1683194400/q&a", "update", "500#5"),
        ("discussion_comment/301", "comment", "500#5"),
        ("discussion_comment/302", "comment", "discussion_comment/301"),
        ("discussion_comment/302/accepted", "answer", "discussion_comment/302"),
    ]
    answer = found[-1]
    assert answer.author is not None
    assert (answer.author.native_id, answer.at.isoformat()) == ("12", "2023-05-05T09:00:00+00:00")


MIGRATED = [
    {"type": "issue", "url": f"{PAGE}/issues/7", "user": "https://github.com/ada-mole", "title": "Otters",
     "reactions": [{"user": "https://github.com/x", "content": "tada", "created_at": "2023-05-04T09:00:00Z"}],
     "created_at": "2023-05-04T09:00:00Z"},
    {"type": "user", "url": "https://github.com/ada-mole", "login": "ada-mole", "emails": [{"address": "a@b.example"}],
     "created_at": "2023-05-04T09:00:00Z"},
    {"type": "issue_event", "url": f"{PAGE}/pull/8#event-1", "event": "labeled", "label_name": "x",
     "pull_request": f"{PAGE}/pull/8", "actor": "https://github.com/ada-mole", "created_at": "2023-05-04T09:00:00Z"},
]  # fmt: skip

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [deeper for key, item in items for deeper in places(item, (*path, key))]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_field_replaced_or_gone_is_read_or_refused_never_raised(data: st.DataObject) -> None:
    value = json.loads(json.dumps(data.draw(st.sampled_from([LISTED, ANSWER, MIGRATED]))))
    *path, last = data.draw(st.sampled_from(places(value)))
    holder = value
    for key in path:
        holder = holder[key]
    if data.draw(st.booleans()):
        del holder[last]
    else:
        holder[last] = data.draw(json_values)
    good = json.dumps(LISTED[1]).encode()
    outcomes = list(DUMP.read(io.BytesIO(json.dumps(value).encode() + b"\n" + good), Where("answer.json")))
    kept = [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]
    assert kept[-1].native_id == "comment/9001"
    for outcome in outcomes:
        if isinstance(outcome, Unreadable):
            assert outcome.reason
            list(DUMP.retry(outcome.raw, "answer.json"))
