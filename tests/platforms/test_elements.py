"""Arrays as long as a stream: each element once, in flat memory, whatever stands between them."""

import io
import json
import re
import tracemalloc
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.elements import LONGEST, WINDOW, Damaged, elements
from rapport.platforms.json_walk import JsonWalk

OPENING = re.compile(rb"=\s*\[")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


class Dripping(io.BytesIO):
    """Gives a few bytes at a time, as a stream through a decompressor may."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(min(size or 7, 7) if size and size > 0 else 7)


def read(data: bytes) -> list[bytes | Damaged]:
    return list(elements(io.BytesIO(data), OPENING))


@given(st.lists(values), st.sampled_from([None, 1, 2]), st.booleans())
def test_every_element_comes_once_in_its_order(array: list[Any], indent: int | None, escaped: bool) -> None:
    data = b"window.YTD.x = " + json.dumps(array, indent=indent, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    for stream in (io.BytesIO(data), Dripping(data)):
        found = [json.loads(each) for each in elements(stream, OPENING) if isinstance(each, bytes)]
        assert found == array


@given(st.lists(st.integers(0, 999), min_size=1, max_size=30), st.data())
def test_a_damaged_element_takes_no_other_with_it(numbers: list[int], data: st.DataObject) -> None:
    whole = [json.dumps({"tweet": {"id": number, "list": [{"a": 1}, {"b": "x, y"}]}}).encode() for number in numbers]
    bad = data.draw(st.integers(0, len(whole) - 1))
    at = data.draw(st.integers(12, len(whole[bad]) - 1))
    broken = whole[bad][:at] + data.draw(st.sampled_from([b'"', b"\0", b"{", b"}", b"]", b"\\", b""]))
    mixed = [*whole[:bad], broken, *whole[bad + 1 :]]
    found = [each for each in read(b"= [" + b", ".join(mixed) + b"]") if isinstance(each, bytes)]
    assert [each for each in found if each in whole] == [each for each in mixed if each in whole]


def test_what_follows_the_array_is_no_part_of_it() -> None:
    assert read(b'{"x"= [{"a":1}], "totalItems": 3, "b": [4]}') == [b'{"a":1}']


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    assert all(isinstance(each, bytes | Damaged) for each in read(b"= [" + data))


def test_what_came_before_a_fault_of_the_stream_is_given() -> None:
    class Faulty(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 20:
                raise OSError("broken")
            return super().read1(30)

    found = elements(Faulty(b'= [{"a":1}, {"a":2}, {"a":3}, {"a":4}]'), OPENING)
    assert [next(found), next(found)] == [b'{"a":1}', b'{"a":2}']
    with pytest.raises(OSError, match="broken"):
        list(found)


def test_an_element_that_is_too_long_is_passed_over() -> None:
    long, *good = read(b'= [{"a":"' + b"x" * (LONGEST + WINDOW * 3) + b'"},{"a":2},{"a":3}]')
    assert isinstance(long, Damaged)
    assert good == [b'{"a":2}', b'{"a":3}']


@pytest.mark.parametrize(
    "filling", [b'{"a":"', b"[", b'{"a":[', b"1,", b'{"a":1,,},', b'"', b'{"a":1},{"b', b"]", b",{"],
    ids=["open", "brackets", "nested", "numbers", "wrong", "quotes", "cut", "ends", "begun"],
)  # fmt: skip
def test_half_a_megabyte_made_to_do_harm_ends_in_time(filling: bytes) -> None:
    begun = perf_counter()
    read(b"= [" + filling * ((1 << 19) // len(filling)))
    assert perf_counter() - begun < 15


def test_memory_stays_flat() -> None:
    class Endless(io.RawIOBase):
        left = 64

        def read1(self, _size: int = -1, /) -> bytes:
            self.left -= 1
            return (b'{"tweet": "' + b"x" * 1000 + b'"}, ') * 1000 if self.left else b""

    class Begun(Endless):
        begun = False

        def read1(self, size: int = -1, /) -> bytes:
            if not self.begun:
                self.begun = True
                return b"= ["
            return super().read1(size)

    tracemalloc.start()
    count = sum(1 for _ in elements(Begun(), OPENING))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 63 * 1000 + 1  # that it breaks off
    assert peak < 50 << 20


def test_a_bracket_between_two_elements_costs_none_where_it_is_known_how_they_begin() -> None:
    data = io.BytesIO(b'x = [{"a": 1}, [{"a": 2}, {"a": 3}]')
    assert list(elements(data, OPENING, rb'\{\s*+"a"'))[:3] == [b'{"a": 1}', b'{"a": 2}', b'{"a": 3}']


def test_a_list_that_is_itself_an_element_costs_what_comes_after_it_nothing() -> None:
    data = b'{"chats": [[{"id": 1}, {"id": 2}], {"id": 3}], "then": 4}'
    walk = JsonWalk(io.BytesIO(data))
    members = walk.members()
    assert next(members) == "chats"
    assert list(walk.elements(rb'\{\s*+"id"')) == [b'[{"id": 1}, {"id": 2}]', b'{"id": 3}']
    assert next(members) == "then"
    assert walk.value() == 4


def test_a_bracket_that_damage_put_before_the_last_elements_is_no_list() -> None:
    walk = JsonWalk(io.BytesIO(b'{"chats": [{"id": 1}, [{"id": 2}, {"id": 3}], "then": 4}'))
    next(walk.members())
    assert list(walk.elements(rb'\{\s*+"id"')) == [b'{"id": 1}', b'{"id": 2}', b'{"id": 3}']
