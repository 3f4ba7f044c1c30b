"""Exports as their platforms write them, made here: as many records as one likes, each with an id and time of its own.

A record is a template in which its number, its time and its author are put in, so that gigabytes cost little to make.
"""

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, NamedTuple, cast

from rapport.collect.archives import named
from rapport.words.records import Archive

NUMBER, TIME, AUTHOR = "7777777777", "@TIME@", "44444"
"""What stands in a template for ten digits that rise, for the time, and for five digits that name one of PEOPLE."""
FIRST = 1_500_000_000
PEOPLE = 500

TEXTS = (
    "thanks!",
    "Does anybody know why the build fails on arm64 since yesterday?",
    "It works here with `make -j4`, but only after I removed the old cache.",
    "I think we should wait for the release before we change that, the next one is due in two weeks anyway.",
    "The log says:\n```\nerror: undefined reference to `otter_dive'\ncollect2: error: ld returned 1 exit status\n```\n"
    "so I guess the library is not found when it is linked. I tried both orders of the arguments.",
    "+1",
    "See https://example.org/docs/building.html#arm for how it is done, and ask here if something is not clear.",
    "Hm, interessant: mit Version 2.4 tritt das bei mir nicht auf, erst seit der Umstellung auf 2.5 – schön?",
    "We had the same at work. In the end it was the proxy that cut long answers, which nobody had told us. What helped "
    "was to look at both sides with tcpdump for a minute and to compare the lengths; they differed by some bytes each "
    "time. After the proxy was updated all was well again. It may be something else with you, but it is quickly tried, "
    "and if it is the same I can give you the settings that we use now.",
    "ok 👍",
    "What would be the way to have both, the old behaviour for those who need it and the new one by default?",
    "Welcome! Please read the pinned message first, then introduce yourself if you like.",
)
WORD = "How otters dive"


class Made(NamedTuple):
    """A kind of export: what stands before, between and after its records, and the shapes these have."""

    kind: str
    file: str
    head: str
    shapes: tuple[str, ...]
    between: str = ","
    tail: str = ""
    when: Callable[[datetime], str] = datetime.isoformat
    beside: dict[str, bytes] = {}

    def archive(self) -> Archive:
        archive = named(self.kind)
        assert archive is not None
        return archive

    def record(self, number: int) -> bytes:
        at = FIRST + number
        text = self.shapes[number % len(self.shapes)].replace(NUMBER, str(at))
        text = text.replace(AUTHOR, str(10_000 + number * 7 % PEOPLE))
        if TIME in text:
            text = text.replace(TIME, self.when(datetime.fromtimestamp(at, UTC)))
        return text.encode()

    def whole(self, size: int) -> bytes:
        """An export of so many bytes, or a little more."""
        return b"".join(self.pieces(size))

    def pieces(self, size: int) -> Iterator[bytes]:
        between = self.between.encode()
        yield self.head.encode()
        written = number = 0
        while written < size:
            record = self.record(number)
            yield between + record if number else record
            written += len(record)
            number += 1
        yield self.tail.encode()

    def stream(self, size: int) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Pieces(filter(None, self.pieces(size))), 1 << 20))


class _Pieces(io.RawIOBase):
    """What is made piece by piece as a stream; nothing of it is kept."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        filled = [self._rest]
        size = len(self._rest)
        while size < len(buffer) and (piece := next(self._pieces, b"")):
            filled.append(piece)
            size += len(piece)
        whole = b"".join(filled)
        taken, self._rest = whole[: len(buffer)], whole[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def shapes(make: Callable[[int, str], Any], indent: int | None = None, *, ascii_only: bool = False) -> tuple[str, ...]:
    """Of each text a record as JSON, indented as the platform does; without spaces where it does not."""
    separators = (",", ":") if indent is None else None
    made = (make(number, text) for number, text in enumerate(TEXTS))
    return tuple(json.dumps(each, indent=indent, ensure_ascii=ascii_only, separators=separators) for each in made)
