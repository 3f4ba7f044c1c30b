"""A workbook's rows come as Excel shows them; one made to do harm is refused before it is opened."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.collect.containers import Found, Walk
from rapport.platforms import workbooks
from rapport.platforms.fields import NotReadable
from rapport.platforms.workbooks import is_workbook, sheets_of, shown

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "People"
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A9:C9")
    hidden = book.create_sheet("Hidden")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = workbook(
    ["Name", "Joined", "Stayed", "Sum", "When", "Guest", None],
    ["Ada", datetime.fromisoformat("2023-05-01T18:05"), timedelta(hours=1, minutes=5), "=1+1", time(18, 5), True, None],
    [None, None, 3.0],
)


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def read(data: bytes) -> list[tuple[str, int, list[str]]]:
    sheets = sheets_of(io.BytesIO(data))
    return [(sheet.name, number, [shown(value) for value in row]) for sheet in sheets for number, row in sheet.rows]


def test_values_are_those_that_excel_shows() -> None:
    header, ada, three, *_ = read(GOOD)
    assert header == ("People", 1, ["Name", "Joined", "Stayed", "Sum", "When", "Guest"])
    # Nothing has worked the formula out yet, so it shows nothing.
    assert ada == ("People", 2, ["Ada", "2023-05-01 18:05:00", "1:05:00", "", "18:05:00", "True"])
    assert three == ("People", 3, ["", "", "3"])
    assert "secret" not in str(read(GOOD))


def test_the_days_since_1904_of_old_macs_are_known() -> None:
    data = changed("xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>'))
    assert read(data)[1][2][1] == "2027-05-02 18:05:00"


def test_it_is_known_by_what_it_is_made_of() -> None:
    assert is_workbook(GOOD)
    for names in (["a.csv", "xl/worksheets/sheet1.xml"], ["word/document.xml", "[Content_Types].xml"], ["report.xlsx"]):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, GOOD)
        assert not is_workbook(out.getvalue())


def test_it_is_no_container_to_walk_into(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(GOOD)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("reports/a.xlsx", GOOD)
    found = [(one.file, one.stream.read() == GOOD) for one in Walk(tmp_path) if isinstance(one, Found)]
    assert found == [("a.xlsx", True), ("b.zip › reports/a.xlsx", True)]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ROOT = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHEET, BOMB + ROOT + b'<row r="1"><c t="str"><v>&b;</v></c></row>' + END),
        ("xl/styles.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        (SHEET, (BOMB + ROOT + END).decode().encode("utf-16")),
        (SHEET, b'<?xml version="1.0" encoding="cp037"?>' + ROOT + END),
        (SHEET, ROOT + b"<row>" + b"<c/>" * 400_000 + b"</row>" + END),
        (SHEET, ROOT + b"<row/>" * 1_100_000 + END),
        (SHEET, ROOT + b"<x/>" * 400_000 + END),
        ("xl/styles.xml", b"<x>" + b" " * (9 << 20) + b"</x>"),
        ("xl/styles.xml", b"<x>" + b"<y/>" * 300_000 + b"</x>"),
        (SHEET, b"no XML at all"),
    ],
)
def test_what_is_made_to_do_harm_is_refused_at_once(part: str, content: bytes) -> None:
    data = changed(part, lambda _: content)
    begun = perf_counter()
    with pytest.raises(NotReadable):
        read(data)
    assert perf_counter() - begun < 5


def test_a_row_far_down_or_far_right_costs_neither_time_nor_memory() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c r="XFD99999999999"><v>2</v></c></row>'
    begun = perf_counter()
    found = read(changed(SHEET, lambda _: ROOT + rows + END))
    assert found[0] == ("People", 1, ["1"])
    assert perf_counter() - begun < 10


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD)))
    noise = data.draw(st.binary(max_size=30))
    for spoiled in (GOOD[:at], GOOD[:at] + noise + GOOD[at + len(noise) :]):
        with suppress(NotReadable):
            read(spoiled)


@settings(max_examples=40)
@given(st.binary(max_size=60), st.integers(0, 2000), st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml"]))
def test_damaged_xml_is_read_or_refused(noise: bytes, at: int, part: str) -> None:
    spoiled = changed(part, lambda xml: xml[: at % len(xml)] + noise + xml[at % len(xml) + len(noise) :])
    with suppress(NotReadable):
        read(spoiled)


def test_a_workbook_whose_files_are_one_and_the_same_bytes_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "WHOLE", 2_000)
    with pytest.raises(NotReadable, match="when unpacked"):
        read(GOOD)
