"""What no feed should be: broken, endless, of the wrong types. Nothing raises, hangs, or takes a good entry with it."""

import io
import json
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.feed.archive import ARCHIVES
from rapport.words.records import MAX_RAW, Record, Unreadable, Where
from tests.platforms.feed.feeds import activities, item, read, rss

XML, JSON = ARCHIVES
PIECES = [
    *(
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&lt;",
        "&",
    ),
    *(
        "<pubDate>",
        "9999-99-99",
        "<author>",
        "a@b",
        "<content type='xhtml'>",
        "<link href='javascript:'/>",
        "\0",
        "\ud800",
    ),
    *(
        "<guid>",
        "<updated>2024-01-01T00:00:00Z</updated>",
        "<category/>",
        "<?xml version='1.0' encoding='utf-7'?>",
        "x",
    ),
    *(
        "<enclosure/>",
        "<source>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<rss>",
        "<channel>",
        "<!DOCTYPE x [",
        "]>",
    ),
]
soup = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)


@given(soup, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_no_soup_raises(text: str, codec: str) -> None:
    data = ("<rss><channel>" + text).encode(codec, "replace")
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(data))
    assert read(data) == read(data)


@given(st.data())
def test_no_mutation_raises(data: st.DataObject) -> None:
    whole = bytearray(rss([item(number) for number in range(4)]))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert all(len(each.raw) <= MAX_RAW for each in read(bytes(whole)) if isinstance(each, Unreadable))


@given(st.integers(1, 400))
def test_what_came_before_a_cut_is_kept(length: int) -> None:
    items = [item(number) for number in range(3)]
    head = "<rss version='2.0'><channel><title>T</title>"
    cut = (head + "".join(items))[: len(head) + length].encode()
    whole = sum(len("".join(items[: number + 1])) <= length for number in range(3))
    found = activities(read(cut))
    assert [each.native_id for each in found[:whole]] == [f"https://x.example/{number}" for number in range(whole)]
    assert len(found) == whole


@pytest.mark.parametrize("tag", ["<ite-m>", "<ite", "<iem>"])
def test_a_broken_first_tag_costs_its_own_entry_alone(tag: str) -> None:
    items = [f"<item><guid>{number}</guid><pubDate>Wed, 03 Jan 2024 00:00:00 GMT</pubDate></item>" for number in "123"]
    items[1] = items[1].replace("<item>", tag + "<title>Other</title><link>https://x.example/other</link>")
    found = read(rss(items, "<title>T</title><link>https://x.example/</link>"))
    assert [each.native_id for each in activities(found)] == ["https://x.example/ 1", "https://x.example/ 3"]
    (aside,) = (each for each in found if isinstance(each, Unreadable))
    assert aside.position == "after entry 1"
    mended = activities(XML.retry(aside.raw.replace(tag.encode(), b"<item>"), "feed.xml"))
    assert [each.native_id for each in mended] == ["https://x.example/ 2"]


N = 150_000
ENDLESS = {
    "line ends before the doctype": b"\n" * N + rss([item(1)]),
    "dots in an author": rss([item(1, "</description><author>" + "a." * (N // 2) + "</author><description>")]),
    "open tags": rss([item(1, "<b>" * (N // 3))]),
    "a long name in a head": b"<rss version='2.0'><channel><r" + b"x" * N + b"\n" + item(1).encode(),
    "escaped tags": rss([item(1, "&lt;div&gt;" * (N // 11))]),
    "escaped comments": rss([item(1, "&lt;!--" * (N // 6))]),
    "angles": rss([item(1, "<" * N)]),
    "ampersands": rss([item(1, "&" * N)]),
    "wide dots": rss([item(1, "</description><author>" + "a." * (N // 4) + "</author><description>")])
    .decode()
    .encode("utf-16"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_no_endless_run_keeps_it_busy(name: str) -> None:
    begun = perf_counter()
    read(ENDLESS[name])
    assert perf_counter() - begun < 10


KEYS = ["id", "url", "title", "content_html", "content_text", "authors", "author", "name", "date_published", "tags"]
scalar = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.just("2024-01-01T00:00:00Z")
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
)


@given(st.lists(any_json, max_size=5), any_json)
def test_any_item_has_one_outcome(items: list[Any], author: Any) -> None:
    document = {"version": "https://jsonfeed.org/version/1", "title": "T", "author": author, "items": items}
    feed, *entries = JSON.read(io.BytesIO(json.dumps(document).encode("utf-8", "replace")), Where("x.json"))
    assert isinstance(feed, Record)
    assert len(entries) == len(items)


@given(st.binary(max_size=200))
def test_no_bytes_are_taken_for_what_they_are_not(data: bytes) -> None:
    for archive in ARCHIVES:
        if archive.recognise("x", data):
            list(archive.read(io.BytesIO(data), Where("x")))
