"""Where a message of an export begins, and when it was written.

31/12/2023, 23:59 - Ada: Text                 Android
[31.12.23, 23:59:58] Ada: Text                iPhone; U+200E stands before what WhatsApp itself says
31/12/23, 23:59:58: Ada: Text                 iPhone until 2018

The date is in the manner of the phone that made the file; what follows without one belongs to the message before it.
Times are those of that phone and say no zone: they are taken as UTC.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapport.platforms.lines import Lines

LONGEST = 1 << 20
"""Characters of one message. WhatsApp itself takes 65,536."""
LOOKED_AT = 2_000
"""Lines by which the manner is told."""

MARKS = re.compile(r"[\u200e\u2066-\u2069\u202a-\u202e\ufeff]")
"""Signs that turn the direction of writing round; WhatsApp puts them around names and before its own words."""
_BEFORE = r"[\u200e\u200f\u202a-\u202e\ufeff]*"
_DAY = r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?"
_HALF = r"(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
_CLOCK = rf"(?:(?:klo|kl\.|um|às|at|上午|下午|午前|午後|오전|오후)\s?)?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?{_HALF}"
_STAMP = rf"(?P<stamp>{_DAY},?\s?{_CLOCK})"
MANNERS = (
    re.compile(rf"{_BEFORE}\[{_STAMP}\][ \u200e]?"),
    re.compile(rf"{_BEFORE}{_STAMP} [-–] "),
    re.compile(rf"{_BEFORE}{_STAMP}: "),
)


class Written(NamedTuple):
    """One message as it stands in the file."""

    number: int
    """Of its first line."""
    stamp: str
    """Empty for lines that belong to no message."""
    rest: str
    """What stands behind the stamp, over all its lines."""
    whole: str
    too_long: bool = False


def manner_of(lines: Lines) -> re.Pattern[str] | None:
    """How most messages of a file begin; None where none does. What is pasted into a message may look otherwise."""
    ahead = lines.ahead(LOOKED_AT)
    counts = [(sum(manner.match(line) is not None for line in ahead), manner) for manner in MANNERS]
    most, manner = max(counts, key=lambda each: each[0])
    return manner if most else None


def messages(lines: Lines, manner: re.Pattern[str]) -> Iterator[Written]:
    begun, stamp, at, pieces = 0, "", 0, [""]
    size = 0
    while (line := lines.take()) is not None:
        found = manner.match(line)
        if found:
            if begun:
                yield _written(begun, stamp, at, pieces, size)
            begun, stamp, at, pieces, size = lines.number, found["stamp"], found.end(), [], 0
        elif not begun and line.strip():
            begun, stamp, at, pieces, size = lines.number, "", 0, [], 0
        size += len(line)
        if size <= LONGEST:
            pieces.append(line)
    if begun:
        yield _written(begun, stamp, at, pieces, size)


def _written(number: int, stamp: str, at: int, pieces: list[str], size: int) -> Written:
    whole = "".join(pieces)
    return Written(number, stamp, whole[at:].replace("\r\n", "\n").rstrip("\r\n"), whole, size > LONGEST)
