"""DiscordChatExporter's CSV: rows without ids, dates in every manner, and the same rows in two exports."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.collect.archives import recognise
from rapport.platforms.dates import day_is_first, read_date
from rapport.words.identity import Channel
from rapport.words.records import Record, Unreadable
from tests.platforms.discord.chat import CSV, HEADING, activities, read, row, table

SAMPLES = Path(__file__).parents[4] / "shared/data/discord/chat-exporter-csv"
DECEMBER = datetime(2019, 12, 5, 22, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "05-Dec-19 10:20 PM",
        "05-Dec-2019 22:20",
        "Dec 5, 2019 10:20:00 PM",
        "2019-12-05 22:20",
        "2019-12-05T23:20:00.0000000+01:00",
        "05.12.2019 22:20",
        "5/12/2019 10:20 p. m.",
        "05-12-2019 22:20:00",
        "2019/12/05 22:20",
        "2019. 12. 5. 오후 10:20",
        "5/12/2019 10:20\u202fPM",
    ],
)
def test_a_date_in_every_manner(text: str) -> None:
    assert read_date(text, day_first=True) == DECEMBER


def test_the_month_may_come_first() -> None:
    assert read_date("12/5/2019 10:20 PM", day_first=False) == DECEMBER


@pytest.mark.parametrize("text", ["", "yesterday", "31-Feb-19 10:20 AM", "05-Dec-19", "5/12/2019 25:20"])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text, day_first=True) is None


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["12/13/2019 1:00 PM"], False),
        (["13/12/2019 13:00"], True),
        (["1/12/2019 13:00", "2/12/2019 09:00", "3/12/2019 09:00"], True),
        (["12/1/2019 1:00 PM", "12/2/2019 9:00 AM", "12/3/2019 9:00 AM"], False),
        (["3/12/2019 13:00", "2/12/2019 09:00", "1/12/2019 09:00", "12/11/2019 09:00"], True),
        (["12/12/2019 1:00 PM", "1/1/2020 9:00 AM", "1/2/2020 9:00 AM", "2/1/2020 9:00 AM"], False),
        (["12/1/2019 1:00 PM"], False),
        (["12/1/2019 13:00"], True),
        (["05.12.2019 9:00 AM"], True),
        (["2019-12-05 22:20", "05-Dec-19 10:20 AM"], True),
        # One broken date among good ones.
        (["12/5/2019 1:00 PM", "16/2019 12:01 AM", "12/6/2019 1:00 PM"], False),
        (["20]19-12-06T00:02:03.5+01:00", "12/5/2019 1:00 PM", "12/6/2019 1:00 PM"], False),
        (["12/13/2019 1:00 PM", "12/14/2019 1:00 PM", "22/6/2019 1:00 PM"], False),
        (["13/12/2019 13:00", "14/12/2019 13:00", "12/62/2019 13:00"], True),
    ],
)
def test_the_rows_tell_whether_the_day_is_first(dates: list[str], first: bool) -> None:
    assert day_is_first(dates) is first


@given(st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1)), st.booleans())  # noqa: DTZ001  # as it is written
def test_a_years_dates_are_read_as_they_were_written(begin: datetime, by_day: bool) -> None:
    written = f"%{'d/%m' if by_day else 'm/%d'}/%Y %H:%M"
    year = [begin.replace(month=month, day=day) for month in range(1, 13) for day in (3, 17)]
    dates = [date.strftime(written) for date in year]
    read = [read_date(date, day_first=day_is_first(dates)) for date in dates]
    assert read == [date.replace(second=0, microsecond=0, tzinfo=UTC) for date in year]


@pytest.mark.parametrize(
    ("file", "channel"),
    [
        ("Example - Lobby - talk [1000000000000000005].csv", ("1000000000000000005", "Example / Lobby / talk")),
        (
            "Example - talk [1000000000000000005] (after 2020-01-01) [part 2].csv",
            ("1000000000000000005", "Example / talk"),
        ),
        ("d/2019-Dec-06__lobby__dev-dico__1.csv", ("name:lobby / dev-dico", "lobby / dev-dico")),
        ("general.csv", ("name:general", "general")),
        ("7.csv", ("name:7", "7")),
    ],
)
def test_the_files_name_tells_the_channel(file: str, channel: tuple[str, str]) -> None:
    (activity,) = activities(table(row(1), file=file))
    assert activity.channel == Channel("discord", *channel, stands_in=True)


def test_direct_messages_are_counted_and_left_out() -> None:
    assert table(row(1), file="Direct Messages - Private - bob [1000000000000000005].csv") == [Record("row 1", [])]


def test_the_same_rows_in_two_exports_are_the_same_activities() -> None:
    rows = [row(1, content="+1"), row(1, content="+1"), row(2), row(1, "2023-04-24T10:00:00+00:00", "+1")]
    first = [activity.native_id for activity in activities(table(*rows))]
    assert len(set(first)) == 4
    later = activities(table(*rows, row(3), file="Example - Lobby - talk [1000000000000000005] (after 2023-01-01).csv"))
    assert [activity.native_id for activity in later][:4] == first


def test_old_headings_with_semicolons_and_without_ids() -> None:
    heading = "Author;Date;Content;Attachments;"
    (activity,) = activities(table('"ada#1234";"05-Dec-18 10:20 AM";"a; ""b""";"";', heading=heading))
    assert activity.author is not None
    assert (activity.author.native_id, activity.author.handle, activity.text) == ("name:ada#1234", "ada#1234", 'a; "b"')
    assert CSV.recognise("x.csv", heading.encode())


@pytest.mark.parametrize("head", [b"Author,Text", b"", b'{"guild": {}}', b"Date,Author,Content,Attachments"])
def test_other_tables_are_not_taken(head: bytes) -> None:
    assert not CSV.recognise("x.csv", head)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_whatever_people_write_comes_back(contents: list[str]) -> None:
    outcomes = table(*(row(number, content=content) for number, content in enumerate(contents)))
    assert [activity.text or "" for activity in activities(outcomes)] == [
        content.encode("utf-8", "replace").decode() for content in contents
    ]


@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_in_a_file_never_raise(noise: bytes, at: int) -> None:
    data = "\n".join([HEADING, row(1), row(2), row(3)]).encode()
    assert all(
        isinstance(outcome, Record | Unreadable) for outcome in read(data[:at] + noise + data[at:], "x.csv", CSV)
    )
    assert all(isinstance(outcome, Record | Unreadable) for outcome in CSV.retry(noise, "x.csv"))


def test_a_quote_that_never_ends_costs_its_own_row() -> None:
    before, broken, after = table(row(1), '"200000000000000002","bob","2023-04-24T09:00:00","never', row(3))
    assert isinstance(broken, Unreadable)
    assert [activity.text for activity in activities([before, after])] == ["hello", "hello"]


def test_a_row_set_aside_and_mended_reads_as_if_never_broken() -> None:
    whole = table(row(1, "05/12/2019 10:00"), row(2, "13/12/2019 10:00"))
    aside = table(row(1, "05/12/2019 10:00"), row(2, "never"), row(3, "13/12/2019 10:00"))[1]
    mended = aside.raw.replace(b"never", b"13/12/2019 10:00")  # type: ignore[union-attr]
    assert activities(list(CSV.retry(mended, "another.csv"))) == activities(whole[1:])


@pytest.mark.skipif(not SAMPLES.exists(), reason=f"{SAMPLES} is not here")
def test_the_real_channels_are_read_with_their_own_counts() -> None:
    """Counted again by Python's csv alone. Two days share no row; each file taken twice adds none."""
    rows, ids, senders = Counter[tuple[str, ...]](), set[str](), set[str]()
    reactions = read_reactions = 0
    for file in [*SAMPLES.glob("*.csv")] * 2:
        data = file.read_bytes()
        archive = recognise(file.name, data[:65_536])
        assert archive is CSV
        found = activities(read(data, file.name, CSV))
        with file.open(encoding="utf-8-sig", newline="") as lines:
            expected = list(csv.DictReader(lines, delimiter=";"))
        assert [activity.text or "" for activity in found] == [each["Content"] for each in expected]
        assert [f"{activity.at:%d-%b-%y %I:%M %p}" for activity in found] == [each["Date"] for each in expected]
        rows.update((file.name.split("__", 1)[1], *list(each.values())[:4]) for each in expected)
        senders.update(each["AuthorID"] for each in expected)
        reactions += sum(each["Reactions"].count("(") for each in expected)
        read_reactions += sum("reactions" in (activity.facts or {}) for activity in found)
        ids.update(activity.native_id for activity in found)
    assert sum(rows.values()) == 2 * len(ids) == 480
    assert len(senders) > 10
    assert reactions >= read_reactions > 0


def test_a_table_with_ids_of_messages_meets_the_json() -> None:
    heading = "MessageID,AuthorID,Author,Date,Content,Attachments,Reactions"
    line = '"1100000000000000001","200000000000000001","ada","4/24/2023 12:07 PM","hi, all","",""'
    (said,) = activities(table(line, heading=heading))
    assert (said.native_id, said.text) == ("1100000000000000001", "hi, all")
    assert said.at.isoformat() == "2023-04-24T10:07:17.011000+00:00"
