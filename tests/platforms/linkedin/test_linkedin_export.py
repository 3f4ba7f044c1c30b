"""LinkedIn's tables as members get them: dates, links, quotation marks, names of files."""

from datetime import UTC, datetime
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.collect.archives import recognise
from rapport.platforms.linkedin.archive import ARCHIVES
from rapport.platforms.linkedin.links import member_in, target_of, time_of
from rapport.platforms.linkedin.read import commentary, moment
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

BY_NAME: dict[str, Archive] = {archive.name: archive for archive in ARCHIVES}
HEADS = {
    "linkedin-posts": b"Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n",
    "linkedin-comments": b"Date,Link,Message\n",
    "linkedin-reactions": b"Date,Type,Link\n",
    "linkedin-connections": b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
    "linkedin-profile": b"First Name,Last Name,Headline,Summary\n",
    "linkedin-messages": b"CONVERSATION ID,FROM,TO,DATE,CONTENT\n",
}
FEED = "https://www.linkedin.com/feed/update"
POST = f"{FEED}/urn%3Ali%3Ashare%3A7047881445065035776"


def read(archive: str, rows: bytes) -> list[Outcome]:
    return list(BY_NAME[archive].read(BytesIO(HEADS[archive] + rows), Where("Shares.csv")))


@pytest.mark.parametrize("archive", sorted(HEADS))
@given(rows=st.binary(max_size=300))
def test_no_rows_raise(archive: str, rows: bytes) -> None:
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(archive, rows))


@pytest.mark.parametrize("archive", sorted(HEADS))
def test_a_table_is_known_by_its_columns_whatever_it_is_called(archive: str) -> None:
    found = recognise("Complete_LinkedInDataExport.zip › Shares_155814142.csv", HEADS[archive] + b"1,2,3\n")
    assert found is not None
    assert found.name == archive


def test_an_organisations_analytics_are_no_activities() -> None:
    assert (
        recognise("followers.csv", b"Date,Sponsored followers,Organic followers,Total followers\n01/01/2024,0,1,1\n")
        is None
    )


def test_a_row_set_aside_reads_as_if_never_broken_once_it_is_mended() -> None:
    (whole,) = read("linkedin-comments", f"2023-04-01 12:00:00,{POST},Yes\n".encode())
    (aside,) = read("linkedin-comments", f"never,{POST},Yes\n".encode())
    assert isinstance(aside, Unreadable)
    (again,) = BY_NAME["linkedin-comments"].retry(aside.raw.replace(b"never", b"2023-04-01 12:00:00"), "Comments.csv")
    assert isinstance(whole, Record)
    assert isinstance(again, Record)
    assert again.activities == whole.activities
    assert list(BY_NAME["linkedin-comments"].retry(aside.raw, "")) == [aside._replace(position="line 1")]


@pytest.mark.parametrize(
    ("link", "urn"),
    [
        (POST, "urn:li:share:7047881445065035776"),
        (f"{FEED}/urn:li:ugcPost:7060994261025673216/", "urn:li:ugcPost:7060994261025673216"),
        (
            "https://linkedin.com/posts/ada_a-activity-7100000000000000009-Ab1c?x=1",
            "urn:li:activity:7100000000000000009",
        ),
        (f"{FEED}/urn%253Ali%253Ashare%253A7047881445065035776", "urn:li:share:7047881445065035776"),
        ("https://www.linkedin.com/groups/123", None),
        ("", None),
    ],
)
def test_the_post_that_a_link_leads_to(link: str, urn: str | None) -> None:
    target = target_of(link)
    assert (target.urn if target else None) == urn


def test_ids_hold_a_time() -> None:
    at = time_of("7047881445065035776")
    assert at is not None
    assert at.date().isoformat() == "2023-04-01"
    assert time_of("5") is None
    assert time_of("9" * 19) is None or time_of("9" * 19).year < 2100  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "written",
    [
        "2023-01-15 13:05:00",
        "2023-01-15 13:05:00 UTC",
        "1/15/23, 1:05 PM",
        "1/15/23, 1:05\u202fPM",
        "Sun Jan 15 13:05:00 UTC 2023",
    ],
)
def test_dates_as_the_tables_write_them(written: str) -> None:
    assert moment(written) == datetime(2023, 1, 15, 13, 5, tzinfo=UTC)


@given(st.text(max_size=60))
def test_nothing_written_in_a_cell_raises(cell: str) -> None:
    moment(cell)
    target_of(cell)
    member_in(cell)
    commentary(cell)


def test_without_profile_nothing_is_said_of_anybody_and_a_later_look_mends_it() -> None:
    profile = {"Profile.csv": b"First Name,Last Name,Headline\nAda,Lovelace,x\n"}
    row = HEADS["linkedin-comments"] + f"2023-04-01 12:00:00,{POST},Yes\n".encode()
    alone, whole = (
        next(BY_NAME["linkedin-comments"].read(BytesIO(row), Where("Comments.csv", beside))) for beside in ({}, profile)
    )
    assert isinstance(alone, Record)
    assert isinstance(whole, Record)
    assert alone.activities[0].native_id == whole.activities[0].native_id
    assert alone.activities[0].revision < whole.activities[0].revision
    (reaction,) = read("linkedin-reactions", f"2023-04-01 12:00:00,LIKE,{POST}\n".encode())
    assert isinstance(reaction, Unreadable)
    (connection,) = read("linkedin-connections", b"Bob,B,https://www.linkedin.com/in/bob,,,,15 Jan 2023\n")
    assert isinstance(connection, Record)
    assert not connection.activities
    assert connection.people[0].who.native_id == "bob"


def test_a_mark_left_open_ends_at_the_latest_where_the_next_row_begins() -> None:
    rows = f'2023-04-01 12:00:00,{POST}1,"open,,,\n2023-04-02 12:00:00,{POST}2,"two\nlines",,,\n'.encode()
    bad, good = read("linkedin-posts", rows)
    assert isinstance(bad, Unreadable)
    assert isinstance(good, Record)
    assert good.activities[0].text == "two\nlines"


def test_titles_and_tags_without_end_cost_no_time() -> None:
    (articles,) = [archive for archive in ARCHIVES if archive.name == "linkedin-article"]
    dated = b'<p class="published">Published on 2023-05-02 08:30</p>'
    begun = process_time()
    for hostile in (b"<h1>" * 1_000_000 + dated, dated + b"<div>" * 90_000 + b"Kites"):
        (outcome,) = articles.read(BytesIO(hostile), Where("Articles/a.html"))
        assert isinstance(outcome, Record)
    assert outcome.activities[0].text == "Kites"
    assert process_time() - begun < 4
