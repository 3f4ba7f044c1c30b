"""Bluesky repositories: damage, order of blocks, and atproto's own vectors of names and times."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import libipld
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.bluesky.archive import ARCHIVES
from rapport.platforms.bluesky.names import is_address, is_did, is_key, is_tid, time_of_tid
from rapport.platforms.bluesky.read import Place, record_of
from rapport.platforms.fields import NotReadable, moment
from rapport.words.activity import EPOCH
from rapport.words.records import Record, Unreadable
from tests.platforms.bluesky.repositories import DID, OTHER, read, repository

SHARED = Path(__file__).parents[4] / "shared/data/conformance"
SYNTAX = SHARED / "atproto-interop/interop-test-files/syntax"
GRANARY = SHARED / "granary/granary/tests/testdata"
POST = "app.bsky.feed.post"
KEYS = (
    "text",
    "createdAt",
    "facets",
    "index",
    "byteStart",
    "byteEnd",
    "features",
    "uri",
    "embed",
    "images",
    "alt",
    "reply",
)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
)


def posts(count: int) -> dict[str, Any]:
    return {
        f"{POST}/3jzfcijpj2z2{'abcdefgh'[number]}": {
            "$type": POST,
            "text": f"Post {number}",
            "createdAt": "2023-06-30T12:00:00Z",
        }
        for number in range(count)
    }


def good(data: bytes) -> set[str]:
    return {outcome.position for outcome in read(data) if isinstance(outcome, Record)}


@given(st.permutations(range(4)), st.booleans())
def test_the_order_of_records_and_tree_makes_no_difference(order: list[int], records_first: bool) -> None:
    written = list(posts(4).items())
    data = repository(dict(written[place] for place in order), records_first=records_first)
    assert good(data) == set(posts(4))


@given(st.data())
def test_a_changed_byte_costs_the_block_it_is_in_and_no_other_record(data: st.DataObject) -> None:
    whole = repository(posts(6))
    first = whole.index(b"Post 0") - 44
    at = data.draw(st.integers(first, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    assert len(good(bytes(changed))) == 5
    assert sum(isinstance(outcome, Unreadable) for outcome in read(bytes(changed))) >= 1


@given(st.integers(0, 2000))
def test_a_file_cut_off_gives_what_it_holds(length: int) -> None:
    whole = repository(posts(6))
    assert good(whole[:length]) <= good(whole)


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(b"\x3a\xa2eroots" + data))


@given(st.sampled_from([POST, "app.bsky.feed.like", "app.bsky.graph.follow", "app.bsky.actor.profile"]), any_json)
def test_no_record_raises_but_as_unreadable(collection: str, record: Any) -> None:
    fields = record if isinstance(record, dict) else {"text": record}
    try:
        found = record_of(fields, Place(DID, collection, "3jzfcijpj2z2a"), EPOCH)
    except NotReadable:
        return
    assert isinstance(found, Record)


def test_a_record_set_aside_is_read_again_where_it_stood() -> None:
    path = f"{POST}/own-key"
    (aside,) = read(repository({path: {"$type": POST, "text": "a", "createdAt": "never"}}))
    assert isinstance(aside, Unreadable)
    kept = libipld.decode_dag_cbor(aside.raw)
    kept["record"]["createdAt"] = "2023-06-30T12:00:00Z"
    (again,) = ARCHIVES[0].retry(libipld.encode_dag_cbor(kept), "repo.car")
    assert isinstance(again, Record)
    assert again.activities[0].native_id == f"at://{DID}/{path}"
    assert list(ARCHIVES[0].retry(aside.raw, "repo.car")) == [aside]


def test_two_records_of_the_same_content_are_two_activities() -> None:
    same = {"$type": "app.bsky.graph.follow", "subject": OTHER, "createdAt": "2023-06-30T12:00:00Z"}
    paths = {"app.bsky.graph.follow/3jzfcijpj2z2a": same, "app.bsky.graph.follow/3jzfcijpj2z2b": same}
    assert good(repository(paths)) == set(paths)


def vectors(name: str) -> list[str]:
    lines = (SYNTAX / name).read_text("utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.skipif(not SYNTAX.is_dir(), reason="atproto's vectors are not in ../shared/data")
@pytest.mark.parametrize(
    ("kind", "holds"), [("tid", is_tid), ("recordkey", is_key), ("did", is_did), ("aturi", is_address)]
)
def test_names_are_taken_and_refused_as_atproto_says(kind: str, holds: Any) -> None:
    assert [name for name in vectors(f"{kind}_syntax_valid.txt") if not holds(name)] == []
    assert [name for name in vectors(f"{kind}_syntax_invalid.txt") if holds(name)] == []


@pytest.mark.skipif(not SYNTAX.is_dir(), reason="atproto's vectors are not in ../shared/data")
def test_every_valid_time_is_read_and_none_that_does_not_exist() -> None:
    assert [time for time in vectors("datetime_syntax_valid.txt") if moment(time) is None] == []
    assert [time for time in vectors("datetime_parse_invalid.txt") if moment(time) is not None] == []


@pytest.mark.skipif(not GRANARY.is_dir(), reason="granary's pairs are not in ../shared/data")
@pytest.mark.parametrize("case", ["note", "comment_inreplyto_id", "quote", "note_with_custom_feed", "quote_and_image"])
def test_posts_of_granary_keep_their_text(case: str) -> None:
    told = json.loads((GRANARY / f"{case}.bsky.json").read_bytes())
    record = told.get("post", told).get("record", told)
    found = record_of(record, Place(DID, POST, "3jzfcijpj2z2a"), EPOCH)
    assert (found.activities[0].text or "").startswith(record["text"][:7])


def test_a_key_holds_the_time_at_which_it_was_made() -> None:
    assert time_of_tid("3jzfcijpj2z2a") == datetime(2023, 6, 30, 15, 3, 1, 887007, UTC)
    assert time_of_tid("7777777777777") is None or time_of_tid("7777777777777").year > 2100  # type: ignore[union-attr]
    assert time_of_tid("self") is None
