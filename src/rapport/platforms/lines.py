"""Lines of text from a stream in whatever encoding it is; some may be given back and are taken again."""

import codecs
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from charset_normalizer import from_bytes

from rapport.platforms.spelling import is_central

HEAD = 1 << 16
"""Bytes by which the encoding is told."""
LOOKED_AT = 1 << 13
"""Of these, those by which one that is not UTF is guessed."""
BLOCK = 1 << 18
LONGEST = 1 << 20
"""Characters of a line. A longer one comes in pieces, none of which is a good row."""

# Among all encodings that exist, short tables fit too many; these are what spreadsheets save in somewhere.
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp932", "gb18030", "big5", "cp949", "cp1253", "cp1254", "cp1255"]


class Lines:
    """Lines with their ends."""

    def __init__(self, stream: BinaryIO) -> None:
        self._blocks = _texts(stream)
        self._waiting: deque[str] = deque()
        self._rest = ""
        self._end = ""
        self._over = False
        self.number = 0
        """Of the line that was taken last; the first is 1."""

    def take(self) -> str | None:
        while not self._waiting and not self._over:
            self._fill()
        if not self._waiting:
            return None
        self.number += 1
        return self._waiting.popleft()

    def give_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)

    def ahead(self, count: int) -> list[str]:
        """The next lines, which are still to be taken."""
        lines: list[str] = []
        while len(lines) < count and (line := self.take()) is not None:
            lines.append(line)
        self.give_back(lines)
        return lines

    def _fill(self) -> None:
        block = next(self._blocks, None)
        text = self._rest + (block or "")
        # Excel for old Macs ends lines with a carriage return alone.
        self._end = self._end or ("\r" if "\r" in text and "\n" not in text and len(text) > 1 else "\n" if text else "")
        *whole, rest = text.split(self._end) if self._end else [text]
        self._waiting.extend(line + self._end for line in whole)
        if len(rest) > LONGEST or (block is None and rest):
            self._waiting.append(rest)
            rest = ""
        self._rest, self._over = rest, block is None


def _texts(stream: BinaryIO) -> Iterator[str]:
    block = stream.read(HEAD)
    decoder = codecs.getincrementaldecoder(encoding_of(block))("replace")
    while block:
        yield decoder.decode(block)
        block = stream.read(BLOCK)
    yield decoder.decode(b"", final=True)


@lru_cache(4)
def encoding_of(head: bytes) -> str:
    """UTF-16 by its mark or its zeros, UTF-8 unless more of it is none than is, else what it most likely is."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) > 3 and head[1] == 0 and head[3] == 0:
        return "utf-16-le"
    if len(head) > 3 and head[0] == 0 and head[2] == 0:
        return "utf-16-be"
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    broken = text.count("\ufffd")
    if not broken or 2 * broken <= sum(letter > "\x7f" for letter in text):
        return "utf-8-sig"
    if b"\0" in head:
        return "utf-8-sig"
    best = from_bytes(head[:LOOKED_AT], cp_isolation=_LIKELY).best()
    if best is None or best.encoding in ("cp1252", "cp1250"):
        return "cp1250" if is_central(head) else "cp1252"
    return best.encoding
