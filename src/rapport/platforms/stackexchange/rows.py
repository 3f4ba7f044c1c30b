"""The rows of a dump's file, one `<row … />` at a time, whatever stands around or is broken between them.

A dump is `<posts>` around millions of `<row Id="1" … />`. The file is cut at each `<row`, which cannot stand inside a
value (there it is `&lt;row`), and each piece is parsed as a document of its own. So a broken row costs only itself,
memory stays flat, and no entity can be declared: a document type cannot stand inside an element.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple
from xml.parsers import expat  # a piece begins at its only element, so it has no document type

from rapport.words.records import MAX_RAW

CHUNK = 1 << 20
LONGEST_ROW = 16 << 20
"""Bytes. A post has at most 30,000 characters on most sites; escapes make a few times as many of them."""
LARGEST_ID = (1 << 63) - 1

_CUT = re.compile(rb"(?=<row[\s/>])")
_BEGINNING = len(b"<row")
# Older dumps hold control characters, bare and as references; XML knows neither.
_IMPOSSIBLE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
    r"|[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]{1,19}", re.ASCII)

Row = Mapping[str, str]
"""The attributes of a row, as text."""


class NotReadable(Exception):
    """Why a row cannot be read, as a sentence."""


class Piece(NamedTuple):
    number: int
    """The file's first row is 1."""
    raw: bytes
    """From `<row` on; of a row that is too long only the beginning."""
    length: int


def pieces_of(stream: BinaryIO) -> Iterator[Piece]:
    """Each row as it was found. What the stream raises comes after all rows that were whole before it."""
    read = getattr(stream, "read1", stream.read)
    cutter = _Cutter()
    try:
        for chunk in _in_utf8(iter(lambda: read(CHUNK), b"")):
            yield from cutter.feed(chunk)
    except Exception:
        yield from (piece for piece in cutter.rest() if _is_whole(piece))
        raise
    yield from cutter.rest()


class _Cutter:
    """Cuts a file at each `<row`; no byte is looked at twice, however little comes at once."""

    def __init__(self) -> None:
        self._number = 0
        self._parts: list[bytes] = []
        """Of the row whose end has not come."""
        self._length = 0
        self._tail = b""
        """Its last bytes, in which the next row may begin."""

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        first, *others = _CUT.split(self._tail + chunk)
        self._tail = b""
        for following in others:
            self._add(first)
            yield from self.rest()
            first = following
        self._tail = first[-_BEGINNING:]
        self._add(first[:-_BEGINNING])

    def rest(self) -> Iterator[Piece]:
        """The row that was waiting for its end; nothing if what waited is no row."""
        self._add(self._tail)
        raw, length = b"".join(self._parts), self._length
        self._parts, self._length, self._tail = [], 0, b""
        if raw.startswith(b"<row"):
            self._number += 1
            yield Piece(self._number, raw, length)

    def _add(self, part: bytes) -> None:
        was_too_long = self._length > LONGEST_ROW
        self._length += len(part)
        if was_too_long:
            return
        self._parts.append(part)
        if self._length > LONGEST_ROW:
            # Only what is kept for people is needed any more.
            self._parts = [b"".join(self._parts)[:MAX_RAW]]


def row_of(piece: Piece) -> Row:
    """The attributes of a row. Raises NotReadable."""
    if piece.length > LONGEST_ROW:
        raise NotReadable(f"The row has {piece.length:,} bytes; at most {LONGEST_ROW:,} are read.")
    try:
        return _parsed(piece.raw)
    except expat.ExpatError:
        mended = _IMPOSSIBLE.sub("\ufffd", piece.raw.decode("utf-8", "replace"))
    try:
        return _parsed(mended.encode())
    except expat.ExpatError as error:
        raise NotReadable(f"The row is not whole XML: {error}.") from None


def _parsed(raw: bytes) -> Row:
    """Raises ExpatError where the row does not end; what follows after its end is not looked at."""
    found: list[dict[str, str]] = []
    ended: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda _, attributes: found.append(attributes) if not found else None
    parser.EndElementHandler = lambda name: ended.append(name) if name == "row" else None
    try:
        parser.Parse(raw, True)
    except expat.ExpatError:
        if not ended:
            raise
    return found[0]


def _is_whole(piece: Piece) -> bool:
    try:
        return bool(row_of(piece))
    except NotReadable:
        return False


def _in_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks in UTF-8, of UTF-16 with its mark too."""
    decoder: codecs.IncrementalDecoder | None = None
    for number, chunk in enumerate(chunks):
        if number == 0 and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            decoder = codecs.getincrementaldecoder("utf-16")("replace")
        yield decoder.decode(chunk).encode("utf-8", "replace") if decoder else chunk


def whole(row: Row, name: str) -> int | None:
    """An attribute that is a whole number and fits PostgreSQL's bigint."""
    value = row.get(name, "")
    if not _NUMBER.fullmatch(value):
        return None
    number = int(value)
    return number if abs(number) <= LARGEST_ID else None


def words(row: Row, name: str) -> str | None:
    """An attribute that says something."""
    value = row.get(name, "").strip()
    return value or None


def moment(row: Row, name: str) -> datetime | None:
    """A time as dumps have it, in UTC without saying so (`2021-04-27T15:06:44.553`); None where it is none."""
    try:
        at = datetime.fromisoformat(row.get(name, ""))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def needed_id(row: Row, name: str) -> int:
    """Raises NotReadable where the row has no such number."""
    number = whole(row, name)
    if number is None:
        raise NotReadable(f"The row has no {name}, or one that is no whole number.")
    return number


def needed_moment(row: Row, name: str) -> datetime:
    """Raises NotReadable where the row has no such time."""
    at = moment(row, name)
    if at is None:
        raise NotReadable(f"The row's time ({name}) is missing or no date: {row.get(name, '')[:40]!r}.")
    return at
