"""What no forum should send: any JSON at all, broken posts among good ones, bytes that are no JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.discourse.archive import ARCHIVES
from rapport.platforms.discourse.document import LARGEST_ID, MAX_FILE
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable
from tests.platforms.discourse.posts import TOPICS, activities, post, read, topic

KEYS = [
    *("post_stream", "posts", "latest_posts", "id", "post_number", "topic_id", "created_at", "updated_at", "cooked"),
    *("raw", "user_id", "username", "avatar_template", "actions_summary", "count", "accepted_answer", "url", "user"),
    *("hidden", "deleted_at", "reply_to_post_number", "archetype", "category_id", "user_actions", "action_type"),
    *("post_id", "acting_user_id", "internal", "version", "views", "closed", "last_posted_at", "name", "email"),
]
scalar = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(
        ["2020-01-01T00:00:00.000Z", "0000-00-00", "9999-12-31T23:59:59-14:00", "<p>x\ud800", "/a/{size}"]
    )
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
)
almost_posts = st.lists(st.dictionaries(st.sampled_from(KEYS), any_json, max_size=12) | any_json, max_size=4)
without_id = any_json.filter(lambda value: not isinstance(value, dict) or "id" not in value)


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: archive.name)
@given(document=any_json)
def test_no_json_raises(archive: Archive, document: Any) -> None:
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(document, archive=archive))


@given(almost_posts)
def test_every_almost_post_has_one_outcome_the_same_each_time(posts: list[Any]) -> None:
    outcomes = read(topic(posts))
    assert len(outcomes) == len(posts)
    assert read(topic(posts)) == outcomes


@given(st.lists(st.integers(1, 30), unique=True, min_size=1, max_size=6), st.data())
def test_broken_posts_take_no_good_one_with_them(numbers: list[int], data: st.DataObject) -> None:
    good = [post(number) for number in numbers]
    mixed: list[Any] = list(good)
    for broken in data.draw(st.lists(without_id, max_size=3)):
        mixed.insert(data.draw(st.integers(0, len(mixed))), broken)
    outcomes = read(topic(mixed))
    assert [outcome for outcome in outcomes if isinstance(outcome, Record)] == read(topic(good))
    assert sum(isinstance(outcome, Unreadable) for outcome in outcomes) == len(mixed) - len(good)


@pytest.mark.parametrize(
    "fault",
    [
        {"id": None},
        {"id": True},
        {"id": LARGEST_ID + 1},
        {"post_number": "2"},
        {"created_at": "0000-01-01T00:00:00Z"},
        {"created_at": "2021-02-30T00:00:00Z"},
        {"created_at": 1_600_000_000},
    ],
)
def test_a_post_set_aside_reads_as_if_never_broken_once_it_is_mended(fault: dict[str, Any]) -> None:
    whole = read(topic([post(2)]))
    (aside,) = read(topic([post(2) | fault]))
    assert isinstance(aside, Unreadable)
    kept = json.loads(aside.raw)
    kept["post_stream"]["posts"][0] |= {key: post(2)[key] for key in fault}
    assert list(TOPICS.retry(json.dumps(kept).encode(), "another name")) == whole


def test_a_post_set_aside_and_not_mended_is_set_aside_again() -> None:
    (aside,) = read(topic([post(2, created_at="never")]))
    assert isinstance(aside, Unreadable)
    assert list(TOPICS.retry(aside.raw, "3.json")) == [aside]


def test_times_at_both_ends_of_the_calendar_are_kept() -> None:
    first, last = activities(
        read(topic([post(1, created_at="0001-01-01T00:00:00Z"), post(2, created_at="9999-12-31T23:59:59.999Z")]))
    )
    assert (first.at.year, last.at.year) == (1, 9999)
    (outside,) = read(topic([post(3, created_at="0001-01-01T00:00:00+14:00")]))
    assert isinstance(outside, Unreadable)


def test_the_same_post_twice_is_one_activity_by_its_id() -> None:
    once, again = activities(read(topic([post(2), post(2)])))
    assert once == again


def test_nul_and_lone_surrogate_in_a_title_do_not_stop_the_topic() -> None:
    data = b'{"post_stream":{"posts":[' + json.dumps(post(1)).encode() + b']},"id":3,"title":"a\\u0000b\\ud800"}'
    (activity,) = activities(read(data))
    assert activity.title == "a\0b\ud800"


def test_nan_a_byte_order_mark_and_wrong_utf8_are_read() -> None:
    data = json.dumps(topic([post(1, score=float("nan"), name="XX")])).encode().replace(b"XX", b"\xff")
    (activity,) = activities(read(b"\xef\xbb\xbf" + data))
    assert activity.author is not None
    assert activity.author.name == "\ufffd"


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"null", b"[" * 200_000, json.dumps(topic([post(1)])).encode()[:-9], b" " * (MAX_FILE + 1), b"\0" * 9],
    ids=["empty", "cut", "null", "nested", "truncated", "too large", "binary"],
)
def test_bytes_that_hold_no_topic_are_one_clear_outcome(data: bytes) -> None:
    outcome: Outcome
    (outcome,) = read(data)
    assert isinstance(outcome, Unreadable)
    assert outcome.reason.endswith(".")
    assert len(outcome.raw) <= MAX_RAW


def test_a_post_nested_too_deeply_to_write_again_is_set_aside_without_its_depths() -> None:
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    data = json.dumps(topic([post(2, id=None), post(3)])).encode().replace(b'"user_id"', b'"deep": DEEP, "user_id"', 1)
    aside, good = read(data.replace(b"DEEP", json.dumps(deep).encode()))
    assert isinstance(aside, Unreadable)
    assert json.loads(aside.raw)["post_stream"]["posts"][0]["cooked"] == "<p>Post 2.</p>"
    assert isinstance(good, Record)
