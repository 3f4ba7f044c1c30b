"""What holds for any dump, in whichever way it was saved and whatever is in it."""

import base64
import io
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.platforms.github.archive import ARCHIVES
from rapport.platforms.github.home import told
from rapport.platforms.github.nodes import repository_in
from rapport.platforms.github.pieces import Bad, Piece, pieces
from rapport.words.activity import Activity
from rapport.words.kinds import BY_NAME
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

EVENTS, DUMP, *_ = ARCHIVES
SLOWLY = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
API = "https://api.github.com/repos/pond/reeds"
PAGE = "https://github.com/pond/reeds"
ADA = {"id": 11, "login": "ada-mole", "type": "User"}
TIMES = {"created_at": "2023-05-04T09:00:00Z", "updated_at": "2023-05-04T09:00:00Z"}
REPOSITORY = {"id": 500, "node_id": "R_kgDOAAAB9A", "name": "reeds", "full_name": "pond/reeds"}


def issue(number: int, **more: Any) -> dict[str, Any]:
    own = {"url": f"{API}/issues/{number}", "repository_url": API, "html_url": f"{PAGE}/issues/{number}"}
    return own | {"id": 70_000 + number, "number": number, "title": f"Otter {number}", "user": ADA} | TIMES | more


def comment(number: int, **more: Any) -> dict[str, Any]:
    own = {"issue_url": f"{API}/issues/7", "html_url": f"{PAGE}/issues/7#issuecomment-{number}"}
    return own | {"id": number, "user": ADA, "body": "They dived."} | TIMES | more


def entry(number: int, event: str, **more: Any) -> dict[str, Any]:
    own = {"id": number, "event": event, "url": f"{API}/issues/events/{number}", "actor": ADA}
    return own | {"created_at": "2023-05-05T09:00:00Z"} | more


WRAPPED = {
    "type": "issue",
    "issue": issue(7, state="closed", closed_at="2023-05-06T09:00:00Z", author_association="MEMBER"),
    "events": [
        entry(1, "labeled", label={"name": "bug"}),
        entry(2, "commented", user=ADA, body="They dived.", html_url=f"{PAGE}/issues/7#issuecomment-2"),
        entry(3, "renamed", rename={"from": "Oters", "to": "Otters"}),
        entry(4, "closed", created_at="2023-05-06T09:00:01Z"),
    ],
}


def read(data: bytes, beside: dict[str, bytes] | None = None) -> list[Outcome]:
    return list(DUMP.read(io.BytesIO(data), Where("dump.json", beside or {})))


def read_json(value: Any) -> list[Outcome]:
    return read(json.dumps(value).encode())


def acts(outcomes: Iterable[Outcome]) -> list[Activity]:
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def ids(outcomes: Iterable[Outcome]) -> list[str]:
    return [activity.native_id for activity in acts(outcomes)]


ISSUES = [issue(number) for number in (1, 2, 3)]
SAVED = {
    "an array": json.dumps(ISSUES),
    "an array, written for people": json.dumps(ISSUES, indent=2),
    "arrays one after the other, as older gh prints its pages": json.dumps(ISSUES[:1]) + json.dumps(ISSUES[1:]),
    "an array of pages, as gh --slurp prints them": json.dumps([ISSUES[:2], ISSUES[2:]]),
    "lines": "\n".join(map(json.dumps, ISSUES)),
    "objects written for people, as jq prints them": "\n".join(json.dumps(each, indent=2) for each in ISSUES),
    "a page of a search": json.dumps({"total_count": 3, "incomplete_results": False, "items": ISSUES}),
}


@pytest.mark.parametrize("text", SAVED.values(), ids=SAVED.keys())
def test_however_they_were_saved_the_same_issues_come_of_it(text: str) -> None:
    assert DUMP.recognise("dump.json", text.encode())
    assert ids(read(text.encode())) == ["name:pond/reeds#1", "name:pond/reeds#2", "name:pond/reeds#3"]


def perceval(category: str, data: dict[str, Any]) -> dict[str, Any]:
    origin = "https://github.com/pond/reeds"
    return {"backend_name": "GitHub", "category": category, "data": data, "origin": origin, "updated_on": 1683190800.0}


def test_lists_under_names_are_read_with_what_stands_in_their_objects() -> None:
    saved = {"repo": "pond/reeds", "issues": [issue(1), issue(2, comments=[comment(7)])], "pulls": None}
    assert DUMP.recognise("x.json", json.dumps(saved).encode())
    assert ids(read_json(saved)) == [*ids(read_json([issue(1), issue(2)])), "comment/7"]


def test_perceval_lines_hold_comments_reviews_and_reactions_with_whole_profiles() -> None:
    profile = ADA | {"name": "Ada Mole", "email": "ada@pond.example"}
    reaction = {"id": 31, "content": "heart", "user": ADA, "created_at": "2023-05-05T10:00:00Z"}
    told_comment = comment(21, user_data=profile, reactions_data=[reaction])
    pull = issue(8, url=f"{API}/pulls/8", html_url=f"{PAGE}/pull/8", base={"repo": REPOSITORY}, user_data={})
    review = {"id": 41, "user": ADA, "state": "APPROVED", "submitted_at": "2023-05-05T11:00:00Z"}
    review |= {"pull_request_url": f"{API}/pulls/8", "body": ""}
    remark = comment(51, issue_url=None, diff_hunk="@@", pull_request_url=f"{API}/pulls/8")
    lines = [
        perceval("issue", issue(7, user_data=profile, comments=1, comments_data=[told_comment], reactions_data=[])),
        perceval(
            "pull_request", pull | {"reviews_data": [review], "review_comments_data": [remark], "commits_data": ["a"]}
        ),
    ]
    data = "\n".join(map(json.dumps, lines)).encode()
    assert DUMP.recognise("perceval.jsonl", data)
    found = acts(read(data, {"https://github.com/pond/reeds": b"500"}))
    assert [a.native_id for a in found] == [
        "500#7", "comment/21", "reaction/31", "500#8", "review_comment/51", "review/41",
    ]  # fmt: skip
    assert found[0].author is not None
    assert (found[0].author.name, found[0].author.email) == ("Ada Mole", "ada@pond.example")
    assert (found[2].kind, found[2].parent, found[2].thread) == ("reaction", "comment/21", "500#7")
    assert found[3].author is not None
    assert found[3].author.native_id == "11"


def test_files_of_github_backup_hold_comments_and_events_in_the_issue() -> None:
    saved = issue(7, comment_data=[comment(21)], event_data=[entry(31, "locked")])
    assert ids(read_json(saved)) == ["name:pond/reeds#7", "name:pond/reeds#7/locked/1683277200", "comment/21"]


def test_events_of_a_repository_carry_their_issue() -> None:
    closed = issue(7, state="closed", closed_at="2023-05-05T08:59:59Z")
    assert ids(read_json([entry(31, "closed", issue=closed)])) == ["name:pond/reeds#7/closed/1683277199"]


def test_a_timeline_alone_is_about_the_issue_that_its_comments_name() -> None:
    labeled, said = entry(1, "labeled", label={"name": "bug"}), comment(21, event="commented")
    assert ids(read_json([labeled, said])) == ["name:pond/reeds#7/labeled/1683277200/bug", "comment/21"]
    (refused,) = read_json([labeled])
    assert isinstance(refused, Unreadable)
    assert "which issue" in refused.reason


def test_events_from_the_api_are_those_of_gh_archive() -> None:
    star = {"id": "1", "type": "WatchEvent", "actor": ADA, "repo": {"id": 500, "name": "pond/reeds", "url": API}}
    star |= {"payload": {"action": "started"}, "created_at": "2023-05-05T09:00:00Z"}
    assert ids(read_json([star])) == ["star/500/11"]


def test_remarks_on_lines_stand_together_in_one_entry() -> None:
    remarks = [comment(number, diff_hunk="@@", pull_request_url=f"{API}/pulls/8") for number in (51, 52)]
    line = {"event": "line-commented", "node_id": "X", "comments": remarks}
    assert ids(read_json({"pull": issue(8, base={"repo": REPOSITORY}), "events": [line]})) == [
        "500#8", "review_comment/51", "review_comment/52",
    ]  # fmt: skip


def test_what_only_happens_to_somebody_and_reviews_not_handed_in_leave_nothing() -> None:
    review = {"id": 41, "user": ADA, "state": "PENDING", "pull_request_url": f"{API}/pulls/8"}
    outcomes = read_json([entry(1, "mentioned"), entry(2, "subscribed"), review])
    assert [outcome.activities for outcome in outcomes if isinstance(outcome, Record)] == [[], [], []]


def test_figures_that_only_the_api_tells_are_facts() -> None:
    given = {"total_count": 3, "+1": 2, "heart": 1, "rocket": 0}
    (one,) = acts(read_json(issue(7, state="open", comments=4, reactions=given, author_association="FIRST_TIMER")))
    assert one.facts == {
        "state": "open", "comments": 4, "association": "first_timer", "reactions": 3, "+1": 2, "heart": 1,
    }  # fmt: skip


def test_bots_are_told() -> None:
    bots = [{"id": 5, "login": "reed-bot[bot]", "type": "Bot"}, {"id": 6, "login": "helper", "type": "Bot"}]
    found = acts(read_json([comment(number, user=bot) for number, bot in enumerate(bots)]))
    assert [activity.author and activity.author.bot for activity in found] == [True, True]


def node_id(prefix: str, *parts: int) -> str:
    packed = msgspec.msgpack.encode([0, *parts])
    return f"{prefix}_{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def test_the_repository_s_id_is_taken_from_a_node_id_that_fits_its_object() -> None:
    newer = issue(9) | {"node_id": node_id("I", 500, 70_009)}
    ordered = {
        field: newer[field] for field in ("url", "repository_url", "html_url", "id", "node_id", "number", "title")
    }
    assert ids(read_json([issue(1), ordered | TIMES])) == ["500#1", "500#9"]
    assert repository_in(node_id("I", 500, 70_009), 70_010) is None
    assert repository_in(node_id("PVT", 500, 70_009), 70_009) is None


@given(st.text(max_size=60), st.integers())
def test_no_node_id_is_too_odd(node: str, id_: int) -> None:
    assert repository_in(node, id_) is None or "_" in node


@given(st.binary(max_size=400))
def test_no_beginning_is_too_odd(head: bytes) -> None:
    told(head)
    DUMP.recognise("x.json", head)


def test_a_star_needs_its_repository_beside_it() -> None:
    star = json.dumps(
        [{"starred_at": "2023-05-10T09:00:00Z", "user": ADA | {"url": "https://api.github.com/users/ada-mole"}}]
    )
    assert DUMP.recognise("stars.json", star.encode())
    (refused,) = read(star.encode())
    assert isinstance(refused, Unreadable)
    assert "repository.json" in refused.reason
    assert ids(read(star.encode(), {"repository.json": json.dumps(REPOSITORY).encode()})) == ["star/500/11"]


def test_what_is_set_aside_can_be_read_again_with_what_it_stood_in() -> None:
    broken = WRAPPED | {"events": [entry(1, "labeled", label={"name": "bug"}, created_at="yesterday")]}
    whole, refused = read(json.dumps(broken).encode(), {"https://github.com/pond/reeds": b"500"})
    assert isinstance(whole, Record)
    assert isinstance(refused, Unreadable)
    assert (refused.position, refused.reason[:10]) == ("issue 7, events 1", "created_at")
    (again,) = DUMP.retry(refused.raw.replace(b"yesterday", b"2023-05-05T09:00:00Z"), "dump.json")
    assert ids([again]) == ["500#7/labeled/1683277200/bug"]
    assert again.position == refused.position
    (still,) = DUMP.retry(refused.raw, "dump.json")
    assert still == refused


def is_sound(activity: Activity) -> bool:
    return activity.kind in BY_NAME and activity.at.tzinfo is UTC and activity.platform in ("github", "git")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [deeper for key, item in items for deeper in places(item, (*path, key))]


@SLOWLY
@given(st.data())
def test_a_field_replaced_or_gone_costs_at_most_its_own_object(data: st.DataObject) -> None:
    wrapped = json.loads(json.dumps(WRAPPED))
    *path, last = data.draw(st.sampled_from(places(wrapped)))
    holder = wrapped
    for key in path:
        holder = holder[key]
    if data.draw(st.booleans()):
        del holder[last]
    else:
        holder[last] = data.draw(json_values)
    outcomes = read(json.dumps([wrapped, issue(1)]).encode(), {"https://github.com/pond/reeds": b"500"})
    assert all(map(is_sound, acts(outcomes)))
    found = ids(outcomes)
    assert found[-1] == "500#1"
    if path[:1] == ["events"]:
        lost = {
            "500#7/labeled/1683277200/bug",
            "comment/2",
            "500#7/renamed/1683277200",
            "500#7/closed/1683363600",
        } - set(found)
        assert len(lost) <= 1
        assert "500#7" in found
    for outcome in outcomes:
        if isinstance(outcome, Unreadable):
            assert outcome.reason
            list(DUMP.retry(outcome.raw, "dump.json"))


@SLOWLY
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for outcome in read(data):
        assert isinstance(outcome, Record) or outcome.reason
        assert not isinstance(outcome, Unreadable) or list(DUMP.retry(outcome.raw, "x")) is not None


@SLOWLY
@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=8), st.sampled_from(list(SAVED.values())))
def test_bytes_written_over_cost_at_most_the_objects_that_they_touch(at: int, over: bytes, text: str) -> None:
    data = text.encode()
    at %= len(data)
    kept = {"name:pond/reeds#1", "name:pond/reeds#2", "name:pond/reeds#3"} & set(
        ids(read(data[:at] + over + data[at + len(over) :]))
    )
    # A page of a search is one object: what breaks it breaks all of it.
    assert len(kept) >= (0 if text.startswith('{"total') else 1)


@SLOWLY
@given(st.integers(0, 2_000), st.sampled_from(["an array", "lines", "objects written for people, as jq prints them"]))
def test_a_file_that_breaks_off_loses_its_last_object_only(at: int, how: str) -> None:
    data = SAVED[how].encode()
    cut = data[: at % len(data)]
    whole = sum(cut.count(f'"title": "Otter {number}"'.encode()) > 0 for number in (1, 2, 3))
    assert len(ids(read(cut))) >= whole - 1


@pytest.mark.parametrize(
    "text", [b"[" * 100_000, b'{"a":' * 50_000, b'{"url":' + b"[" * 100_000, b'"' * 50_000, b"\0" * 9]
)
def test_depth_and_rubbish_are_survived(text: bytes) -> None:
    good = json.dumps(issue(1)).encode()
    assert ids(read(text + b"\n" + good))[-1:] in (["name:pond/reeds#1"], [])
    assert ids(read(good + b"\n" + text)) == ["name:pond/reeds#1"]


def test_a_lone_surrogate_and_a_control_character_are_read() -> None:
    text = json.dumps(issue(1, body="a\ud800b")) + "," + json.dumps(issue(2)).replace("Otter 2", "Otter\x01")
    assert len(ids(read(f"[{text}]".encode()))) == 2


def test_a_huge_object_is_refused_in_bounded_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport.platforms.github.pieces.LARGEST", 3 << 20)
    huge = json.dumps(issue(1, body="x" * (5 << 20)))
    outcomes = read(f"{huge}\n{json.dumps(issue(2))}".encode())
    assert ids(outcomes) == ["name:pond/reeds#2"]
    assert all(len(outcome.raw) <= MAX_RAW for outcome in outcomes if isinstance(outcome, Unreadable))


@SLOWLY
@given(st.lists(st.sampled_from([b'{"a":1}', b'{"b":[{"c":"}"}]}', b'{"d":"\\"{"}']), max_size=30), st.integers(1, 50))
def test_pieces_do_not_depend_on_how_the_stream_arrives(objects: list[bytes], size: int) -> None:
    class Slow(io.BytesIO):
        def read1(self, _size: int | None = -1, /) -> bytes:
            return self.read(size)

    found = list(pieces(Slow(b"[" + b",".join(objects) + b"]")))
    assert [piece.raw for piece in found if isinstance(piece, Piece)] == objects
    assert not any(isinstance(piece, Bad) for piece in found)


@pytest.mark.parametrize(
    "other",
    [
        b'{"posts":[],"text":"see https://github.com/pond/reeds"}',
        b'[{"type":"message","user":"U1","text":"x","ts":"1.2","title_link":"https://github.com/pond/reeds"}]',
        b'{"id":"1","type":"WatchEvent","actor":{"id":1},"repo":{"url":"https://api.github.com/repos/a/b"},"payload":{},"created_at":""}',
        b'{"@context":"x","content":"y","url":"https://github.com/pond"}',
    ],
)
def test_other_files_are_left_alone(other: bytes) -> None:
    assert not DUMP.recognise("x.json", other)
