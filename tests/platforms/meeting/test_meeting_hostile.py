"""What no report should hold, and tables that only look a little like reports."""

from io import BytesIO
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.platforms.meeting import sheet as sheet_rows
from rapport.platforms.meeting.archive import ARCHIVES
from rapport.platforms.when import Reckoning, minutes, moment, zone_in
from rapport.platforms.workbooks import is_workbook
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

(REPORT,) = ARCHIVES
DATA = Path(__file__).parents[4] / "shared/data"
GOLDEN = sorted((Path(__file__).parents[1] / "golden/meeting").glob("*.native.csv"))
HEADER = "Name,Email,Join Time,Leave Time,Duration (Minutes),Guest"
GOOD = [f"Ada {n},ada{n}@example.org,2023-05-01 18:0{n}:00,2023-05-01 19:00:00,60,No" for n in range(4)]

cells = st.sampled_from(
    [
        *(
            "Name",
            "Email",
            "Join Time",
            "Leave Time",
            "Duration",
            "RSVP",
            "User ID",
            "Topic",
            "Meeting ID",
            "Start Time",
        ),
        *(
            "ada@example.org",
            "2023-05-01 18:00",
            "99/99/9999",
            "0000-00-00",
            "9999-12-31 23:59:59-14:00",
            "1e999",
            "--",
        ),
        *("Joined", "Left", "User Action", "Timestamp", "yes", "", '"', "\0", "user 5", "Joined Group on", "1" * 400),
    ]
)
sheets = st.lists(st.lists(cells | st.text(max_size=6), max_size=8).map(",".join), max_size=10).map("\n".join)


def read(data: bytes, file: str = "report.csv") -> list[Outcome]:
    return list(REPORT.read(BytesIO(data), Where(file)))


@given(sheets, st.sampled_from(["utf-8", "utf-16", "utf-16-le"]), st.binary(max_size=20))
def test_nothing_raises_and_every_reading_is_the_same(sheet: str, encoding: str, noise: bytes) -> None:
    data = sheet.encode(encoding, "replace") + noise
    outcomes = read(data)
    assert outcomes == read(data)
    for outcome in outcomes:
        assert isinstance(outcome, Record | Unreadable)
        if isinstance(outcome, Unreadable):
            list(REPORT.retry(outcome.raw, "report.csv"))
    REPORT.recognise("report.csv", data)


@given(
    st.lists(
        st.text(st.characters(exclude_characters='\n\r",', exclude_categories=["Cs", "Cc", "Zl", "Zp"])), max_size=3
    ),
    st.data(),
)
def test_bad_rows_take_no_good_one_with_them(bad: list[str], data: st.DataObject) -> None:
    rows = list(GOOD)
    for each in bad:
        rows.insert(data.draw(st.integers(0, len(rows))), f"x{each},x@example.org,never,,,")
    outcomes = read("\n".join([HEADER, *rows]).encode())
    good = [outcome.activities for outcome in outcomes if isinstance(outcome, Record)]
    alone = [outcome.activities for outcome in read("\n".join([HEADER, *GOOD]).encode()) if isinstance(outcome, Record)]
    assert good == alone
    assert sum(isinstance(outcome, Unreadable) for outcome in outcomes) == len(bad)


@pytest.mark.parametrize("native", GOLDEN, ids=lambda path: path.name)
@given(st.data())
@settings(max_examples=15)
def test_cut_and_damaged_reports_never_raise(native: Path, data: st.DataObject) -> None:
    whole = native.read_bytes()
    size, place = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole) - 1))
    for spoiled in (whole[:size], whole[:place] + data.draw(st.binary(max_size=3)) + whole[place + 1 :]):
        assert all(isinstance(outcome, Record | Unreadable) for outcome in read(spoiled, native.name))


@given(st.text(max_size=90))
def test_no_text_raises_as_a_time_or_a_duration(text: str) -> None:
    for how in (Reckoning(day_first=True), Reckoning(day_first=False)):
        moment(text, how)
    minutes(text)
    zone_in(text)


@pytest.mark.parametrize("cell", ["1" * 60_000, "a" * 60_000 + "@", "(" * 60_000, "\u0660" * 50, '"' * 60_001])
def test_huge_cells_take_no_time(cell: str) -> None:
    begun = perf_counter()
    read("\n".join([HEADER, f"{cell},{cell},{cell},,{cell},", *GOOD]).encode(), cell[:200])
    assert perf_counter() - begun < 2


def test_a_report_too_large_to_hold_says_so() -> None:
    (outcome,) = read(b"Name,Email\n" + b"x" * sheet_rows.LARGEST)
    assert isinstance(outcome, Unreadable)
    assert len(outcome.raw) <= MAX_RAW


@pytest.mark.parametrize(
    "other",
    [
        b"name,email\nAda,ada@example.org\n",
        b"id,name,created_at,updated_at\n1,x,2023-01-01,2023-01-02\n",
        b"sha,date,author_name,author_email,subject\n",
        b"AuthorID,Author,Date,Content,Attachments,Reactions\n",
        b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
        b"name,duration\nbuild,5\n",
        b"Name,Email,Joined,Left\nAda,ada@example.org,2019-01-01,2021-01-01\n",
        b'{"name": "join time"}',
        b"From ada@example.org Wed May  1 12:34:56 2013\n",
        b"",
        b"\0\xff\0\xff",
    ],
)
def test_other_files_are_left_alone(other: bytes) -> None:
    assert not REPORT.recognise("table.csv", other)


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
def test_none_of_the_shared_files_is_taken_for_a_report() -> None:
    taken = []
    for path in sorted(DATA.rglob("*"))[:4000]:
        if path.is_file():
            with path.open("rb") as file:
                # A workbook is looked into when it is read.
                if REPORT.recognise(path.name, head := file.read(1 << 16)) and not is_workbook(head):
                    taken.append(path.name)
    assert taken == []


def test_a_workbook_that_holds_more_than_a_report_may_is_read_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "LARGEST", 60_000)
    book = openpyxl.Workbook(write_only=True)
    people = book.create_sheet("People")
    people.append(["Name", "Email", "Join Time", "Leave Time"])
    for number in range(2_000):
        people.append([f"Ada {number}", f"ada{number}@example.org", "2023-05-01 18:05", "2023-05-01 19:00"])
    out = BytesIO()
    book.save(out)
    outcomes = list(REPORT.read(BytesIO(out.getvalue()), Where("call.xlsx")))
    (aside,) = [outcome for outcome in outcomes if isinstance(outcome, Unreadable)]
    assert "larger than" in aside.reason
    assert 500 < len(outcomes) < 1_500
