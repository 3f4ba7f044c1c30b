"""Any table is read by its mapping: every row once, a bad one set aside alone, in every form a table comes in."""

import io
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from rapport.platforms.mapped.archive import archive_of, read_table, retry
from rapport.platforms.mapped.mapping import DATES, Map, MapRefused, guessed, map_of, map_of_toml, toml_of
from rapport.platforms.mapped.names import FIELDS
from rapport.platforms.mapped.sample import outlook, sample_of
from rapport.platforms.mapped.when import Manner, moment_of
from rapport.words.activity import Activity
from rapport.words.kinds import BY_NAME
from rapport.words.records import Outcome, Record, Unreadable, Where

BY = Map(
    {"time": "when", "author_name": "who", "author_email": "mail", "text": "said", "channel": "room", "id": "n"},
    platform="zulip",
)
ROWS: list[dict[str, Any]] = [
    {"n": 1, "when": "2024-01-31T10:00:00+01:00", "who": "Ada", "mail": "Ada@example.org",
     "room": "general", "said": "Hi"},
    {"n": 2, "when": "2024-01-31 09:30", "who": "Bob", "mail": "", "room": "", "said": 'one, "two"\nthree'},
]  # fmt: skip


def read(data: bytes, by: Map = BY) -> list[Outcome]:
    return list(read_table(io.BytesIO(data), by))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    return [one.activities[0] for one in outcomes if isinstance(one, Record)]


def csv_of(rows: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    import csv

    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def parquet_of(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def lines_of(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def workbook_of(rows: list[dict[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["A table of words"])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.create_sheet("Notes").append(["made", "by hand"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMS = {
    "comma": csv_of(ROWS), "semicolon": csv_of(ROWS, ";"), "tab": csv_of(ROWS, "\t"), "lines": lines_of(ROWS),
    "list": json.dumps(ROWS, indent=2).encode(), "parquet": parquet_of(ROWS),
    "utf-16": csv_of(ROWS).decode().encode("utf-16"),
    "preamble": b"A table of words\r\n\r\n" + csv_of(ROWS), "excel": workbook_of(ROWS),
    "mark": b"\xef\xbb\xbf" + csv_of(ROWS),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same(form: str) -> None:
    first, second = activities(read(FORMS[form]))
    assert (first.platform, first.native_id, first.kind, first.text) == ("zulip", "1", "message", "Hi")
    assert (first.at, first.zone) == (datetime(2024, 1, 31, 9, tzinfo=UTC), 60)
    assert first.author == ("zulip", "ada@example.org", None, "Ada", "ada@example.org", None, None, None, None)
    assert first.channel[:3] == ("zulip", "general", "general")
    assert (second.channel.name, second.author.native_id if second.author else "") == ("Imported", "Bob")
    assert second.text == 'one, "two"\nthree'
    assert (second.at, second.zone) == (datetime(2024, 1, 31, 9, 30, tzinfo=UTC), None)


def test_a_bad_row_is_set_aside_alone_and_can_be_tried_again() -> None:
    data = csv_of(ROWS) + b'3,never,Carl,,,late\n4,2024-01-01\n"5,2024-02-01,Eve,,,open\n6,2024-03-01,Dan,,,fine\n'
    outcomes = read(data)
    assert [one.native_id for one in activities(outcomes)] == ["1", "2", "6"]
    late, short, unclosed = (one for one in outcomes if isinstance(one, Unreadable))
    assert (late.position, late.reason) == ("line 5", "“never” is not a time that can be read.")
    assert short.reason == "The row has 2 columns where the header has 6."
    assert unclosed.reason == "A quotation mark is not closed, or the row is too long."
    mended = json.loads(late.raw)
    mended["row"]["when"] = "2024-05-05"
    (again,) = retry(json.dumps(mended).encode(), "a.csv")
    assert isinstance(again, Record)
    assert again.activities[0].native_id == "3"
    assert all(isinstance(one, Unreadable) for raw in (b"", b"{}", b"[]", b'{"map": 1}') for one in retry(raw, "a"))


def test_two_lines_run_together_are_no_header() -> None:
    header, row, _ = csv_of(ROWS[:1]).split(b"\r\n")
    outcomes = read(b"\n".join([header, row, row + b"," + row, row]))
    assert [type(each) for each in outcomes] == [Record, Unreadable, Record]


def test_a_bracket_too_many_costs_no_row() -> None:
    one = json.dumps(ROWS[0]).encode()
    assert len(activities(read(b"[" + one + b",[" + one + b"," + one + b"]"))) == 3


def test_nested_fields_have_names_with_dots() -> None:
    line = {"id": "7", "at": {"ts": 1_700_000_000_123}, "user": {"login": "ada", "tags": [1]}, "body": "Hi"}
    by = Map({"time": "at.ts", "author_handle": "user.login", "text": "body", "id": "id"})
    (found,) = activities(read(lines_of([line]), by))
    assert found.at == datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC)
    assert found.author is not None
    assert found.author.handle == "ada"


def test_without_an_id_the_same_row_is_the_same_activity() -> None:
    by = Map({"time": "when", "author_name": "who", "text": "said"})
    twice = activities(read(lines_of([ROWS[0], ROWS[0], ROWS[1], ROWS[0] | {"said": "Ho"}]), by))
    assert len({one.native_id for one in twice}) == 3


def test_kinds_are_ours_or_named_in_the_mapping() -> None:
    by = Map({"time": "t", "kind": "k"}, kinds={"reply": "post"})
    rows = [{"t": 1_700_000_000, "k": word} for word in ("Reply", "pull request", "shout", None)]
    outcomes = read(lines_of(rows), by)
    assert [one.kind for one in activities(outcomes)] == ["post", "pull_request", "message"]
    (bad,) = (one for one in outcomes if isinstance(one, Unreadable))
    assert "“shout” is not known" in bad.reason


@pytest.mark.parametrize(
    "value",
    [1_706_691_600, 1_706_691_600_000, "1706691600", "2024-01-31T09:00:00Z", "Wed, 31 Jan 2024 10:00:00 +0100",
     "2024/01/31 09:00", "2024-01-31 09:00:00 UTC", datetime(2024, 1, 31, 9, tzinfo=UTC), "1706691600.0"],
)  # fmt: skip
def test_times_in_many_forms(value: object) -> None:
    assert moment_of(value).at == datetime(2024, 1, 31, 9, tzinfo=UTC)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.datetimes(), st.dates()))
def test_any_value_is_a_time_in_utc_or_refused(value: object) -> None:
    with suppress(ValueError):
        assert moment_of(value).at.tzinfo is UTC


columns = st.dictionaries(st.sampled_from([*FIELDS]), st.text(max_size=20), max_size=8).map(lambda c: {"time": "t"} | c)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
maps = st.builds(
    Map, columns, st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True), st.sampled_from([*BY_NAME]),
    words.filter(str.strip), st.dictionaries(words.map(str.lower), st.sampled_from([*BY_NAME]), max_size=3),
    st.sampled_from(["", "%d.%m.%Y"]), st.sampled_from(["", *DATES]), st.sampled_from(["UTC", "Europe/Berlin"]),
)  # fmt: skip


@given(maps.filter(lambda by: all(key.lower() == key for key in by.kinds)))
def test_a_mapping_comes_back_from_its_file(by: Map) -> None:
    plain = by._replace(columns={k: v.encode("utf-8", "replace").decode() for k, v in by.columns.items()})
    assert map_of_toml(toml_of(plain)) == plain


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "no column for the time"),
        ({"columns": {"time": "t", "colour": "c"}}, "cannot be colour"),
        ({"columns": {"time": 1}}, "table of texts"),
        ({"columns": {"time": "t"}, "kind": "shout"}, "no kind shout"),
        ({"columns": {"time": "t"}, "platform": "My Forum"}, "small letters"),
        ({"colums": {}}, "has no colums"),
        ({"columns": {"time": "t"}, "channel": 3}, "channel has to be a text"),
        ({"columns": {"time": "t"}, "zone": "Mars"}, "no time zone Mars"),
        ({"columns": {"time": "t"}, "dates": "any"}, "day first"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_in_words(document: dict[str, object], said: str) -> None:
    with pytest.raises(MapRefused, match=said):
        map_of(document)
    with pytest.raises(MapRefused, match="not TOML"):
        map_of_toml("= nonsense")


def test_columns_are_guessed_by_names_and_values() -> None:
    assert guessed(["Created At", "User Name", "E-Mail", "Body", "Channel"]).columns == {
        "time": "Created At", "author_name": "User Name", "author_email": "E-Mail", "text": "Body",
        "channel": "Channel",
    }  # fmt: skip
    rows = [{"a": "2024-01-31", "b": "ada@example.org", "c": "this is what I have to say", "type": "shout"}]
    assert sample_of(io.BytesIO(csv_of(rows))).guess.columns == {"time": "a", "author_email": "b", "text": "c"}


def test_the_outlook_says_what_becomes_of_each_row() -> None:
    sample = sample_of(io.BytesIO(csv_of(ROWS) + b"3,never,Carl,,,late\n"))
    good, _, bad = outlook(sample.rows, BY)
    assert good.activity is not None
    assert "not a time" in bad.problem
    assert outlook(sample.rows, Map({}))[0].problem == "No column is the time yet."


@given(st.one_of(st.binary(max_size=3000), st.sampled_from([*FORMS.values()]).flatmap(
    lambda data: st.tuples(st.integers(0, len(data)), st.binary(max_size=40)).map(
        lambda cut: data[: cut[0]] + cut[1] + data[cut[0] + len(cut[1]) :]))))  # fmt: skip
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    for one in archive_of(BY).read(io.BytesIO(data), Where("a.csv")):
        if isinstance(one, Unreadable) and one.raw:
            assert len(list(retry(one.raw, "a.csv"))) == 1


@given(
    st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(10**9, 2**31)), min_size=1)
)
def test_no_good_row_is_lost(said: list[tuple[str, int]]) -> None:
    rows = [{"n": number, "when": at, "said": text, "who": ""} for number, (text, at) in enumerate(said)]
    for data in (csv_of(rows), lines_of(rows), parquet_of(rows)):
        assert [one.native_id for one in activities(read(data))] == [str(row["n"]) for row in rows]


def test_columns_are_guessed_in_other_languages() -> None:
    german = ["Nr", "Erstellt am", "Verfasser", "E-Mail-Adresse", "Betreff", "Nachricht", "Kanal", "Antwort auf"]
    assert guessed(german).columns == {
        "time": "Erstellt am", "text": "Nachricht", "author_name": "Verfasser", "author_email": "E-Mail-Adresse",
        "title": "Betreff", "channel": "Kanal", "id": "Nr", "parent": "Antwort auf",
    }  # fmt: skip
    for names in (["Créé le", "Auteur", "Contenu"], ["Дата", "Автор", "Сообщение"], ["投稿日時", "投稿者", "本文"]):
        assert guessed(names).columns == dict(zip(("time", "author_name", "text"), names, strict=True))


def test_words_that_are_no_kinds_are_named() -> None:
    rows = [{"when": "2024-01-31", "type": word} for word in ("Reply", "post", "Pull request", "reply", "")]
    sample = sample_of(io.BytesIO(csv_of(rows)))
    assert sample.foreign_kinds(Map({"time": "when", "kind": "type"})) == ["reply"]


def test_a_name_that_the_values_belie_is_no_guess() -> None:
    rows = [{"data": "a,b", "from": "3", "sent": "2024-01-31", "size": "7"}]
    assert sample_of(io.BytesIO(csv_of(rows))).guess.columns == {"time": "sent"}


def test_the_order_of_day_and_month_is_told_by_the_values_or_asked() -> None:
    rows = [{"when": "03/04/2024 10:00", "said": "x"}]
    unclear = sample_of(io.BytesIO(csv_of(rows)))
    assert unclear.guess.dates == ""
    assert unclear.unclear_day(unclear.guess) == "03/04/2024 10:00"
    assert not unclear.unclear_day(unclear.guess._replace(dates="day first"))
    by = Map({"time": "when"}, zone="Europe/Berlin")
    assert "say whether the day or the month stands first" in outlook(unclear.rows, by)[0].problem
    for dates, month in zip(DATES, (4, 3), strict=True):
        (found,) = activities(read(csv_of(rows), by._replace(dates=dates)))
        assert (found.at.month, found.zone) == (month, 120 if month == 4 else 60)
    clear = sample_of(io.BytesIO(csv_of([*rows, {"when": "13/04/2024", "said": "y"}])))
    assert clear.guess.dates == "day first"
    plain = sample_of(io.BytesIO(csv_of([{"when": "31.1.2024", "said": "z"}])))
    assert not plain.unclear_day(plain.guess)


@pytest.mark.parametrize(
    "value", ["31.1.2024 9:00", "January 31, 2024 9:00 AM", "31 janvier 2024 à 09:00", "31/01/2024 09:00"]
)
def test_times_as_people_write_them(value: str) -> None:
    assert moment_of(value).at == datetime(2024, 1, 31, 9, tzinfo=UTC)


def test_a_time_that_says_it_is_utc_is_none_of_the_tables_own_zone() -> None:
    manner = Manner(zone=ZoneInfo("Europe/Berlin"))
    assert moment_of("2024-01-31 10:00:00 UTC", manner) == (datetime(2024, 1, 31, 10, tzinfo=UTC), 0)
    assert moment_of("2024-01-31 10:00:00", manner) == (datetime(2024, 1, 31, 9, tzinfo=UTC), 60)
