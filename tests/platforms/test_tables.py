"""Rows of CSV come out as they went in, whatever their quotation marks, encoding and preamble; a broken one costs only
itself."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.lines import encoding_of
from rapport.platforms.tables import Row, all_rows, columns_in, header_of, rows, rows_of
from rapport.words.records import Unreadable

ROW = re.compile('"?[0-9]+"?,')
KNOWN = frozenset({"date", "text"})
cell = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def read(data: bytes, begins: re.Pattern[str] | None = ROW) -> list[Row]:
    return list(rows_of(io.BytesIO(data), begins))


def cells(data: bytes, begins: re.Pattern[str] | None = ROW) -> list[list[str] | None]:
    return [row.cells for row in read(data, begins)]


def named(data: bytes) -> list[tuple[int, dict[str, str] | Unreadable]]:
    return list(rows(io.BytesIO(data), KNOWN))


def written(table: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, delimiter=delimiter).writerows(table)
    return text.getvalue().encode()


@given(st.lists(st.tuples(cell, cell), max_size=6), st.sampled_from(",;\t|"))
def test_what_the_standard_library_writes_is_read_back(content: list[tuple[str, str]], delimiter: str) -> None:
    # A text that looks like the beginning of another row could be one, where its row is damaged.
    table = [["n", "a", "b"], *([str(number), "x" + a, "x" + b] for number, (a, b) in enumerate(content))]
    table = [[re.sub('\n(?=[0-9"])', "\nx", value) for value in row] for row in table]
    assert cells(written(table, delimiter)) == table


@given(st.lists(st.tuples(cell, cell), max_size=6))
def test_rows_are_told_by_their_columns(content: list[tuple[str, str]]) -> None:
    full = [(one, two) for one, two in content if (one + two).strip()]
    found = [row for _, row in named(written([["Date", "Text"], *map(list, full)]))]
    assert found == [{"date": one, "text": two} for one, two in full]


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    assert all(row.cells is None or len(row.cells) == 2 for row in read(b"n,a\r\n" + data))
    assert all(isinstance(row, dict | Unreadable) for _, row in named(b"Date,Text\n" + data))
    assert all(isinstance(row, Row) for row in all_rows(io.BytesIO(data), bool))
    assert isinstance(columns_in(data, KNOWN), set)
    header_of(data)


@given(st.binary(max_size=30).filter(lambda noise: not {10, 13} & set(noise)))
def test_a_broken_row_takes_no_good_one_with_it(noise: bytes) -> None:
    found = cells(b'n,a\n1,"one\ntwo"\n2,' + noise + b'\n3,three\n4,"four"\n')
    for good in (["1", "one\ntwo"], ["3", "three"], ["4", "four"]):
        assert good in found


def test_a_mark_that_is_never_closed_does_not_swallow_the_rest_of_the_file() -> None:
    data = b"n,a\n" + b'1,"open\n' + b"no row\n" * 400_000 + b"2,good\n"
    found = read(data)
    assert found[-1].cells == ["2", "good"]
    assert found[1].cells is None


def test_a_mark_left_open_loses_its_own_line_alone() -> None:
    first, bad, last = named(b'Date,Text\n1,one\n2,"two\n3,three\n')
    assert first == (2, {"date": "1", "text": "one"})
    assert isinstance(bad[1], Unreadable)
    assert (bad[1].position, bad[1].raw) == ("line 3", b'2,"two\n')
    assert last == (4, {"date": "3", "text": "three"})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (b'1,"a ""b"", c"\n', ["1", 'a "b", c']),
        (b'1,"a \\"b\\", c"\n', ["1", 'a "b", c']),
        (b'1,"a \\"b\n\nc\\" d, e"\n', ["1", 'a "b\n\nc" d, e']),
        (b'1, "a, b"\n', ["1", "a, b"]),
        (b'1,5" pipe\n', ["1", '5" pipe']),
        (b'1,"C:\\"\n', ["1", "C:\\"]),
        (b'1,"{""text"":""a \\""b\\"" c""}"\n', ["1", '{"text":"a \\"b\\" c"}']),
        (b"1,a,,,\n", ["1", "a"]),
        (b"1,a,b\n", None),
        (b"1\n", None),
        (b'1,"a" b\n', None),
    ],
)
def test_quotation_marks_in_every_manner(row: bytes, expected: list[str] | None) -> None:
    assert cells(b"n,a\n" + row) == [["n", "a"], expected]


@pytest.mark.parametrize("head", [b"\xef\xbb\xbfid,text\r\n1,2", b"id,text", b'"id","text"\n', b"sep=;\r\nid;text\r\n"])
def test_the_header_is_read_with_and_without_a_mark(head: bytes) -> None:
    assert list(header_of(head)) == ["id", "text"]


def test_a_header_may_have_line_breaks_and_files_of_old_macs_no_line_feeds() -> None:
    assert cells(b'"id\nof it",text\n1,2\n', None) == [["id\nof it", "text"], ["1", "2"]]
    assert cells(b"id,text\r1,2\r3,4", None) == [["id", "text"], ["1", "2"], ["3", "4"]]


def test_the_columns_may_come_after_a_preamble_and_in_utf_16() -> None:
    table = 'Notes:\n"Some ""words"", and more\n\nDate,Text\n1,é\n'
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"):
        assert [row for _, row in named(table.encode(encoding))] == [{"date": "1", "text": "é"}]
        assert columns_in(table.encode(encoding), KNOWN) == KNOWN


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Name;Ort\nJürgen Müller;Köln\nZoë;Café\n"),
        ("cp1251", "Имя;Время\nАнна Петрова;2024-01-01\nИван;2024-01-02\n"),
        ("cp932", "名前,参加時刻\n山田太郎,2023/05/01 18:00\n"),
        ("gb18030", "姓名,加入时间\n王小明,2023/05/01 18:00\n"),
        ("cp1250", "Jméno;Čas připojení\nŽofie Nováková;2024-01-01\n"),
    ],
)
def test_what_spreadsheets_save_in_is_told(encoding: str, text: str) -> None:
    assert encoding_of(text.encode(encoding)) == encoding


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        *(("cp1252", names) for names in ("José Muñoz,Íñigo Núñez", "Chloé Lefèvre,François Côté,Zoë “Z” Naïve")),
        *(("cp1252", names) for names in ("João Conceição,Inês Simões", "Niccolò,Cantù", "Bjørn Åse,Kåre Øyvind")),
        *(("cp1252", names) for names in ("Åsa Öberg,Märta", "Þórður Guðmundsdóttir", "Núria Güell,Mercè Pròxim")),
        *(
            ("cp1250", names)
            for names in ("Łukasz Wójcik,Żaneta Gąsior", "Jiří Dvořák,Růžena Němcová", "Đurđević,Željko Šarić")
        ),
        *(("cp1250", names) for names in ("Ľubomír Šťastný,Ján Krč", "Győző Szűcs,Erdős Pál", "Ştefan Ţepeş,Mădălina")),
    ],
)
def test_names_keep_their_letters_in_the_west_and_in_the_middle_of_europe(encoding: str, names: str) -> None:
    rows = [f"{name},a{number}@example.org,01/02/2023" for number, name in enumerate(names.split(","))]
    table = "\r\n".join(["Name,Email,Join Time", *rows]).encode(encoding)
    assert table.decode(encoding_of(table)) == table.decode(encoding)


def test_one_stray_byte_makes_no_other_encoding_of_utf_8() -> None:
    assert cells("n,a\n1,Jürgen, Zoë".encode() + b"\xff\n2,Zo\xc3\xab\n")[-1] == ["2", "Zoë"]


def test_a_sheet_of_several_tables_gives_all_rows() -> None:
    found = list(all_rows(io.BytesIO(b'Topic\n\na;b, c;d\n"1;2;3\n4;"5\n6";7\n'), lambda names: "d" in names))
    assert [row.cells for row in found] == [["Topic"], [""], ["a", "b, c", "d"], None, ["4", "5\n6", "7"]]
