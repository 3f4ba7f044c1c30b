"""Commit tables: header, rows, encodings, dates, and rows that cannot be read."""

import gzip
from datetime import UTC
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.git.archive import ARCHIVES
from rapport.platforms.git.moment import moment_of_text
from rapport.words.activity import COMMIT_FROM_TABLE
from rapport.words.identity import git_author
from rapport.words.records import MAX_RAW, Record, Unreadable, Where

TABLE = next(archive for archive in ARCHIVES if archive.name == "git-table")
SHA = "ab" * 20
HEADER = b"sha\tdate\tauthor_name\tauthor_email\tsubject\n"


def row(number: int = 0, subject: str = "Fix", separator: str = "\t") -> bytes:
    return separator.join([f"{number:040x}", "2023-01-25T20:29:02+03:00", "Ada", "ada@example.org", subject]).encode()


def outcomes(data: bytes, name: str = "commits.tsv"):
    return list(TABLE.read(BytesIO(data), Where(name)))


def test_a_row_is_a_commit():
    (record,) = outcomes(HEADER + row(171, 'Say "hi'), "urho3d/commits.tsv.gz")
    (commit,) = record.activities
    assert record.position == "line 2"
    assert (commit.platform, commit.native_id, commit.kind) == ("git", f"{171:040x}", "commit")
    assert (commit.at.isoformat(), commit.zone) == ("2023-01-25T17:29:02+00:00", 180)
    assert commit.author == git_author("Ada", "ada@example.org")
    assert (commit.title, commit.text, commit.facts) == ('Say "hi', None, None)
    assert (commit.channel.native_id, commit.revision) == ("urho3d", COMMIT_FROM_TABLE)


@pytest.mark.parametrize(
    "header",
    [
        "sha\tdate\tauthor name\tauthor e-mail\tsubject",
        "Commit Hash\tAuthor Date\tAuthor\tEmail\tMessage",
        "\ufeffhash;timestamp;name;mail;title",
        '"commit","authored_date","author.name","author.email","summary"',
    ],
)
def test_usual_headers_are_recognised(header):
    separator = max("\t;,", key=header.count)
    data = header.encode() + b"\r\n" + row(separator=separator) + b"\r\n"
    assert TABLE.recognise("x.txt", data)
    (record,) = outcomes(data)
    assert record.activities[0].author == git_author("Ada", "ada@example.org")
    assert record.activities[0].title == "Fix"


@pytest.mark.parametrize(
    "head", [b"", b"\n", b"{}", b"name\tdate\temail\n", b"sha,date\n", b"\x1f\x8b\0\0", b"\xff\xfe"]
)
def test_other_files_are_not(head):
    assert not TABLE.recognise("commits.tsv", head)
    (outcome,) = outcomes(head)
    assert (outcome.position, outcome.reason) == ("line 1", "The first line names no sha, date and author.")


def test_name_and_address_may_share_a_column():
    (record,) = outcomes(f"sha,date,author\n{SHA},1700000000,Ada <Ada@Example.org>\n".encode())
    assert record.activities[0].author == git_author("Ada", "ada@example.org")


def test_a_message_with_trailers_in_a_quoted_field():
    message = 'Say ""hi"", twice\n\nText.\n\nReviewed-by: Bob <bob@example.org>\n'
    data = f'sha,date,name,email,message\n{SHA},1700000000,Ada,ada@example.org,"{message}"\n'.encode()
    first, second = outcomes(data + row(1, separator=","))
    commit, review = first.activities
    assert (commit.title, commit.text) == ('Say "hi", twice', "Text.")
    assert (review.kind, review.native_id) == ("review", f"{SHA}/review/bob@example.org")
    assert second.position == "line 8"


def test_a_quote_that_never_closes_costs_only_its_own_row():
    data = b"sha,date,name,email,subject\n" + row(1, '"open', ",") + b"\n"
    data += b"".join(row(number, separator=",") + b"\n" for number in range(2, 1000))
    bad, *good = outcomes(data)
    assert isinstance(bad, Unreadable)
    assert (bad.position, "quote" in bad.reason) == ("line 2", True)
    assert [record.position for record in good] == [f"line {number}" for number in range(3, 1001)]


def test_open_quotes_in_neighbouring_rows_are_no_pair():
    rows = [row(1, '"open', ","), row(2, '"open', ","), row(3, '5" wide', ","), row(4, 'wide 5"', ",")]
    first, second, third, fourth = outcomes(b"sha,date,name,email,subject\n" + b"\n".join(rows))
    assert isinstance(first, Unreadable)
    assert isinstance(second, Unreadable)
    assert third.activities[0].title == '5" wide'
    assert fourth.activities[0].title == 'wide 5"'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row() + b"\tmore", "The row has 6 columns where the header has 5."),
        (b"\t".join(row().split(b"\t")[:3]), "The row has 3 columns where the header has 5."),
        (row().replace(b"0", b"g", 1), "The sha is not 40 or 64 hexadecimal digits."),
        (row()[30:], "The sha is not 40 or 64 hexadecimal digits."),
        (row().replace(b"2023-", b"0000-"), "The date is neither ISO 8601 nor seconds since 1970."),
        (row().replace(b"2023-01-25T20:29:02+", b"0001-01-01T00:00:00+"), "The date lies outside the years 1 to 9999."),
    ],
)
def test_a_bad_row_is_set_aside_alone_and_can_be_tried_again(line, reason):
    bad, good = outcomes(HEADER + line + b"\n" + row(7))
    assert bad == Unreadable("line 2", reason, HEADER + line)
    assert good.activities[0].native_id == f"{7:040x}"
    (again,) = TABLE.retry(bad.raw, "commits.tsv")
    assert again.reason == reason
    (mended,) = TABLE.retry(HEADER + row(9), "commits.tsv")
    assert isinstance(mended, Record)


def test_a_line_without_end_costs_a_bounded_part_of_memory():
    data = HEADER + row(1) + b"x" * (3 * MAX_RAW) + b"\n" + row(2)
    bad, good = outcomes(data)
    assert (bad.position, len(bad.raw)) == ("line 2", MAX_RAW)
    assert (good.position, good.activities[0].native_id) == ("line 3", f"{2:040x}")
    (again,) = TABLE.retry(bad.raw, "commits.tsv")
    assert isinstance(again, Unreadable)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251"])
def test_encodings(encoding):
    subjects = {"cp1251": ["Добавил ссылку на проект", "Пояснил назначение модуля поиска"]}.get(
        encoding, ["Für größere Züge geändert", "Überprüfung der Lösung geändert"]
    )
    rows = [row(number, subject).decode() for number, subject in enumerate(subjects)]
    data = "\n".join([HEADER.decode().strip(), *rows]).encode(encoding)
    assert TABLE.recognise("x", data)
    assert [record.activities[0].title for record in outcomes(data)] == subjects


@pytest.mark.parametrize(
    ("text", "at", "zone"),
    [
        ("2023-01-25T20:29:02+03:00", "2023-01-25T17:29:02", 180),
        ("2023-01-25T20:29:02Z", "2023-01-25T20:29:02", 0),
        ("2023-01-25 20:29:02 -0330", "2023-01-25T23:59:02", -210),
        ("Wed Jan 25 20:29:02 2023 +0300", "2023-01-25T17:29:02", 180),
        ("Wed, 25 Jan 2023 20:29:02 +0300", "2023-01-25T17:29:02", 180),
        ("1674667742", "2023-01-25T17:29:02", None),
        ("1674667742 +0300", "2023-01-25T17:29:02", 180),
        ("-5", "1969-12-31T23:59:55", None),
        ("1901-02-03T04:05:06+00:00", "1901-02-03T04:05:06", 0),
        ("2023-01-25", "2023-01-25T00:00:00", None),
        ("20230125", "2023-01-25T00:00:00", None),
        ("1970-01-05T04:39:12+99:99", "1970-01-01T00:00:12", None),
        ("9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59", 0),
    ],
)
def test_dates(text, at, zone):
    moment = moment_of_text(text)
    assert (moment.at.isoformat(), moment.zone) == (at + "+00:00", zone)


@given(st.text() | st.from_regex(r"[-+0-9:TZ /]{1,40}"))
def test_any_other_date_is_refused_in_words(text):
    try:
        moment = moment_of_text(text)
    except ValueError as refusal:
        said = str(refusal)
    else:
        said = "The date is read" if moment.at.tzinfo is UTC else ""
    assert said.startswith("The date ")


TAIL = st.binary() | st.text(st.sampled_from('"\t,\n\rab0é'), max_size=200).map(str.encode)


@given(TAIL, st.sampled_from([b"", HEADER, b"sha,date,author\n"]))
def test_no_bytes_raise_and_every_outcome_has_a_place(tail, header):
    TABLE.recognise("commits.tsv", header + tail)
    for outcome in outcomes(header + tail):
        assert outcome.position.startswith("line ")


@given(st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line)))
def test_good_rows_are_read_between_any_others(others):
    lines = [line for number, other in enumerate(others) for line in (other, row(number))]
    read = outcomes(HEADER + b"\n".join(lines))
    found = [record.activities[0].native_id for record in read if isinstance(record, Record)]
    assert found == [f"{number:040x}" for number in range(len(others))]


def test_the_urho3d_table_is_read_whole():
    place = Path(__file__).parents[3].parent / "shared/data/discourse/urho3d/commits.tsv.gz"
    if not place.exists():
        pytest.skip("../shared/data is not here")
    with gzip.open(place) as stream:
        read = list(TABLE.read(stream, Where("urho3d/commits.tsv.gz")))
    assert len(read) == 10_012
    assert {type(outcome) for outcome in read} == {Record}
    assert len({outcome.activities[0].native_id for outcome in read}) == 10_012
