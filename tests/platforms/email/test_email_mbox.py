"""One message ends where the next begins, in every form of mbox and wherever the blocks are cut."""

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.email.archive import ARCHIVES
from rapport.platforms.email.mbox import messages
from rapport.words.records import Record, Unreadable, Where

ONE = b"From a@example.org Mon Jan  5 10:00:00 2015\nFrom: a@example.org\nSubject: %b\n\n%b\n\n"
LINES = st.sampled_from(
    [b"text", b">From here", b"From here on", b"", b"> From x", b"From a@b Mon Jan  5 10:00:00 2015"]
)


def contents(mbox, size=1 << 20):
    return [raw.content for raw in messages([mbox[at : at + size] for at in range(0, len(mbox), size)])]


@given(st.lists(st.lists(LINES, max_size=5), max_size=5), st.integers(1, 300))
def test_blocks_of_any_size_give_the_same_messages(texts, size):
    mbox = b"".join(ONE % (b"x", b"\n".join(lines)) for lines in texts)
    assert contents(mbox, size) == contents(mbox)
    assert len(contents(mbox)) == len(texts)


@pytest.mark.parametrize(
    "line",
    [
        b"From a@example.org Mon Jan  5 10:00:00 2015",
        b"From jane at example.org  Mon Jan  5 10:00:00 2015",
        b"From - Mon Jan 05 10:00:00 2015",
        b"From ???@??? Mon Jan 05 10:00:00 2015",
        b"From 1594@xxx Mon Jan 05 10:00:00 +0000 2015",
        b"From a@example.org Mon Jan  5 10:00:00 2015 +0100",
        b"From a@example.org Mon Jan  5 10:00 CET 2015 remote from there",
        b'From "jane doe"@example.org Mon, 5 Jan 2015 10:00:00 +0100',
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_kind_of_separator_is_one(line, end):
    mbox = end.join([line, b"Subject: a", b"", b"text", b"", line, b"X-Any: b", b"", b"text", b""])
    assert len(contents(mbox)) == 2


def test_a_text_that_begins_like_a_separator_is_text():
    for line in (b"From Writing R Extensions:", b"From a@b Mon Jan  5 10:00:00 2015\nand no header"):
        assert len(contents(ONE % (b"x", b"text\n\n" + line))) == 1


def test_content_length_is_believed_where_a_separator_stands_at_its_end():
    inside = ONE % (b"forwarded", b"text")
    told = ONE.replace(b"Subject", b"Content-Length: %d\nSubject")
    mbox = told % (len(inside), b"x", inside.removesuffix(b"\n\n")) + ONE % (b"y", b"z")
    assert len(contents(mbox)) == 2
    assert len(contents(mbox, 100)) == 2
    wrong = told % (len(inside) - 40, b"x", inside.removesuffix(b"\n\n")) + ONE % (b"y", b"z")
    assert len(contents(wrong)) == 3


def test_what_stands_before_the_first_separator_is_set_aside():
    outcomes = list(ARCHIVES[0].read(io.BytesIO(b"no header\n\n" + ONE % (b"x", b"y")), Where("a.mbox")))
    assert [type(outcome) for outcome in outcomes] == [Unreadable, Record]


def test_a_message_that_is_too_long_is_set_aside_and_the_others_stay():
    mbox = ONE % (b"a", b"b") + ONE % (b"long", b"x" * 9_000) + ONE % (b"c", b"d")
    blocks = [mbox[at : at + 1_000] for at in range(0, len(mbox), 1_000)]
    assert [raw.oversized for raw in messages(blocks, most=5_000)] == [False, True, False]
    assert [len(raw.content) for raw in messages(blocks, most=20_000)][1] > 9_000


@pytest.mark.slow
def test_memory_stays_flat():
    class Endless(io.RawIOBase):
        left = 60

        def read(self, size=-1):
            self.left -= 1
            return (ONE % (b"x", b"word " * 400)) * 500 if self.left >= 0 else b""

    tracemalloc.start()
    count = sum(1 for _ in ARCHIVES[0].read(Endless(), Where("a.mbox")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 60 * 500
    assert peak < 40 << 20
