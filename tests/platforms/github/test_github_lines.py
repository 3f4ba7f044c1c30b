"""Lines come out as they went in, and memory stays bounded."""

import io
import json
import tracemalloc
from itertools import islice
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.github import lines as lines_module
from rapport.platforms.github.archive import ARCHIVES, objects_in
from rapport.platforms.github.lines import LONGEST_LINE, Long, lines_of
from rapport.words.records import MAX_RAW, Record, Unreadable, Where

ARCHIVE, *_ = ARCHIVES


class Bits:
    """A stream that gives a few bytes at a time, as sockets and decompressors may."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def read(self, _size: int) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


@given(st.lists(st.binary(min_size=1, max_size=8)), st.sampled_from([b"\n", b"a\nb", b""]))
def test_lines_do_not_depend_on_how_the_stream_is_cut(pieces: list[bytes], joint: bytes) -> None:
    pieces = [piece + joint for piece in pieces]
    whole = b"".join(pieces)
    expected = [(n, line) for n, line in enumerate(whole.split(b"\n"), 1) if line.strip()]
    assert list(lines_of(cast(BinaryIO, Bits(pieces)))) == expected


class Endless:
    """One line of `size` bytes, then a good one, made while it is read."""

    def __init__(self, size: int, then: bytes) -> None:
        self._left = size
        self._then = then

    def read(self, size: int) -> bytes:
        if self._left:
            piece = b"x" * min(size, self._left)
            self._left -= len(piece)
            return piece
        then, self._then = self._then, b""
        return then


def test_a_line_of_a_gigabyte_is_set_aside_in_flat_memory_and_the_next_is_read() -> None:
    size = 1 << 30
    good = b'{"type":"PublicEvent","created_at":"2023-05-04T10:00:00Z"}'
    tracemalloc.start()
    try:
        long, last = ARCHIVE.read(cast(BinaryIO, Endless(size, b"\n" + good)), Where("hour.json"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(long, Unreadable)
    assert long.position == "line 1"
    assert long.raw == b"x" * MAX_RAW
    assert f"{size:,} bytes" in long.reason
    assert isinstance(last, Record)
    assert peak < 3 * LONGEST_LINE


def test_the_longest_line_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "LONGEST_LINE", 10)
    assert list(lines_of(io.BytesIO(b"0123456789\n0123456789a"))) == [(1, b"0123456789"), (2, Long(b"0123456789a", 11))]


def test_an_error_of_the_stream_comes_after_all_that_was_before_it() -> None:
    class Broken(Bits):
        def read(self, size: int) -> bytes:
            piece = super().read(size)
            if not piece:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            return piece

    found = lines_of(cast(BinaryIO, Broken([b"one\ntwo\nthr", b"ee\nfo"])))
    assert list(islice(found, 3)) == [(1, b"one"), (2, b"two"), (3, b"three")]
    with pytest.raises(EOFError):
        next(found)


@given(st.lists(st.dictionaries(st.text(), st.text() | st.dictionaries(st.text(), st.text())), max_size=5))
def test_objects_that_follow_each_other_are_found(objects: list[dict[str, object]]) -> None:
    texts = [json.dumps(each).encode() for each in objects]
    line = b"".join(texts)
    assert [line[start:end] for start, end in objects_in(line)] == texts


def test_what_is_no_object_goes_to_the_next_piece() -> None:
    line = b'{"a":"}{"} junk {"b":{}}{"c'
    assert [line[start:end] for start, end in objects_in(line)] == [b'{"a":"}{"}', b' junk {"b":{}}', b'{"c']


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b'{"id":"1","type":"PushEvent","actor":{"id":1}', True),
        (b'\xef\xbb\xbf{"type": "WatchEvent", "created_at": "2023', True),
        (b'\x00\x00\nrubbish\n{"created_at":"2013","payload":{},"type":"GistEvent"}', True),
        (b'{"id":1,"title":"A topic","post_stream":{}}', False),
        (b'[{"type":"PushEvent","actor":{}}]', False),
        (b"sha\tdate\tname\temail\tsubject\n", False),
        (b'{"type":"Feature","created_at":1}', False),
        (b"", False),
    ],
)
def test_recognised_by_content(head: bytes, known: bool) -> None:
    assert ARCHIVE.recognise("whatever.bin", head) is known
