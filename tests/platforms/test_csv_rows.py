"""Rows of CSV come out as they went in, and a broken one costs only itself."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.csv_rows import CsvRow, first_line, rows_of

ROW = re.compile(rb'"?[0-9]+"?,')
cell = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def rows(data: bytes) -> list[CsvRow]:
    return list(rows_of(io.BytesIO(data), ROW))


def written(cells: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(cells)
    return text.getvalue().encode()


@given(st.lists(st.tuples(cell, cell), max_size=6))
def test_what_the_standard_library_writes_is_read_back(cells: list[tuple[str, str]]) -> None:
    # A text that looks like the beginning of another row could be one, where its row is damaged.
    table = [["n", "a", "b"], *([str(number), "x" + a, "x" + b] for number, (a, b) in enumerate(cells))]
    table = [[re.sub('\n(?=[0-9"])', "\nx", value) for value in row] for row in table]
    assert [row.cells for row in rows(written(table))] == table


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    for row in rows(b"n,a\r\n" + data):
        assert row.cells is None or len(row.cells) == 2


@given(st.binary(max_size=30).filter(lambda noise: b"\n" not in noise))
def test_a_broken_row_takes_no_good_one_with_it(noise: bytes) -> None:
    found = rows(b'n,a\n1,"one\ntwo"\n2,' + noise + b'\n3,three\n4,"four"\n')
    cells = [row.cells for row in found]
    for good in (["1", "one\ntwo"], ["3", "three"], ["4", "four"]):
        assert good in cells


def test_a_mark_that_is_never_closed_does_not_swallow_the_rest_of_the_file() -> None:
    data = b"n,a\n" + b'1,"open\n' + b"no row\n" * 400_000 + b"2,good\n"
    found = rows(data)
    assert found[-1].cells == ["2", "good"]
    assert found[1].cells is None


@pytest.mark.parametrize("head", [b"\xef\xbb\xbfid,text\r\n1,2", b"id,text", b'"id","text"\n'])
def test_the_header_is_read_with_and_without_a_mark(head: bytes) -> None:
    assert first_line(head) == ["id", "text"]
