"""What a feed becomes: ids that two feeds share, pieces of a large file, memory, and no network."""

import gc
import io
import socket
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest

from rapport.platforms.feed.archive import ARCHIVES
from rapport.platforms.feed.parse import parse
from rapport.platforms.feed.text import text_of
from rapport.words.records import Record, Unreadable, Where
from tests.platforms.feed.feeds import activities, item, read, rss

XML, JSON = ARCHIVES
SAVED = datetime(2024, 6, 1, 12, tzinfo=UTC)


def test_the_same_article_in_two_feeds_is_one_activity() -> None:
    one = activities(read(rss([item(1)], "<title>All</title>")))
    other = activities(read(rss([item(1)], "<title>Python only</title>")))
    assert one[0].native_id == other[0].native_id == "https://x.example/1"


def test_an_id_that_is_no_address_is_the_feeds_own() -> None:
    text = "<item><guid>7</guid><pubDate>Wed, 03 Jan 2024 00:00:00 GMT</pubDate></item>"
    one = activities(read(rss([text], "<link>https://a.example/</link>")))
    other = activities(read(rss([text], "<link>https://b.example/</link>")))
    assert [one[0].native_id, other[0].native_id] == ["https://a.example/ 7", "https://b.example/ 7"]


def test_an_entry_without_a_date_has_that_of_its_feed_and_says_so() -> None:
    (found,) = activities(
        read(rss(["<item><title>x</title></item>"], "<pubDate>Wed, 03 Jan 2024 00:00:00 GMT</pubDate>"))
    )
    assert found.at == datetime(2024, 1, 3, tzinfo=UTC)
    assert found.facts == {"dated_by_feed": True}


@pytest.mark.parametrize(
    ("link", "at", "mark"),
    [
        ("https://x.example/2023/05/12/reeds", datetime(2023, 5, 12, tzinfo=UTC), {"dated_by_address": "day"}),
        (
            "https://x.example/blog/2023-05-12-reeds.html",
            datetime(2023, 5, 12, tzinfo=UTC),
            {"dated_by_address": "day"},
        ),
        ("https://x.example/20230512/", datetime(2023, 5, 12, tzinfo=UTC), {"dated_by_address": "day"}),
        ("https://x.example/2023/05/reeds", datetime(2023, 5, 1, tzinfo=UTC), {"dated_by_address": "month"}),
        ("https://x.example/2023/02/30/reeds", SAVED, {"dated_by_file": True}),
        ("https://x.example/item/202305121234", SAVED, {"dated_by_file": True}),
        ("https://x.example/v2023.05.12.1", SAVED, {"dated_by_file": True}),
        ("https://2023.example/05/12/", SAVED, {"dated_by_file": True}),
    ],
)
def test_an_entry_without_any_date_is_kept_at_the_best_time_there_is(link: str, at: datetime, mark: Any) -> None:
    data = rss([f"<item><title>x</title><link>{link}</link></item>"])
    (found,) = activities(XML.read(io.BytesIO(data), Where("feed.xml", saved_at=SAVED)))
    assert (found.at, found.facts) == (at, mark)
    assert (found.revision == 1) == (at == SAVED)


def test_where_nothing_tells_a_time_it_is_set_aside() -> None:
    (aside,) = (each for each in read(rss(["<item><title>x</title></item>"])) if isinstance(each, Unreadable))
    assert "neither has its feed" in aside.reason


def test_a_later_version_replaces_an_earlier_one() -> None:
    updated = "<atom:updated xmlns:atom='http://www.w3.org/2005/Atom'>2024-02-01T00:00:00Z</atom:updated></item>"
    (first,) = activities(read(rss([item(1)])))
    (second,) = activities(read(rss([item(1).replace("</item>", updated)])))
    assert second.at == first.at
    assert second.revision > first.revision


@pytest.mark.parametrize("count", [3_000, 12_000])
def test_a_large_feed_is_read_in_pieces_with_nothing_lost(count: int) -> None:
    outcomes = read(rss([item(number) for number in range(count)]))
    found = activities(outcomes)
    assert [each.native_id for each in found] == [f"https://x.example/{number}" for number in range(count)]
    assert [each.position for each in outcomes[1:]] == [f"entry {number + 1}" for number in range(count)]
    assert {each.channel for each in found} == {found[0].channel}


def test_an_entry_too_long_takes_no_other_with_it() -> None:
    items = [item(number) for number in range(2_000)]
    long = f"<item><description>{'word ' * 900_000}</description></item>"
    outcomes = read(rss([*items, long, *items[:10]]))
    assert len(activities(outcomes)) == 2_010
    (aside,) = (each for each in outcomes if isinstance(each, Unreadable))
    assert aside.position == "entry 2001"


def test_start_tags_in_character_data_and_comments_begin_no_entry() -> None:
    tricky = item(1).replace("<title>", "<description><![CDATA[<item> <entry>]]></description><!-- <item> --><title>")
    assert len(activities(read(rss([tricky] * 6_000)))) == 6_000


@pytest.mark.slow
def test_memory_stays_flat() -> None:
    one = "".join(item(number, text="some words " * 40) for number in range(200)).encode()

    class Long(io.RawIOBase):
        """A feed of 1.7 MB, which takes 20 MB once it is parsed in one go, that is never held."""

        left = 15
        waiting = b"<rss version='2.0'><channel><title>x</title>"

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any, /) -> int:
            if not self.waiting and self.left:
                self.waiting, self.left = one, self.left - 1
            taken, self.waiting = self.waiting[: len(buffer)], self.waiting[len(buffer) :]
            buffer[: len(taken)] = taken
            return len(taken)

    read(rss([item(1)]))  # loads the libraries
    gc.collect()
    tracemalloc.start()
    try:
        count = sum(1 for _ in XML.read(io.BufferedReader(Long()), Where("x.xml")))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 1 + 15 * 200
    assert peak < 10 << 20


def test_nothing_is_fetched_or_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert parse(b"http://127.0.0.1:9/feed")["entries"] == []
    assert parse(__file__.encode())["bozo"]
    outside = (
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><title>&a;</title></channel></rss>'
    )
    assert parse(outside)["feed"]["title"] == "&a;"


def test_entities_do_not_grow() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = f"<!DOCTYPE rss [{laughs}]><rss><channel><title>&a11;</title></channel></rss>"
    assert len(str(parse(bomb.encode())["feed"]["title"])) < 100


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &lt; b", "a < b"),
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ('see <a href="https://x.example/">this</a>.', "see this (https://x.example/)."),
        ('<a href="https://x.example/">https://x.example/</a>', "https://x.example/"),
        ("<pre>if x:\n    y</pre>", "if x:\n    y"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<script>x()</script>kept", "kept"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_json_feed_that_breaks_off_gives_what_came_before() -> None:
    whole = b'{"version":"https://jsonfeed.org/version/1","title":"T","items":['
    entry = b'{"id":"https://x.example/%d","date_published":"2024-01-01T00:00:00Z","content_text":"t"}'
    data = whole + b",".join(entry % number for number in range(50)) + b',{"id":"half'
    outcomes = list(JSON.read(io.BytesIO(data), Where("x.json")))
    assert len(activities(outcomes)) == 50
    assert isinstance(outcomes[-1], Unreadable)
    assert isinstance(outcomes[0], Record)
    assert outcomes[0].channels[0].name == "T"
