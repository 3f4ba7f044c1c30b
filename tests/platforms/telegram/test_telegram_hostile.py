"""What no export should hold: any JSON at all, cut and damaged files, broken messages among good ones."""

import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.telegram.archive import recognise
from rapport.words.records import Record, Unreadable, Where
from tests.platforms.telegram.chats import DESKTOP, account, chat, message, read

KEYS = [
    *("id", "type", "date", "date_unixtime", "edited", "from", "from_id", "text", "text_entities", "href", "emoji"),
    *("reactions", "recent", "count", "poll", "question", "answers", "actor", "actor_id", "action", "members"),
    *("reply_to_message_id", "reply_to_peer_id", "media_type", "messages", "chats", "list", "name", "total_voters"),
]
scalar = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["message", "service", "user5", "channel-1", "2023-05-01T14:00:00", "9999-12-31", "a\ud800"])
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
)
almost = st.builds(lambda fields: message(3) | fields, st.dictionaries(st.sampled_from(KEYS), any_json, max_size=5))


@given(any_json)
def test_no_json_raises(document: Any) -> None:
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(document))


@given(st.lists(almost | any_json, max_size=4))
def test_every_almost_message_has_one_outcome_the_same_each_time(messages: list[Any]) -> None:
    outcomes = read(chat(messages))
    assert len(outcomes) == len(messages)
    assert read(chat(messages)) == outcomes


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda data: b'{"messages":[' + data))
def test_no_bytes_raise(data: bytes) -> None:
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(data))
    recognise("result.json", data)


WHOLE = json.dumps(account(chat([message(1), message(2)]), chat([message(3)], "personal_chat")), indent=1).encode()


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_export_loses_only_what_was_cut(size: int) -> None:
    whole = [outcome for outcome in read(WHOLE) if isinstance(outcome, Record)]
    outcomes = read(WHOLE[:size])
    kept = [outcome for outcome in outcomes if isinstance(outcome, Record)]
    assert kept == whole[: len(kept)]
    assert sum(isinstance(outcome, Unreadable) for outcome in outcomes) <= 1
    assert len(kept) == len(whole) or isinstance(outcomes[-1], Unreadable)


@given(st.integers(0, 400), st.sampled_from([b"\0", b'"', b"}", b"]", b"\xff", b"{"]))
def test_a_damaged_message_takes_at_most_its_neighbour_with_it(place: int, damage: bytes) -> None:
    data = json.dumps(chat([message(number) for number in range(1, 7)])).encode()
    start = data.index(b'{"id": 3')
    spoiled = data[: start + place % 200] + damage + data[start + place % 200 + 1 :]
    told = [outcome.position for outcome in read(spoiled) if isinstance(outcome, Record)]
    for number in (1, 2, 5, 6):
        assert f"message {number} of -1001234567890" in told


def test_damage_in_one_chat_does_not_put_the_next_chat_into_it() -> None:
    document = account(chat([message(1), message(2)]), chat([message(3), message(4)], "personal_chat"))
    data = json.dumps(document).encode()
    outcomes = read(data.replace(b'"id": 2', b'"id": 2 2', 1))
    assert [isinstance(outcome, Unreadable) for outcome in outcomes] == [False, True, False, False]
    assert all(not outcome.activities for outcome in outcomes[2:] if isinstance(outcome, Record))


@pytest.mark.parametrize("fault", [{"id": None}, {"id": True}, {"id": 1 << 63}, {"date": 3, "date_unixtime": "soon"}])
def test_a_message_set_aside_reads_as_if_never_broken_once_it_is_mended(fault: dict[str, Any]) -> None:
    (aside,) = read(chat([message(2) | fault]))
    assert isinstance(aside, Unreadable)
    assert list(DESKTOP.retry(aside.raw, "another")) == [aside]
    kept = json.loads(aside.raw)
    kept["messages"][0] |= {key: message(2)[key] for key in fault}
    assert list(DESKTOP.retry(json.dumps(kept).encode(), "another")) == read(chat([message(2)]))


def test_deep_json_nuls_and_surrogates_take_nothing_with_them() -> None:
    data = json.dumps(chat([message(1, text="a\0\ud800"), message(2, text="DEEP"), message(3)])).encode()
    first, deep, last = read(data.replace(b'"DEEP"', b"[" * 100_000 + b"]" * 100_000))
    assert isinstance(deep, Unreadable)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert first.activities[0].text == "a\0\ud800"


class Endless(RawIOBase):
    """An export of so many messages, made as it is read."""

    def __init__(self, count: int) -> None:
        self._pieces = self._all(count)

    def _all(self, count: int) -> Iterator[bytes]:
        yield json.dumps(chat([]))[:-2].encode()
        for number in range(1, count, 100):
            many = [json.dumps(message(each, reply_to_message_id=each - 1)) for each in range(number, number + 100)]
            yield (",".join(many) + ("," if number + 100 < count else "]}")).encode()

    def read(self, size: int = -1, /) -> bytes:
        return next(self._pieces, b"")


@pytest.mark.slow
def test_memory_stays_flat_over_a_long_export() -> None:
    tracemalloc.start()
    count = sum(isinstance(outcome, Record) for outcome in DESKTOP.read(Endless(30_000), Where("x")))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_000
    assert peak < 24 << 20


@pytest.mark.parametrize(
    "other",
    [
        b'{"guild": {"id": "1"}, "channel": {"id": "2", "type": "GuildTextChat"}, "messages": [',
        b'{"room_name": "x", "exported_by": "y", "messages": [{"type": "m.room.message"',
        b'{"post_stream": {"posts": []}}',
        b'[{"id": 1, "type": "message"}]',
        b"plain",
    ],
)
def test_other_files_are_left_alone(other: bytes) -> None:
    assert not DESKTOP.recognise("result.json", other)


def test_what_is_read_does_not_depend_on_how_it_is_indented() -> None:
    document = chat([message(1), message(2)])
    assert read(document) == list(DESKTOP.read(BytesIO(json.dumps(document).encode()), Where("x")))
