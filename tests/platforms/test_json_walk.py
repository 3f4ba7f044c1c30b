"""A walk gives what the whole document would give, in whatever pieces it comes."""

import json
import tracemalloc
from io import BytesIO, RawIOBase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.elements import Damaged
from rapport.platforms.json_walk import JsonWalk, Malformed
from rapport.platforms.window import LONGEST

any_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)
ITEM = rb'\{\s*+"n"\s*+:'


class Drip(RawIOBase):
    """Gives so many bytes at a time, however many are asked for."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data, self._size, self._at = data, size, 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._data[self._at : self._at + self._size]
        self._at += len(piece)
        return piece


def walk(data: bytes, size: int = 1 << 20) -> JsonWalk:
    return JsonWalk(Drip(data, size))  # type: ignore[arg-type]


def elements(document: JsonWalk) -> list[Any]:
    return [each if isinstance(each, Damaged) else json.loads(each) for each in document.elements(ITEM)]


@given(any_json, st.integers(1, 9), st.sampled_from([None, 1]), st.booleans())
def test_a_value_is_whole_in_whatever_pieces_it_comes(value: Any, size: int, indent: int | None, ascii: bool) -> None:  # noqa: A002
    data = json.dumps(value, indent=indent, ensure_ascii=ascii).encode("utf-8", "surrogatepass")
    assert walk(data, size).value() == json.loads(data.decode("utf-8", "replace"))


@given(st.dictionaries(st.text(max_size=5), any_json), st.integers(1, 9), st.data())
def test_members_and_skipping_find_the_next_key(value: dict[str, Any], size: int, data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.sampled_from(sorted(value)))) if value else set()
    document = walk(json.dumps(value).encode(), size)
    found = {}
    for key in document.members():
        if key in wanted:
            found[key] = document.value()
        else:
            document.skip()
    assert found == {key: value[key] for key in wanted}
    assert document.peek() == ""


@given(st.lists(any_json), st.integers(1, 9))
def test_items_and_elements_are_those_of_the_list(value: list[Any], size: int) -> None:
    data = json.dumps(value).encode()
    one_by_one = walk(data, size)
    assert [one_by_one.value() for _ in one_by_one.items()] == value
    assert elements(walk(data, size)) == value


@given(st.integers(1, 9), st.sampled_from([b"{]", b'"', b"\xff", b"x", b"}}", b",", b"\0", b"1 2"]))
def test_a_broken_element_takes_no_other_with_it(size: int, damage: bytes) -> None:
    data = b'[{"n": 1}, {"n": ' + damage + b'}, {"n": 3}, {"n": 4}]'
    found = elements(walk(data, size))
    assert [each for each in found if not isinstance(each, Damaged)] == [{"n": 1}, {"n": 3}, {"n": 4}]
    assert sum(isinstance(each, Damaged) for each in found) == 1


@given(st.integers(0, 40))
def test_a_cut_list_is_told_of_once(size: int) -> None:
    data = b'[{"n": 1}, {"n": 2}, {"n": 3}, {"n": 4}]'[:size]
    document = walk(data)
    try:
        found = elements(document)
    except Malformed:
        assert size == 0
        return
    assert document.cut == (size < 40)
    assert sum(isinstance(each, Damaged) for each in found) == (size < 40)


def test_telegram_s_escapes_are_read() -> None:
    assert walk(rb'["a\x1Bb\\x41", "c\u0041"]').value() == ["a\x1bb\\x41", "cA"]


@pytest.mark.parametrize("data", [b"", b"[", b"{", b'{"a"', b"nul", b"[1 2]", b"[" * 100_000, b"9" * 5000])
def test_what_is_no_json_says_so(data: bytes) -> None:
    with pytest.raises(Malformed):
        walk(data).value()


def test_a_value_too_long_to_hold_is_passed_over_in_flat_memory() -> None:
    class Long(RawIOBase):
        def __init__(self) -> None:
            self._pieces = iter([b'[{"n": "', *[b"x" * (1 << 20)] * 60, b'"}, {"n": 2}]'])

        def read(self, size: int = -1, /) -> bytes:
            return next(self._pieces, b"")

    tracemalloc.start()
    long, good = elements(JsonWalk(Long()))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(long, Damaged)
    assert "too long" in long.reason
    assert good == {"n": 2}
    assert peak < 6 * LONGEST


def test_a_mark_at_the_beginning_is_no_part_of_it() -> None:
    assert JsonWalk(BytesIO(b"\xef\xbb\xbf[1]")).value() == [1]


def test_a_number_at_the_end_of_the_last_piece_is_passed_once() -> None:
    document = walk(b'{"": 0}', 4)
    for _ in document.members():
        document.skip()
    assert document.peek() == ""
