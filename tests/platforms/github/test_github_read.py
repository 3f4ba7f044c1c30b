"""What holds for any event, whatever is in it."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.platforms.github.archive import ARCHIVES
from rapport.platforms.github.code import split_message
from rapport.platforms.github.read import LARGEST_EVENT, Unfit, read_event
from rapport.platforms.github.who import identity_of
from rapport.platforms.github.wire import Account
from rapport.words.activity import Activity
from rapport.words.kinds import BY_NAME
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

GOLDEN = Path(__file__).parents[1] / "golden/github"
LINES = [line for path in sorted(GOLDEN.glob("*.native.jsonl")) for line in path.read_bytes().splitlines() if line]
EVENTS = [json.loads(line) for path in sorted(GOLDEN.glob("[!ho]*.jsonl")) for line in path.read_bytes().splitlines()]
ARCHIVE, *_ = ARCHIVES
SLOWLY = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def outcomes(data: bytes) -> list[Outcome]:
    return list(ARCHIVE.read(io.BytesIO(data), Where("hour.json")))


def test_an_account_that_is_gone_is_nobody_however_github_writes_it() -> None:
    gone = (None, Account(), Account(id=10137, login="ghost"), Account(login="ghost"))
    assert [identity_of(account) for account in gone] == [None] * 4
    assert identity_of(Account(id=7, login="ghost")) is not None


def newest(read: Iterable[Outcome]) -> dict[tuple[str, str], int]:
    """What a ledger would hold: each activity by its key, with its highest revision."""
    found: dict[tuple[str, str], int] = {}
    for outcome in read:
        for activity in outcome.activities if isinstance(outcome, Record) else ():
            key = (activity.platform, activity.native_id)
            found[key] = max(activity.revision, found.get(key, activity.revision))
    return found


def star(**changed: Any) -> bytes:
    event = {
        "id": "1",
        "type": "WatchEvent",
        "actor": {"id": 11, "login": "ada-mole"},
        "repo": {"id": 500, "name": "pond/reeds"},
        "payload": {"action": "started"},
        "created_at": "2023-05-04T10:00:00Z",
    }
    return json.dumps(event | changed).encode()


def is_sound(activity: Activity) -> bool:
    return (
        activity.kind in BY_NAME
        and activity.at.tzinfo is UTC
        and bool(activity.native_id)
        and activity.revision > -(2**63)
        and activity.platform in ("github", "git")
        and not (activity.deleted and activity.text)
    )


@SLOWLY
@given(st.binary(max_size=300))
def test_any_bytes_give_an_outcome_for_each_line_that_is_not_blank(data: bytes) -> None:
    read = outcomes(data)
    lines = data.split(b"\n")
    positions = {outcome.position.partition(",")[0] for outcome in read}
    assert positions == {f"line {n}" for n, line in enumerate(lines, 1) if line.strip()}


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
def test_an_event_with_one_field_replaced_or_gone_is_read_or_refused_never_raised(data: st.DataObject) -> None:
    event = json.loads(json.dumps(data.draw(st.sampled_from(EVENTS))))
    *path, last = data.draw(st.sampled_from(places(event)))
    holder = event
    for key in path:
        holder = holder[key]
    if data.draw(st.booleans()):
        del holder[last]
    else:
        holder[last] = data.draw(json_values)
    good = star()
    first, *others = outcomes(json.dumps(event).encode() + b"\n" + good)
    assert [other.activities for other in others if isinstance(other, Record)] == [read_event(good)]
    if isinstance(first, Record):
        assert all(map(is_sound, first.activities))
    else:
        assert first.reason
        assert first.raw


@SLOWLY
@given(st.lists(st.sampled_from(LINES), max_size=30), st.randoms())
def test_order_and_repetition_of_lines_do_not_matter(lines: Sequence[bytes], random: Any) -> None:
    again = [*lines, *lines]
    random.shuffle(again)
    assert newest(outcomes(b"\n".join(again))) == newest(outcomes(b"\n".join(lines)))


@SLOWLY
@given(st.sampled_from(LINES))
def test_retry_of_a_line_gives_what_reading_it_gave(line: bytes) -> None:
    read, again = outcomes(line), list(ARCHIVE.retry(line, "hour.json"))
    assert [o.activities for o in read if isinstance(o, Record)] == [
        o.activities for o in again if isinstance(o, Record)
    ]
    assert [o.raw for o in read if isinstance(o, Unreadable)] == [o.raw for o in again if isinstance(o, Unreadable)]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"created_at": None}, "created_at"),
        ({"created_at": "0000-01-01T00:00:00Z"}, "created_at"),
        ({"created_at": "9999-12-31T23:59:59Z"}, "created_at: the year 9999"),
        ({"created_at": "0001-01-01T00:00:00+05:00"}, "years 1 to 9999"),
        ({"repo": {"id": [5], "name": "pond/reeds"}}, "repo.id"),
        ({"repo": {"id": 5, "name": 6}}, "repo.name"),
        ({"actor": 7}, "actor"),
        ({"type": 8}, "type"),
        ({"type": "IssuesEvent"}, "payload: Object missing required field `issue`"),
        ({"type": "PullRequestEvent", "payload": {"pull_request": {}}}, "number"),
        ({"type": "PushEvent", "payload": {"push_id": 1, "commits": [{"sha": ""}]}}, "payload.commits[0].sha"),
        ({"type": "IssuesEvent", "payload": {"issue": {"number": 1, "comments": 1 << 60}}}, "payload.issue.comments"),
    ],
)
def test_refusal_names_the_field(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_event(star(**changed))
    assert reason in str(refused.value)


def test_deep_nesting_is_refused() -> None:
    for line in (b"[" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000, star()[:-1] + b',"x":' + b"[" * 100_000):
        with pytest.raises(Unfit):
            read_event(line)


def test_a_huge_event_is_refused_without_being_parsed() -> None:
    (refused,) = outcomes(star()[:-1] + b',"x":"' + b"x" * LARGEST_EVENT + b'"}')
    assert isinstance(refused, Unreadable)
    assert "bytes" in refused.reason
    assert len(refused.raw) == MAX_RAW


@pytest.mark.parametrize("field", ["created_at", "repo"])
def test_a_lone_surrogate_where_no_text_belongs_costs_its_own_line_alone(field: str) -> None:
    refused, good = outcomes(star(**{field: "\ud800"}) + b"\n" + star())
    assert (type(refused), type(good)) == (Unreadable, Record)


def test_lone_surrogates_and_nul_in_strings_are_read() -> None:
    (activity,) = read_event(star(actor={"id": 11, "login": "ada\ud83d\x00"}))
    assert activity.author is not None
    assert activity.author.handle == "ada\ud83d\x00"


def test_time_with_an_offset_becomes_utc() -> None:
    (activity,) = read_event(star(created_at="2013/01/01 00:30:00 -0800"))
    assert activity.at.isoformat() == "2013-01-01T08:30:00+00:00"


def test_bots_are_told_by_their_name() -> None:
    (bot,) = read_event(star(actor={"id": 9, "login": "tidy[bot]"}))
    (person,) = read_event(star())
    assert bot.author is not None
    assert person.author is not None
    assert (bot.author.bot, person.author.bot) == (True, None)


def test_the_same_pull_request_with_its_figures_wins_over_the_one_without() -> None:
    whole = json.loads((GOLDEN / "pull_request.native.jsonl").read_text().splitlines()[0])
    pull = {name: value for name, value in whole["payload"]["pull_request"].items() if name != "changed_files"}
    beside = {**whole, "type": "PullRequestReviewEvent", "payload": {"review": {"id": 1}, "pull_request": pull}}
    (first,) = read_event(json.dumps(whole).encode())
    _, second = read_event(json.dumps(beside).encode())
    assert first.native_id == second.native_id
    assert first.revision == second.revision + 1


def test_an_issue_whose_pull_request_has_no_address_is_an_issue() -> None:
    opened = json.loads((GOLDEN / "issues.native.jsonl").read_text().splitlines()[1])
    opened["payload"]["issue"]["pull_request"] = {"html_url": None, "diff_url": None}
    assert [activity.kind for activity in read_event(json.dumps(opened).encode())] == ["update", "issue"]
    opened["payload"]["issue"]["pull_request"]["html_url"] = "https://github.com/pond/reeds/pull/7"
    assert [activity.kind for activity in read_event(json.dumps(opened).encode())] == ["update", "pull_request"]


def test_a_deleted_issue_leaves_no_text() -> None:
    opened = json.loads((GOLDEN / "issues.native.jsonl").read_text().splitlines()[0])
    opened["payload"]["action"] = "deleted"
    (gone,) = read_event(json.dumps(opened).encode())
    assert gone.native_id == "500#7"
    assert gone.deleted
    assert (gone.title, gone.text) == (None, None)


@pytest.mark.parametrize(
    ("message", "title", "text"),
    [
        ("", None, None),
        ("Fix", "Fix", None),
        ("Fix\n\nBody: of it\n\nCo-Authored-By: A <a@b.example>", "Fix", "Body: of it"),
        ("Fix\r\n\r\nReviewed-by: A\r\nCc: b@c.example\r\nAuthor: C <c@d.example>\r\n", "Fix", None),
        ("Fix\n\nSee: https://x.example", "Fix", "See: https://x.example"),
    ],
)
def test_message_without_trailers(message: str, title: str | None, text: str | None) -> None:
    assert split_message(message) == (title, text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("line", ["x: <" + "a@" * 200_000, "-" * 400_000, "x: " + "<a@b" * 100_000, "a-" * 200_000])
def test_no_message_takes_more_than_linear_time(line: str) -> None:
    assert split_message(f"Fix\n\n:{line}\n{line}") == ("Fix", f":{line}\n{line}")
