"""What no export should hold: any JSON, broken messages among good ones, files cut off or longer than memory."""

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.window import LONGEST
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where
from tests.platforms.discord.chat import JSON, activities, export, message, read

KEYS = [
    *("id", "type", "timestamp", "timestampEdited", "isPinned", "content", "author", "name", "discriminator"),
    *("nickname", "isBot", "avatarUrl", "attachments", "embeds", "stickers", "reactions", "emoji", "count", "users"),
    *("mentions", "reference", "messageId", "interaction", "title", "description", "fields", "value", "category"),
]
scalar = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(
        ["1100000000000000001", "2023-04-24T09:00:00+00:00", "0001-01-01T00:00:00+14:00", "\ud800", "a\0b"]
    )
    | st.sampled_from(["Reply", "20", "GuildPublicThread", '"messages": [', "<@1>", "]"])
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
)
almost_message = st.dictionaries(st.sampled_from(KEYS), any_json, max_size=12)
layouts = st.sampled_from([2, 4, None])


def good(outcomes: list[Outcome]) -> list[Any]:
    return [outcome.activities for outcome in outcomes if isinstance(outcome, Record)]


@given(st.lists(almost_message | any_json, max_size=4), any_json, any_json, layouts)
def test_no_json_raises(messages: list[Any], guild: Any, channel: Any, indent: int | None) -> None:
    outcomes = read(export(messages, indent, guild=guild, channel=channel))
    assert all(isinstance(outcome, Record | Unreadable) for outcome in outcomes)
    for outcome in outcomes:
        if isinstance(outcome, Unreadable):
            assert len(outcome.raw) <= MAX_RAW
            assert all(isinstance(each, Record | Unreadable) for each in JSON.retry(outcome.raw, "x.json"))


@given(st.lists(any_json.filter(lambda value: not isinstance(value, dict)), max_size=4), st.data(), layouts)
def test_broken_messages_take_no_good_one_with_them(broken: list[Any], data: st.DataObject, indent: int | None) -> None:
    whole = [message(number) for number in range(5)]
    mixed: list[Any] = list(whole)
    for each in broken:
        mixed.insert(data.draw(st.integers(0, len(mixed))), each)
    outcomes = read(export(mixed, indent))
    assert good(outcomes) == good(read(export(whole)))
    aside = sum(isinstance(outcome, Unreadable) for outcome in outcomes)
    # Of a list in a message's place, each thing in it that begins as a message does may be set aside by itself.
    assert aside >= len(broken) if any(isinstance(each, list) for each in broken) else aside == len(broken)


@given(st.binary(min_size=1, max_size=8), st.integers(0, 3), st.integers(2, 400), layouts)
def test_damage_in_one_message_costs_that_message(noise: bytes, which: int, at: int, indent: int | None) -> None:
    messages = [message(number) for number in range(4)]
    data = export(messages, indent)
    place = data.index(messages[which]["id"].encode()) + at % len(json.dumps(messages[which]))
    texts = {activity.text for activity in activities_of(read(data[:place] + noise + data[place + 1 :]))}
    assert {f"Message {number}" for number in range(4) if number not in (which, which + 1)} <= texts


def activities_of(outcomes: list[Outcome]) -> list[Any]:
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


@given(st.integers(0, 1000), layouts)
def test_a_file_that_is_cut_off_gives_all_that_came_before(cut: int, indent: int | None) -> None:
    data = export([message(number) for number in range(6)], indent)
    whole = good(read(data))
    outcomes = read(data[: cut * len(data) // 1000])
    assert good(outcomes) == whole[: len(good(outcomes))]
    assert sum(isinstance(outcome, Unreadable) for outcome in outcomes) <= 1
    assert len(good(outcomes)) >= data[: cut * len(data) // 1000].count(b'"Message ') - 1


def test_a_cut_file_says_so() -> None:
    data = export([message(1), message(2)])
    first, cut = read(data[: data.index(b"Message 2")])
    assert isinstance(first, Record)
    assert isinstance(cut, Unreadable)
    assert "cut off" in cut.reason


def test_a_stream_that_breaks_gives_what_came_before_and_then_says_so() -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if not (piece := super().read(3000)):
                raise OSError("the disk is gone")
            return piece

        read1 = read

    data = export([message(number) for number in range(20)])
    outcomes: list[Outcome] = []
    with pytest.raises(OSError, match="gone"):
        outcomes.extend(JSON.read(Breaking(data[: len(data) // 2]), Where("x.json")))
    assert good(outcomes) == good(read(data))[: len(good(outcomes))]
    assert len(good(outcomes)) >= 7


def test_nothing_of_what_stands_inside_a_message_is_taken_for_one() -> None:
    quoting = 'See {"id": "1100000000000000009", "type": "Default"} and "messages": ['
    (activity,) = activities(read(export([message(1, content=quoting)])))
    assert activity.text == quoting


def test_lone_surrogates_nul_and_nan_do_not_lose_a_message() -> None:
    first, second = activities(read(export([message(1, content="a\ud800b\0"), message(2, score=float("nan"))])))
    assert (first.text, second.text) == ("a?b\0", "Message 2")


def test_a_message_longer_than_any_is_passed_over() -> None:
    data = export([message(1), message(2, content="x" * (LONGEST + (2 << 20))), message(3)])
    before, long, after = read(data)
    assert isinstance(long, Unreadable)
    assert len(long.raw) <= MAX_RAW
    assert [activity.text for activity in activities([before, after])] == ["Message 1", "Message 3"]


def test_memory_stays_flat_however_long_the_file_is() -> None:
    one_message = json.dumps(message(1), indent=2).encode()
    head, tail = export([]).split(b'"messages": []')

    class Endless(io.RawIOBase):
        """Forty megabytes that are made as they are read."""

        parts = [head, b'"messages": [', *([one_message + b","] * 40_000), one_message, b"]", tail]
        at = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1, /) -> bytes:
            piece = b"".join(self.parts[self.at : self.at + 200])
            self.at += 200
            return piece

    stream: Any = Endless()
    tracemalloc.start()
    count = sum(isinstance(outcome, Record) for outcome in JSON.read(stream, Where("x.json")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 40_001
    assert peak < 24 << 20


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"guild": {}, "channel": {}}', b"\0" * 99], ids=["none", "cut", "no list", "nul"]
)
def test_bytes_that_hold_no_messages_are_one_clear_outcome(data: bytes) -> None:
    (outcome,) = read(data)
    assert isinstance(outcome, Unreadable)
    assert "messages" in outcome.reason
