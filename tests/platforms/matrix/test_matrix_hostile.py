"""What no room should hold: any JSON at all, cut and damaged files, broken events among good ones."""

import json
import tracemalloc
from io import RawIOBase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.words.records import Archive, Record, Unreadable, Where
from tests.platforms.matrix.rooms import EXPORT, LINES, activities, event, export, read

TYPES = [
    *("m.room.message", "m.room.member", "m.room.redaction", "m.reaction", "m.room.encrypted", "m.room.name"),
    *("m.poll.start", "m.poll.response", "m.sticker", "m.room.topic", "com.example"),
]
KEYS = [
    *("type", "sender", "content", "origin_server_ts", "event_id", "room_id", "state_key", "unsigned", "redacts"),
    *("msgtype", "body", "m.relates_to", "m.in_reply_to", "rel_type", "m.new_content", "membership", "prev_content"),
    *("redacted_because", "m.relations", "m.replace", "displayname", "name", "m.poll", "question", "answers", "m.text"),
    *("messages", "chunk", "rooms", "join", "!a:b", "timeline", "events", "room_name", "filename", "key"),
]
scalar = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from([*TYPES, "$1", "join", "m.image", "m.replace", "> <@a:b> x\n\ny", "a\0\ud800"])
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
)
almost = st.builds(
    lambda kind, fields: event(3, kind) | fields,
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(KEYS), any_json, max_size=5),
)
without_time = st.dictionaries(st.sampled_from(KEYS), any_json).map(lambda fields: fields | {"origin_server_ts": None})


@pytest.mark.parametrize("archive", [EXPORT, LINES], ids=lambda archive: archive.name)
@given(document=any_json | st.binary(max_size=80))
def test_nothing_raises(archive: Archive, document: Any) -> None:
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(document, archive))
    archive.recognise("x", document if isinstance(document, bytes) else json.dumps(document).encode())


@given(st.lists(almost | any_json.filter(lambda each: not isinstance(each, list)), max_size=4))
def test_every_almost_event_has_one_outcome_the_same_each_time(events: list[Any]) -> None:
    outcomes = read({"messages": events})
    assert len(outcomes) == len(events)
    assert read({"messages": events}) == outcomes


@given(st.lists(without_time | scalar, max_size=3), st.data())
def test_broken_events_take_no_good_one_with_them(broken: list[Any], data: st.DataObject) -> None:
    good = [event(number) for number in range(1, 5)]
    mixed: list[Any] = list(good)
    for each in broken:
        mixed.insert(data.draw(st.integers(0, len(mixed))), each)
    outcomes = read(export(mixed))
    assert [each for each in outcomes if isinstance(each, Record)] == read(export(good))
    assert sum(isinstance(each, Unreadable) for each in outcomes) == len(broken)


WHOLE = json.dumps(export([event(number) for number in range(1, 5)]), indent=2).encode()


@given(st.integers(WHOLE.index(b'"messages"') + 20, len(WHOLE) - 1))
def test_a_cut_export_loses_only_what_was_cut(size: int) -> None:
    whole = read(WHOLE)
    outcomes = read(WHOLE[:size])
    kept = [outcome for outcome in outcomes if isinstance(outcome, Record)]
    assert kept == whole[: len(kept)]
    assert isinstance(outcomes[-1], Unreadable)
    assert len(outcomes) - len(kept) == 1


def test_an_event_set_aside_reads_as_if_never_broken_once_it_is_mended() -> None:
    told, aside = read(export([event(2) | {"origin_server_ts": "soon"}]))
    assert isinstance(told, Record)
    assert isinstance(aside, Unreadable)
    kept = json.loads(aside.raw)
    kept["messages"][0]["origin_server_ts"] = event(2)["origin_server_ts"]
    assert list(EXPORT.retry(json.dumps(kept).encode(), "another")) == read(export([event(2)]))


def test_a_line_that_is_no_event_takes_no_other_with_it() -> None:
    lines = [json.dumps(event(1)).encode(), b"\xff{", b"[" * 100_000, b'{"a": "' + b"x" * (5 << 20), b"", b"7"]
    data = b"\n".join([*lines, json.dumps(event(2)).encode()])
    outcomes = read(data, LINES)
    assert [outcome.position for outcome in outcomes if isinstance(outcome, Record)] == ["line 1", "line 7"]
    assert sum(isinstance(outcome, Unreadable) for outcome in outcomes) == 4


@pytest.mark.parametrize(
    "other",
    [
        b'{"name": "x", "type": "public_supergroup", "id": 5, "messages": [',
        b'{"id": "1", "type": "PushEvent", "actor": {}}',
        b'{"post_stream": {"posts": []}}',
        b"plain text about origin_server_ts and sender",
        b"",
    ],
)
def test_other_files_are_left_alone(other: bytes) -> None:
    assert not EXPORT.recognise("export.json", other)
    assert not LINES.recognise("export.json", other)


@pytest.mark.parametrize("field", ["event_id", "room_id", "sender"])
def test_a_lone_surrogate_in_an_id_is_read(field: str) -> None:
    broken, good = event(1, **{field: "!\ud800"}), event(2)
    assert [each.native_id for each in activities([broken, good])] == [str(broken["event_id"]), "$2"]


def test_memory_stays_flat_over_many_large_events() -> None:
    class Endless(RawIOBase):
        def __init__(self) -> None:
            bodies = (event(number, content={"body": "x" * 60_000}) for number in range(2_000))
            self._pieces = (json.dumps(each).encode() + b"," for each in bodies)
            self._begun = False

        def read(self, size: int = -1, /) -> bytes:
            begun, self._begun = self._begun, True
            return next(self._pieces, b"") if begun else b'{"chunk": ['

    tracemalloc.start()
    count = sum(isinstance(each, Record) for each in EXPORT.read(Endless(), Where("x")))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 80 << 20
