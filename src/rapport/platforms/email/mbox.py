"""Where one message of an mbox ends and the next begins. Knows nothing of what a message is made of.

The forms of mbox differ in how they keep a line of text that begins with `From ` apart from a separator: mboxo and
mboxrd write `>From `, mboxcl and mboxcl2 count bytes in Content-Length, and many programs do nothing at all
(https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml). One rule reads them all: a separator is a line
that begins with `From `, holds a date, and is followed by a header.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from rapport.words.records import MAX_RAW

MAX_MESSAGE = 64 << 20
"""Bytes of one message; a longer one is set aside. Providers take at most 50 MB, encoded."""
BLOCK = 1 << 20
"""Bytes read from the file at once."""

# `From jane at example.org  Mon Jan  5 10:00:00 2015`, with Gmail's zone before the year, or others' after it.
_SEPARATOR = re.compile(
    rb"From [^\n]{0,300}?[ \t](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+"
    rb"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]+\d{1,2}"
    rb"|\d{1,2}[ \t]+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[ \t][^\n]{4,80}\n"
    rb"(?:>From[ \t][^\n]{0,300}\n){0,3}[!-9;-~]{1,100}[ \t]*:"
)
_USUAL = re.compile(
    rb"[ \t](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    rb" [ \d]\d \d\d:\d\d:\d\d \d{4}\n[!-9;-~]{1,100}:"
)
"""The end of nearly every separator, with the header after it: tried first, as it costs a third."""
_ENOUGH = 2_000
"""Bytes that show whether a line that begins with `From ` is a separator."""

_LENGTHS = (b"\nContent-Length:", b"\nContent-length:")


class Raw(NamedTuple):
    """One message as it stands in the file."""

    separator: bytes
    """The line `From …` without its end; empty for what stands before the first one."""
    content: bytes
    """What follows it, a `>From ` in the text still quoted."""
    oversized: bool = False
    """Whether it went on beyond `most` bytes, which were passed over."""


def is_separator(data: bytes) -> bool:
    return _SEPARATOR.match(data) is not None


def messages(blocks: Iterable[bytes], most: int = MAX_MESSAGE) -> Iterator[Raw]:
    """Every message in the file's order; what stands before the first separator counts as one, unless it is blank."""
    rest, searched, oversized, separated = b"\n", 0, False, False
    for block in chain(blocks, (b"",)):
        rest, begin = rest + block, 0
        while True:
            at, searched = _next(rest, begin, searched, final=not block)
            if at is None:
                break
            if raw := _raw(rest, begin, at, separated=separated, oversized=oversized):
                yield raw
            begin, oversized, separated = at, False, True
        rest, searched = rest[begin:], searched - begin
        if oversized or len(rest) > most:
            # What a person may look at is kept, and the end: a separator may lie across two blocks.
            rest, oversized = rest[: min(MAX_RAW, most - _ENOUGH)] + rest[-_ENOUGH:], True
            searched = len(rest) - _ENOUGH
    if raw := _raw(rest, 0, len(rest), separated=separated, oversized=oversized):
        yield raw


def _next(data: bytes, begin: int, searched: int, *, final: bool) -> tuple[int | None, int]:
    """Where the line feed before the next separator stands (None if more must be read to tell), and up to where there
    is no other. It is looked for from `searched` on; the message that it ends begins at `begin`."""
    while (at := data.find(b"\nFrom ", searched)) >= 0:
        if not final and at + _ENOUGH > len(data):
            return None, at
        if _USUAL.match(data, data.find(b"\n", at + 1) - 25) or _SEPARATOR.match(data, at + 1):
            end = _counted_end(data, begin, at, final=final) if begin < at else at
            if end is None:
                return None, at
            if end <= at:
                return at, at + 1
            searched = end
        else:
            searched = at + 1
    return None, max(searched, len(data) - 6)


def _counted_end(data: bytes, begin: int, at: int, *, final: bool) -> int | None:
    """Where Content-Length says that the message ends, if a separator or the file's end is there; else `begin`.

    None if more must be read to tell. Most counts in the wild are wrong, so that none is believed by itself.
    """
    header_end = data.find(b"\n\n", begin + 1, at + 1)
    if header_end < 0:
        header_end = data.find(b"\n\r\n", begin + 1, at + 1)
    if header_end < 0 or data.find(b"ength:", begin, header_end) < 0:  # one look for both spellings
        return begin
    for name in _LENGTHS:
        if (told := data.find(name, begin, header_end + 1)) >= 0:
            break
    else:
        return begin
    count = data[told + len(name) : data.find(b"\n", told + 1)].strip()
    if not count.isdigit() or len(count) > 9:
        return begin
    end = header_end + (3 if data[header_end + 1] == 13 else 2) + int(count)
    if end > begin + MAX_MESSAGE:
        return begin
    if end + _ENOUGH > len(data) and not final:
        return None
    if final and len(data) - 3 <= end <= len(data) + 1:
        return len(data)
    for shift in (-1, 0, 1, 2):
        if data.startswith(b"\nFrom ", end + shift) and _SEPARATOR.match(data, end + shift + 1):
            return end + shift
    return begin


def _raw(data: bytes, begin: int, end: int, *, separated: bool, oversized: bool) -> Raw | None:
    """The message between two places, which a line feed and its separator begin; None where all is blank."""
    if separated:
        first = data.find(b"\n", begin + 1)
        separator, content = data[begin + 1 : first].rstrip(b"\r"), data[first + 1 : end]
    elif data[begin:end].strip(b"\r\n\t \xef\xbb\xbf"):
        separator, content = b"", data[begin + 1 : end]
    else:
        return None
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    return Raw(separator, content, oversized)
