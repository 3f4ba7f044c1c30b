"""The lines of a text file of unknown encoding, one at a time and never longer than a record may be."""

import codecs
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from charset_normalizer import from_bytes

from rapport.words.records import MAX_RAW

BLOCK = 1 << 20
"""Bytes read from the file at once."""


class Line(NamedTuple):
    number: int
    """The first line of a file is 1."""
    raw: bytes
    """As it was found, without the line's end; UTF-16 is already UTF-8 here."""
    text: str
    cut: bool = False
    """Whether the line went on beyond MAX_RAW bytes, which were passed over."""


def read_lines(blocks: Iterable[bytes]) -> Iterator[Line]:
    """Lines end with a line feed; a carriage return before it is dropped."""
    number, rest, cut = 1, b"", False
    encoding: str | None = None
    for block in _as_bytes_of_ascii(blocks):
        *raws, rest = (rest + block).split(b"\n")
        encoding = encoding or _encoding([*raws, rest])
        for raw in raws:
            yield _line(number, raw, encoding, cut)
            number, cut = number + 1, False
        if len(rest) > MAX_RAW:
            rest, cut = rest[:MAX_RAW], True
    if rest:
        yield _line(number, rest, encoding, cut)


def single_line(number: int, raw: bytes) -> Line:
    """Bytes that are one row already, whatever line feeds they hold."""
    return _line(number, raw, _encoding([raw]), cut=False)


def _line(number: int, raw: bytes, encoding: str | None, cut: bool) -> Line:
    raw = raw.removesuffix(b"\r")
    kept = raw[:MAX_RAW]
    try:
        text = kept.decode()
    except UnicodeDecodeError:
        text = kept.decode(encoding or "utf-8", "replace")
    return Line(number, kept, text.removeprefix("\ufeff"), cut or len(raw) > MAX_RAW)


def _as_bytes_of_ascii(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks in an encoding that keeps ASCII: UTF-16, known by its mark, becomes UTF-8."""
    decoder: codecs.IncrementalDecoder | None = None
    for number, block in enumerate(blocks):
        if number == 0 and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            decoder = codecs.getincrementaldecoder("utf-16")("replace")
        yield decoder.decode(block).encode("utf-8", "replace") if decoder else block


def _encoding(raws: list[bytes]) -> str | None:
    """What the lines that are not UTF-8 are written in; None if all are. Guessed once, so that one
    author's name reads the same in every row."""
    foreign = [raw for raw in raws if not _is_utf8(raw)]
    if not foreign:
        return None
    guess = from_bytes(b"\n".join(foreign)[:BLOCK]).best()
    # Every byte means something in Latin-1, so nothing is lost when no guess can be made.
    return guess.encoding if guess else "latin-1"


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
