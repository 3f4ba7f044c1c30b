"""Outboxes that are not as they should be, HTML of any kind, and the objects of granary's published pairs."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.mastodon.archive import ARCHIVES
from rapport.platforms.mastodon.read import activities_of
from rapport.platforms.mastodon.text import text_of
from rapport.platforms.mastodon.who import Owner, identity_at
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

BY_NAME: dict[str, Archive] = {archive.name: archive for archive in ARCHIVES}
GRANARY = Path(__file__).parents[4] / "shared/data/conformance/granary/granary/tests/testdata"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
KEYS = (
    *("type", "id", "object", "actor", "published", "to", "cc", "content", "contentMap", "summary", "inReplyTo", "url"),
    *(
        "attachment",
        "name",
        "oneOf",
        "attributedTo",
        "updated",
        "tag",
        "votersCount",
        "likes",
        "totalItems",
        "sensitive",
    ),
)
scalar = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.text(max_size=8)
    | st.sampled_from(
        ["Create", "Note", "Announce", "Question", PUBLIC, "2023-02-18T12:33:11Z", "https://a.example/users/b"]
    )
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
)


def read(items: Any, archive: str = "mastodon-outbox", actor: bytes = b"") -> list[Outcome]:
    data = b'{"id":"outbox.json","type":"OrderedCollection","orderedItems":' + json.dumps(items).encode() + b"}"
    return list(BY_NAME[archive].read(BytesIO(data), Where("outbox.json", {"actor.json": actor})))


def create(number: int, **fields: Any) -> dict[str, Any]:
    note = {"id": f"https://a.example/users/b/statuses/{number}", "type": "Note", "content": "<p>x</p>", "to": [PUBLIC]}
    return {"type": "Create", "published": "2023-02-18T12:33:11Z", "object": note | fields}


STATUS_KEYS = (
    "uri",
    "created_at",
    "visibility",
    "account",
    "acct",
    "url",
    "reblog",
    "poll",
    "options",
    "content",
    "id",
)
any_status = st.recursive(
    scalar | st.sampled_from(["public", "ada@a.example", "https://a.example/@ada"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(STATUS_KEYS), inner, max_size=9),
)


@given(st.lists(st.dictionaries(st.sampled_from(STATUS_KEYS), any_status, max_size=9), max_size=6))
def test_every_status_has_one_outcome_and_others_posts_behind_them_none(statuses: list[dict[str, Any]]) -> None:
    saved = [{"id": "1"} | status for status in statuses]
    for data in (json.dumps(saved), json.dumps({"account": {}, "statuses": saved, "favourites": [{"id": "2"}] * 2})):
        stream = BytesIO(data.encode())
        assert len(list(BY_NAME["mastodon-statuses"].read(stream, Where("x.json")))) == len(statuses)


@pytest.mark.parametrize("archive", ["mastodon-outbox", "mastodon-likes", "mastodon-people", "mastodon-bookmarks"])
@given(items=st.lists(any_json, max_size=4))
def test_every_item_has_one_outcome(archive: str, items: list[Any]) -> None:
    assert len(read(items, archive)) == len(items)


@given(st.binary(max_size=300))
def test_a_damaged_actor_takes_no_post_with_it(actor: bytes) -> None:
    (outcome,) = read([create(1)], actor=actor)
    assert isinstance(outcome, Record)
    assert outcome.activities


@given(any_json)
def test_no_actor_raises(actor: Any) -> None:
    (outcome,) = BY_NAME["mastodon-account"].read(BytesIO(json.dumps(actor).encode()), Where("actor.json"))
    assert isinstance(outcome, Record | Unreadable)


def test_an_item_set_aside_reads_as_if_never_broken_once_it_is_mended() -> None:
    actor = json.dumps({"id": "https://a.example/users/b", "type": "Person", "preferredUsername": "B", "name": "Bea"})
    (whole,) = read([create(1, published="2023-02-18T12:33:11Z")], actor=actor.encode())
    (aside,) = read([create(1, published="never")], actor=actor.encode())
    assert isinstance(aside, Unreadable)
    (again,) = BY_NAME["mastodon-outbox"].retry(aside.raw.replace(b"never", b"2023-02-18T12:33:11Z"), "outbox.json")
    assert isinstance(whole, Record)
    assert isinstance(again, Record)
    assert again.activities[0].author == whole.activities[0].author
    assert again.activities[0].native_id == whole.activities[0].native_id


@pytest.mark.parametrize(
    ("to", "cc", "kept"),
    [
        ([PUBLIC], [], True),
        ([], [PUBLIC], True),
        ("as:Public", None, True),
        (["https://a.example/#Public"], [], True),
        (["https://a.example/users/b/followers"], [], False),
        (["https://c.example/users/d"], [], False),
        (None, None, False),
    ],
)  # fmt: skip
def test_only_what_was_public_is_kept_and_the_rest_is_counted(to: Any, cc: Any, kept: bool) -> None:
    (outcome,) = read([create(1, to=to, cc=cc)])
    assert isinstance(outcome, Record)
    assert bool(outcome.activities) == kept


@given(st.text(st.sampled_from("<>/pa br=\"'&;#x!-\n\x00\ud800é"), max_size=80))
def test_no_html_raises(html: str) -> None:
    assert isinstance(text_of(html), str)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_words_of_a_paragraph_stay(words: str) -> None:
    assert text_of(f"<p>{words}</p>") == words


@pytest.mark.parametrize("filling", ["<", "<a ", "<a href='", "<!--", "<p>", "</p>", "&"])
def test_a_page_made_to_do_harm_is_read_in_linear_time(filling: str) -> None:
    text_of(filling * 20_000)


@pytest.mark.parametrize(("start", "end"), [("<", ""), ("<a ", ">"), ("<a ", "='"), ("<!--", "")])
def test_a_word_without_end_in_a_tag_is_looked_through_once(start: str, end: str) -> None:
    text_of(f"{start}{'x' * 300_000}{end}")


def test_accounts_are_the_same_from_addresses_and_lists() -> None:
    found = {identity_at(told) for told in ("Ada@Example.social", "@ada@example.social")}
    assert {who.native_id for who in found if who} == {"ada@example.social"}
    named = identity_at("https://example.social/users/ada")
    assert named is not None
    assert named.native_id == "ada@example.social"
    assert identity_at("https://example.social/about") is None


@pytest.mark.skipif(not GRANARY.is_dir(), reason="granary's pairs are not in ../shared/data")
def test_notes_of_granary_keep_their_text_and_what_they_answer() -> None:
    pairs = [
        (file, file.with_name(file.name.replace(".as2.json", ".as.json")))
        for file in sorted(GRANARY.glob("*.as2.json"))
    ]
    compared = 0
    for file, other in pairs:
        note, same = json.loads(file.read_bytes()), other.is_file() and json.loads(other.read_bytes())
        if note.get("type") != "Note" or not same or not isinstance(note.get("content"), str):
            continue
        whole = {"id": "https://a.example/1", "published": "2012-02-22T20:26:41Z"} | note | {"to": [PUBLIC]}
        (activity,) = activities_of(whole, Owner(None, None))
        assert text_of(str(same.get("content"))) in (activity.text or ""), file.name
        answered = note.get("inReplyTo")
        assert (activity.parent is not None) == bool(answered), file.name
        compared += 1
    assert compared >= 8
