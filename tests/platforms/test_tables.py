"""Tables as they are really written: preambles, broken quotation marks, encodings, lines inside cells."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.tables import columns_in, rows
from rapport.words.records import Unreadable

KNOWN = frozenset({"date", "text"})
cells = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\\\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
)


def read(data: bytes) -> list[tuple[int, dict[str, str] | Unreadable]]:
    return list(rows(io.BytesIO(data), KNOWN))


@given(st.lists(st.tuples(cells, cells).filter(lambda row: any(cell.strip() for cell in row)), max_size=5))
def test_what_was_written_is_read(table: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("Date", "Text"), *table])
    found = [row for _, row in read(out.getvalue().encode())]
    assert found == [{"date": date, "text": text} for date, text in table]


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    assert all(isinstance(row, dict | Unreadable) for _, row in read(b"Date,Text\n" + data))
    assert isinstance(columns_in(data, KNOWN), set)


def test_a_quotation_mark_left_open_loses_its_own_line_alone() -> None:
    first, bad, last = read(b'Date,Text\n1,one\n2,"two\n3,three\n')
    assert first == (2, {"date": "1", "text": "one"})
    assert isinstance(bad[1], Unreadable)
    assert bad[1].position == "line 3"
    assert last == (4, {"date": "3", "text": "three"})


def test_the_columns_may_come_after_a_preamble_and_in_utf_16() -> None:
    table = 'Notes:\n"Some ""words"", and more"\n\nDate,Text\n1,é\n'
    assert [row for _, row in read(table.encode("utf-16"))] == [{"date": "1", "text": "é"}]
    assert columns_in(table.encode("utf-8-sig"), KNOWN) == KNOWN


def test_quotation_marks_behind_a_backslash() -> None:
    assert read(b'Date,Text\n1,"a \\"b\\", c"\n') == [(2, {"date": "1", "text": 'a "b", c'})]
