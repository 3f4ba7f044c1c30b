"""Tables for spreadsheets."""

import csv

import pytest

from rapport.words.sheet import FORMULA, lines, whole


@pytest.mark.parametrize("begins", FORMULA)
def test_no_text_is_taken_for_a_formula(begins: str) -> None:
    [_, told] = csv.reader(lines(("name", "n"), [(f"{begins}HYPERLINK(1)", -3)]))
    assert told == [f"'{begins}HYPERLINK(1)", "-3"]


def test_rows_by_name_leave_empty_what_they_do_not_have() -> None:
    file = whole(("a", "b"), [{"a": 'say "hi",\nthen go'}, {"b": 0}])
    assert file == 'a,b\r\n"say ""hi"",\nthen go",\r\n,0\r\n'
