"""Mattermost's bulk export: what is kept, what is not, and what no line should hold."""

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.mattermost import archive
from rapport.platforms.mattermost.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

(BULK,) = ARCHIVES
VERSION = {"type": "version", "version": 1}
OPEN = {"type": "channel", "channel": {"team": "kites", "name": "square", "display_name": "Square", "type": "O"}}
CLOSED = {"type": "channel", "channel": {"team": "kites", "name": "staff", "type": "P"}}
KEYS = [
    "type",
    "post",
    "channel",
    "user",
    "bot",
    "team",
    "name",
    "username",
    "email",
    "message",
    "create_at",
    "edit_at",
]
scalar = st.none() | st.booleans() | st.integers(-(1 << 70), 1 << 70) | st.floats() | st.text(max_size=8)
word = st.sampled_from(["post", "channel", "user", "bot", "direct_post", "kites", "square", "system_join_channel"])
any_json = st.recursive(
    scalar | word,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, "replies", "reactions", "props"]), inner, max_size=8)
    ),
)


def post(number: int, channel: str = "square", **fields: Any) -> dict[str, Any]:
    at = 1_705_311_000_000 + number
    said = {"team": "kites", "channel": channel, "user": "ada", "message": f"Message {number}", "create_at": at}
    return {"type": "post", "post": said | fields}


def read(*lines: Any, file: str = "import.jsonl") -> list[Outcome]:
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(BULK.read(BytesIO(data), Where(file)))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def test_the_server_is_the_host_that_the_container_is_called_like() -> None:
    (said,) = activities(read(VERSION, OPEN, post(1), file="chat.example.org.zip › import.jsonl"))
    assert said.native_id == "chat.example.org/kites/square/1705311000001/ada"
    assert said.channel.url == "https://chat.example.org/kites/channels/square"


def test_private_channels_and_direct_messages_are_counted_and_not_kept() -> None:
    direct = {"type": "direct_post", "direct_post": post(3)["post"]}
    outcomes = read(VERSION, OPEN, CLOSED, post(1, "staff", replies=[post(2)["post"]]), direct)
    assert [outcome.position for outcome in outcomes[2:]] == ["line 4, private", "line 4, private", "line 5, direct"]
    assert activities(outcomes) == []
    assert not any(isinstance(outcome, Record) and outcome.channels for outcome in outcomes[1:])


def test_of_a_channel_that_has_no_line_nothing_is_kept() -> None:
    *_, aside = read(VERSION, OPEN, post(1, "elsewhere"))
    assert isinstance(aside, Unreadable)
    assert aside.raw == b""


def test_a_broken_reply_is_set_aside_and_read_again_in_its_thread() -> None:
    *_, first, aside = read(VERSION, OPEN, post(1, replies=[{"user": "bob", "message": "hi", "create_at": None}]))
    assert isinstance(first, Record)
    assert isinstance(aside, Unreadable)
    (again,) = BULK.retry(aside.raw.replace(b'"create_at":null', b'"create_at":1705311009000'), "x")
    (said,) = activities([again])
    assert (said.text, said.parent) == ("hi", first.activities[0].native_id)


def test_a_damaged_line_of_a_post_is_not_kept_as_nothing_tells_whether_it_is_private() -> None:
    *_, aside = read(VERSION, OPEN, b'{"type":"post","post":{"team":"kites","channel":"staff","message":"psst')
    assert isinstance(aside, Unreadable)
    assert b"psst" not in aside.raw


def test_only_a_bulk_export_is_taken() -> None:
    data = b"\n".join(json.dumps(each).encode() for each in (VERSION, OPEN))
    assert BULK.recognise("import.jsonl", data)
    assert not BULK.recognise("x.jsonl", b'{"type": "version", "version": 1}\n{"type": "other"}\n')


@given(st.lists(any_json | st.dictionaries(st.sampled_from(KEYS), any_json, max_size=6), max_size=5))
def test_no_json_raises(lines: list[Any]) -> None:
    for outcome in read(VERSION, OPEN, *lines, *({"type": "post", "post": line} for line in lines)):
        assert isinstance(outcome, Record | Unreadable)
        if isinstance(outcome, Unreadable):
            assert all(isinstance(each, Record | Unreadable) for each in BULK.retry(outcome.raw, "x"))


@given(st.binary(max_size=60), st.integers(0, 3_000))
def test_damage_costs_the_lines_it_touches(noise: bytes, at: int) -> None:
    lines = [json.dumps(post(number)).encode() for number in range(8)]
    data = b"\n".join(lines)
    place = at % len(data)
    damaged = data[:place] + noise + data[place + len(noise) :]
    found = {each.text for each in activities(read(VERSION, OPEN, damaged))}
    assert len({f"Message {number}" for number in range(8)} - found) <= 2


def test_of_a_line_that_is_too_long_nothing_is_kept_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LONGEST", 400)
    direct = {"type": "direct_post", "direct_post": post(3, message="psst " * 400)["post"]}
    *_, aside, said = read(VERSION, OPEN, direct, post(4))
    assert isinstance(aside, Unreadable)
    assert (aside.position, aside.raw) == ("line 3", b"")
    assert isinstance(said, Record)
    assert (said.position, said.activities[0].text) == ("line 4", "Message 4")
