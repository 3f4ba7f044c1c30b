"""X archives that are not as they should be, and the times that ids hold."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.x.archive import ARCHIVES
from rapport.platforms.x.owner import owner_of
from rapport.platforms.x.when import time_of_id, time_written
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

BY_NAME: dict[str, Archive] = {archive.name: archive for archive in ARCHIVES}
ACCOUNT = (
    b'window.YTD.account.part0 = [ { "account" : { "accountId" : "12", "username" : "ada", '
    b'"createdAt" : "2011-06-23T13:04:14.000Z" } } ]'
)
KEYS = (
    *("tweet", "like", "account", "profile", "follower", "id_str", "id", "created_at", "full_text", "entities", "urls"),
    *("edit_info", "initial", "edit", "editTweetIds", "initialTweetId", "extended_entities", "media", "url", "user"),
    *("tweetId", "accountId", "createdAt", "deleted_at", "in_reply_to_status_id_str", "retweeted_status", "lang"),
)
scalar = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.text(max_size=8)
    | st.sampled_from(["1626922779105759300", "Sat Feb 18 12:33:11 +0000 2023", "0000-00-00", "RT @a: b", "\ud800"])
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
)


def read(archive: str, entries: Any, name: str = "tweets", beside: bytes = ACCOUNT) -> list[Outcome]:
    data = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    stream = BytesIO(f"window.YTD.{name}.part0 = ".encode() + data)
    return list(BY_NAME[archive].read(stream, Where("data/tweets.js", {"account.js": beside})))


def post(id_: int, **fields: Any) -> dict[str, Any]:
    return {"tweet": {"id_str": str(id_), "created_at": "Sat Feb 18 12:33:11 +0000 2023", "full_text": "a", **fields}}


@pytest.mark.parametrize("archive", ["x-posts", "x-people", "x-left-out"])
@given(entries=st.lists(any_json.filter(lambda entry: not isinstance(entry, list)), max_size=5))
def test_every_entry_has_one_outcome_or_more_and_none_raises(archive: str, entries: list[Any]) -> None:
    outcomes = read(archive, entries)
    assert len(outcomes) >= len(entries)
    assert all(isinstance(outcome, Record | Unreadable) for outcome in outcomes)


@given(st.binary(max_size=300))
def test_a_damaged_account_takes_no_post_with_it(account: bytes) -> None:
    (outcome,) = read("x-posts", [post(5)], beside=account)
    assert isinstance(outcome, Record)


@given(st.lists(st.integers(1, 99), unique=True, min_size=1, max_size=6), any_json)
def test_broken_entries_take_no_good_one_with_them(numbers: list[int], broken: Any) -> None:
    good = [post(number) for number in numbers]
    found = [
        outcome for outcome in read("x-posts", [*good, {"tweet": {"full_text": broken}}]) if type(outcome) is Record
    ]
    assert [outcome.activities[0].native_id for outcome in found] == [str(number) for number in numbers]


def test_an_entry_set_aside_reads_as_if_never_broken_once_it_is_mended() -> None:
    (whole,) = read("x-posts", [post(5)])
    (aside,) = read("x-posts", [post(5, created_at="never")])
    assert isinstance(aside, Unreadable)
    mended = aside.raw.replace(b"never", b"Sat Feb 18 12:33:11 +0000 2023")
    (again,) = BY_NAME["x-posts"].retry(mended, "tweets.js")
    assert isinstance(again, Record)
    assert isinstance(whole, Record)
    assert again.activities == whole.activities
    assert list(BY_NAME["x-posts"].retry(aside.raw, "tweets.js")) == [aside]


def test_without_account_a_like_is_set_aside_and_a_post_has_no_author() -> None:
    (like,) = read("x-people", [{"like": {"tweetId": "1626922779105759300"}}], "like", b"")
    assert isinstance(like, Unreadable)
    assert "account.js" in like.reason
    (record,) = read("x-posts", [post(5)], beside=b"")
    assert isinstance(record, Record)
    assert record.activities[0].author is None


def test_two_versions_of_an_edited_post_are_one_activity_and_the_later_one_counts() -> None:
    versions = ["1627038960352140000", "1627038980352147458"]
    info = {"initial": {"editTweetIds": versions, "editsRemaining": "4"}}
    first, last = (read("x-posts", [post(int(id_), edit_info=info)])[0] for id_ in versions)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert first.activities[0].native_id == last.activities[0].native_id == versions[0]
    assert first.activities[0].revision < last.activities[0].revision


def test_ids_hold_milliseconds_since_november_2010() -> None:
    # The post that X's documentation shows ("Tweet object"): created_at is Wed Oct 10 20:19:24 +0000 2018.
    assert time_of_id(1050118621198921728) == datetime(2018, 10, 10, 20, 19, 24, 211_000, UTC)
    assert time_of_id(20) is None
    assert time_of_id(1 << 63) is None


@pytest.mark.parametrize(
    "written",
    [
        "Wed Oct 10 20:19:24 +0000 2018",
        "2018-10-10 20:19:24 +0000",
        "2018-10-10T20:19:24.000Z",
        "2018-10-10T22:19:24+02:00",
    ],
)
def test_times_as_archives_write_them(written: str) -> None:
    assert time_written(written) == datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)


@given(st.text(max_size=40) | st.none() | st.integers())
def test_no_time_raises(value: Any) -> None:
    assert time_written(value) is None or isinstance(time_written(value), datetime)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_owner_fail(data: bytes) -> None:
    owner_of({"account.js": data, "profile.js": data, "manifest.js": data})
