"""What no dump should hold: rows cut, mixed and endless, entities, characters that XML forbids."""

import io
import tracemalloc
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.html import DEEPEST_QUOTE
from rapport.platforms.stackexchange import rows
from rapport.platforms.stackexchange.text import LONGEST_PAGE, text_of
from rapport.words.records import MAX_RAW, Record, Unreadable, Where
from tests.platforms.stackexchange.dumps import BY_NAME, SITE, activities, answer, dump, question, read, row

NAMES = [
    *("Id", "PostTypeId", "AcceptedAnswerId", "ParentId", "CreationDate", "DeletionDate", "LastEditDate", "Score"),
    *("Body", "Title", "Tags", "OwnerUserId", "OwnerDisplayName", "PostId", "UserId", "Text", "VoteTypeId", "Name"),
    *("RelatedPostId", "LinkTypeId", "PostHistoryTypeId", "RevisionGUID", "DisplayName", "LastAccessDate", "Comment"),
]
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.integers(-(1 << 70), 1 << 70).map(str),
    st.sampled_from(
        [
            *(
                "1",
                "2",
                "3",
                "user7",
                "2021-04-27T15:06:44.553",
                "0001-01-01T00:00:00+14:00",
                "9999-12-31T23:59:59.999",
            ),
            *(
                "0000-00-00",
                "<p>x",
                "<a href='https://x'>",
                "</pre></code></a></blockquote>",
                "<a><a>",
                "2021-02-30",
                "１",
            ),
        ]
    ),
)
almost_rows = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=10).map(lambda fields: row(**fields))
whole = [question(1, AcceptedAnswerId=2, Title="Größe"), answer(2, 1), question(3), answer(4, 3)]


@pytest.mark.parametrize("root", BY_NAME)
@given(rows=st.lists(almost_rows, max_size=5))
def test_every_row_has_one_outcome_the_same_each_time(root: str, rows: list[bytes]) -> None:
    outcomes = read(root, rows)
    assert len(outcomes) == len(rows)
    assert read(root, rows) == outcomes


@pytest.mark.parametrize("root", BY_NAME)
@given(content=st.binary(max_size=300))
def test_no_bytes_raise(root: str, content: bytes) -> None:
    assert all(isinstance(one, Record | Unreadable) for one in read(root, dump(root, [b"<row " + content, content])))


@given(st.integers(0, 600), st.binary(max_size=6))
def test_a_broken_row_takes_no_good_one_with_it(place: int, noise: bytes) -> None:
    """Bytes are written over a file; every row that they did not touch is read as before."""
    content = dump("posts", whole)
    place %= len(content)
    broken = content[:place] + noise + content[place + len(noise) :]
    expected = [f"{SITE}/post/{number}" for number, one in enumerate(whole, 1) if one in broken]
    found = [one.activities[0].native_id for one in read("posts", broken) if isinstance(one, Record)]
    assert [number for number in found if number in expected] == expected


@given(st.integers(0, 700))
def test_a_file_cut_off_keeps_every_row_before_the_cut(place: int) -> None:
    content = dump("posts", whole)
    outcomes = read("posts", content[:place])
    complete = sum(content.find(one) + len(one) <= place for one in whole)
    assert sum(isinstance(outcome, Record) for outcome in outcomes) == complete
    assert len(outcomes) - complete <= 1


class Failing(io.RawIOBase):
    """Gives what it has, then breaks, as a damaged file inside a container does."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read(self, size: int | None = -1, /) -> bytes:
        if not self._content:
            raise OSError("damaged")
        given, self._content = self._content[:100], self._content[100:]
        return given


def test_rows_that_were_whole_before_the_stream_broke_are_given() -> None:
    stream = cast(BinaryIO, Failing(dump("posts", whole)[: -len("</posts>")]))
    outcomes = BY_NAME["posts"].read(stream, Where("Posts.xml"))
    taken = [next(outcomes) for _ in whole]
    assert all(isinstance(outcome, Record) for outcome in taken)
    with pytest.raises(OSError, match="damaged"):
        next(outcomes)


class Endless:
    """One row of `size` bytes, then a good one, made while it is read."""

    def __init__(self, size: int, then: bytes) -> None:
        self._start, self._left, self._then = b"<row Body='", size, then

    def read(self, _size: int) -> bytes:
        if self._start:
            start, self._start = self._start, b""
            return start
        if self._left:
            piece = b"x" * min(self._left, 4096)
            self._left -= len(piece)
            return piece
        then, self._then = self._then, b""
        return then


def test_a_row_without_end_is_set_aside_in_flat_memory_and_the_next_is_read() -> None:
    tracemalloc.start()
    try:
        long, good = BY_NAME["posts"].read(cast(BinaryIO, Endless(1 << 26, question(1))), Where("Posts.xml"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(long, Unreadable)
    assert "at most 16,777,216 are read" in long.reason
    assert len(long.raw) == MAX_RAW
    assert isinstance(good, Record)
    assert peak < 4 * rows.LONGEST_ROW


def test_entities_inside_a_row_are_not_resolved() -> None:
    declared = b"<row Id='1' PostTypeId='1'><!DOCTYPE a [<!ENTITY b 'c'>]></row>"
    for bad in (declared, b"<row Id='1' Title='&bomb;' />", b"<row Id='1' Id='1' />"):
        aside, good = read("posts", [bad, question(3)])
        assert isinstance(aside, Unreadable)
        assert aside.reason.startswith("The row is not whole XML")
        assert isinstance(good, Record)


@pytest.mark.parametrize(
    "impossible", [b"&#x0;", b"&#x1F;", b"&#31;", b"&#xFFFF;", b"&#xD800;", b"\0", b"\x0b", b"\xff"]
)
def test_characters_that_xml_forbids_become_the_replacement_character(impossible: bytes) -> None:
    (one,) = activities(read("posts", [question(1, Title="aXXb").replace(b"XX", impossible)]))
    assert one.title == "a\ufffdb"


def test_what_was_set_aside_reads_as_if_never_broken_once_it_is_mended() -> None:
    posts = [question(1, AcceptedAnswerId=2), answer(2, 1)]
    aside = read("posts", [posts[0], posts[1].replace(b"2021-04-28", b"2021-99-28")])[1]
    assert isinstance(aside, Unreadable)
    mended = aside.raw.replace(b"2021-99-28", b"2021-04-28")
    (again,) = BY_NAME["posts"].retry(mended, "Posts.xml")
    assert isinstance(again, Record)
    assert again.activities == activities(read("posts", posts))[1:]
    assert list(BY_NAME["posts"].retry(aside.raw, "Posts.xml")) == [aside._replace(position="row 1")]


MARKUP = [
    *("<p>", "</p>", "<pre>", "<code>", "</code>", "</pre>", "<a href='https://e.org/x'>", "</a>", "<li>"),
    *("<blockquote>", "</blockquote>", "<br>", "word", " ", "\n", "<img src=x>"),
]


@given(st.lists(st.sampled_from(MARKUP)))
def test_words_of_a_post_are_all_kept_in_their_order(pieces: list[str]) -> None:
    assert text_of("".join(pieces)).count("word") == pieces.count("word")


def test_a_post_nested_without_end_is_read_in_no_time() -> None:
    assert text_of("<blockquote>" * 5000 + "deep").count(">") == DEEPEST_QUOTE
    assert text_of("<b>" * LONGEST_PAGE + "word") == "word"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Use <code>a  b</code>, not <code>c</code>.</p>", "Use `a b`, not `c`."),
        ('<p><a href="https://e.org/a">https://e.org/a</a></p>', "https://e.org/a"),
        ('<p>(<a href="https://e.org/a">the <em>page</em></a>).</p>', "(the page (https://e.org/a))."),
        ('<p>see <a href="/questions/5">that</a></p>', "see that"),
        ("<pre><code>if a:\n    b\n</code></pre>\n<p>Then</p>", "```\nif a:\n    b\n```\n\nThen"),
        ("<blockquote>\n<p>one</p>\n<p>two</p>\n</blockquote>\n<p>three</p>", "> one\n>\n> two\n\nthree"),
        ("<ol>\n<li>one</li>\n<li>two\n<ul><li>deep</li></ul></li>\n</ol>", "- one\n- two\n- deep"),
        ('<p><img src="https://i.stack.imgur.com/a.png" alt="shot"></p>', "https://i.stack.imgur.com/a.png"),
        ("a &lt; b", "a < b"),
        ("plain", "plain"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert text_of(html) == text


def test_the_site_stays_with_what_is_set_aside() -> None:
    (aside,) = read("comments", [row(Id=1, PostId="x", CreationDate="2021-05-01T00:00:00")])
    assert isinstance(aside, Unreadable)
    (again,) = BY_NAME["comments"].retry(aside.raw.replace(b'"x"', b'"5"'), "Comments.xml")
    assert isinstance(again, Record)
    assert again.activities[0].native_id == f"{SITE}/comment/1"
