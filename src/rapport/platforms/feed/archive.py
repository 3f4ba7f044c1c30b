"""Feed files: RSS, Atom and CDF, read by feedparser, and JSON Feed."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any, BinaryIO, cast

import orjson

from rapport.platforms.elements import Damaged, elements
from rapport.platforms.feed import jsonfeed, xml
from rapport.platforms.feed.entry import Entry, Feed, NotReadable
from rapport.platforms.feed.parse import parse, wide
from rapport.platforms.feed.read import Reader
from rapport.platforms.feed.split import LONGEST, Piece, TooLong, closing_of, headless, pieces
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

WHOLE = 1 << 20
"""Bytes of an XML feed that is read in one go; longer ones in pieces."""
WIDEST = 16 << 20
"""Bytes of a feed in UTF-16 or UTF-32, which is read in one go too."""
HEADLESS = "The tag that begins this entry is broken."

_ROOT = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:\s++|<!--.*?-->|<\?.*?\?>|<!DOCTYPE(?:[^\[>]|\[.*?\]\s*(?=>))*+>)*+"""
    rb"""<(?:\w+:)?(?:rss|feed|RDF|channel)(?=[\s>/])[^>]*+>""",
    re.DOTALL | re.IGNORECASE,
)
_RSS_IN_RDF = re.compile(
    rb"purl\.org/(?:rss|net/rss)|netscape\.com/rdf|<(?:\w+:)?(?:channel|item)[\s>/]", re.IGNORECASE
)
_ENDS = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF|channel)\s*>", re.IGNORECASE)
_ENTRY_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_DECLARED = re.compile(r"\ufeff?\s*<\?xml[^>]{0,200}\?>")
_JSON = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_ITEMS = re.compile(rb'"items"\s*:\s*\[')


def recognise_xml(_name: str, head: bytes) -> bool:
    """Whether its first element is that of a feed."""
    codec = wide(head)
    plain = head.decode(codec, "ignore").encode() if codec else head
    root = _ROOT.match(plain)
    return root is not None and (b"rdf" not in root[0][-1024:].lower() or _RSS_IN_RDF.search(plain) is not None)


def read_xml(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """The feed's own record, then one outcome an entry. What feedparser can make of a broken feed is kept."""
    data = stream.read(WHOLE + 1)
    if codec := wide(data):
        data += stream.read(WIDEST)
        if len(data) > WIDEST:
            yield Unreadable("whole file", f"A feed in {codec.upper()} is read up to {WIDEST >> 20} MiB.", b"")
            return
        if len(data) > WHOLE:
            data = _DECLARED.sub("", data.decode(codec, "replace"), count=1).encode("utf-8", "replace")
    if len(data) <= WHOLE:
        yield from _read(Piece(1, data, [], b""), where, begin=True, end=True)
    else:
        yield from _in_pieces(cast(BinaryIO, _Chained(data, stream)), where)


def retry_xml(raw: bytes, name: str) -> Iterator[Outcome]:
    """Reads a feed that holds the one entry that was set aside."""
    return _read(Piece(1, raw, [], b""), Where(name), begin=False, end=False)


class _Chained(io.RawIOBase):
    """What was read already, and the rest of the stream."""

    def __init__(self, data: bytes, stream: BinaryIO) -> None:
        self._data = io.BytesIO(data)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._data.read(size) or self._stream.read(size)


def _in_pieces(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    begin = True
    for piece in pieces(stream):
        if isinstance(piece, TooLong):
            reason = f"The entry is longer than {LONGEST >> 20} MiB; only its beginning was kept."
            yield Unreadable(_position(piece.number), reason, piece.start[:MAX_RAW])
        else:
            yield from _read(piece, where, begin=begin, end=not piece.tail)
            begin = False


def _read(piece: Piece, where: Where, *, begin: bool, end: bool) -> Iterator[Outcome]:
    """The outcomes of a piece; where feedparser fails at it, of its entries one by one."""
    data = piece.whole()
    try:
        parsed = parse(data)
    except NotReadable as error:
        alone = _alone(piece)
        if len(alone) < 2:
            yield Unreadable(_position(piece.number), str(error), data[:MAX_RAW])
        else:
            yield from chain.from_iterable(_read(each, where, begin=False, end=False) for each in alone)
        return
    lost = list(headless(data)) if parsed["bozo"] else []
    head = _head(piece) if lost else b""
    reader = Reader(_feed(parsed, head), where.file, where.saved_at)
    said = parsed["entries"]
    if not said and parsed["bozo"] and reader.channel.stands_in:
        yield Unreadable("whole file", f"The XML is broken: {_fault(parsed)}.", data[:MAX_RAW])
        return
    if begin:
        yield Record("feed", (), channels=(reader.channel,))
    half = end and bool(parsed["bozo"]) and bool(said) and _breaks_off(piece, data)
    for place, outcome in enumerate(_outcomes(reader, map(xml.entry_of, said), piece.number), 1):
        if half and place == len(said):
            outcome = Unreadable(outcome.position, "The feed breaks off in this entry.", b"")
        yield _with_raw(outcome, piece, place - 1, len(said)) if isinstance(outcome, Unreadable) else outcome
    for each in lost:
        raw = b"".join((head, each.content, closing_of(head))) if each.after else each.content
        yield Unreadable(f"after {_position(piece.number + each.after - 1)}", HEADLESS, raw[:MAX_RAW])


def _feed(parsed: Mapping[str, Any], head: bytes) -> Feed:
    """What the feed says of itself, in `head` if given: what else would pass for its words are those of an entry
    whose first tag is broken, and its key, which is part of the others' ids, must not change."""
    if head:
        with suppress(NotReadable):
            parsed = parse(head + closing_of(head))
    return xml.feed_of(parsed)


def _head(piece: Piece) -> bytes:
    """All that stands before the first entry; nothing where no entry can be told by its bytes."""
    found = piece if piece.entries else next(pieces(io.BytesIO(piece.head)))
    return found.head if isinstance(found, Piece) and found.entries else b""


def _breaks_off(piece: Piece, data: bytes) -> bool:
    """Whether the last entry is not whole: half of one must not pass for what it says."""
    if _ENDS.search(data, max(0, len(data) - 4096)):
        return False
    alone = _alone(piece)
    return bool(alone) and _ENTRY_ENDS.search(alone[-1].entries[0]) is None


def _fault(parsed: Mapping[str, Any]) -> str:
    """What feedparser complains of; the XML parser's line and column as words."""
    return re.sub(r"^<unknown>:(\d+):(\d+): ", r"line \1, column \2: ", str(parsed["bozo_exception"]))


def _alone(piece: Piece) -> list[Piece]:
    """The entries of a piece as feeds by themselves."""
    cut = [piece] if piece.entries else pieces(io.BytesIO(piece.head))
    return [each for found in cut if isinstance(found, Piece) for each in found.alone()]


def _with_raw(outcome: Unreadable, piece: Piece, place: int, count: int) -> Unreadable:
    """With the bytes of that entry alone, where as many were cut as were read; else with those of all."""
    alone = _alone(piece)
    return outcome._replace(raw=(alone[place] if len(alone) == count else piece).whole()[:MAX_RAW])


def _outcomes(reader: Reader, entries: Iterable[Entry], first: int) -> Iterator[Outcome]:
    for number, entry in enumerate(entries, first):
        try:
            yield reader.record(entry, _position(number))
        except NotReadable as error:
            yield Unreadable(_position(number), str(error), b"")


def _position(number: int) -> str:
    return f"entry {number}"


def recognise_json(_name: str, head: bytes) -> bool:
    """Whether it names JSON Feed's version, which stands first by custom."""
    return _JSON.search(head) is not None


def read_json(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """The feed's own record, then one outcome an item. A broken item takes no other with it."""
    start = stream.read(WHOLE)
    document = _document(start)
    reader = Reader(jsonfeed.feed_of(document), where.file, where.saved_at)
    yield Record("feed", (), channels=(reader.channel,))
    kept = {key: value for key, value in document.items() if key in _KEPT}
    for number, item in enumerate(elements(cast(BinaryIO, _Chained(start, stream)), _ITEMS), 1):
        if isinstance(item, Damaged):
            yield Unreadable(_position(number), item.reason, item.start[:MAX_RAW])
            continue
        try:
            yield reader.record(jsonfeed.entry_of(_loads(item)), _position(number))
        except NotReadable as error:
            raw = orjson.dumps(kept)[:-1] + (b"," if kept else b"") + b'"items":[' + item + b"]}"
            yield Unreadable(_position(number), str(error), raw[:MAX_RAW])


def retry_json(raw: bytes, name: str) -> Iterator[Outcome]:
    outcomes = read_json(io.BytesIO(raw), Where(name))
    return (outcome for outcome in outcomes if outcome.position != "feed")


_KEPT = ("version", "title", "home_page_url", "feed_url", "author", "authors")
"""What an item needs of its feed."""


def _loads(data: bytes) -> Any:
    """NotReadable for what orjson refuses: depths without end, lone surrogates."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NotReadable(f"The item is no JSON that can be read: {error}.") from None


def _document(start: bytes) -> Mapping[str, Any]:
    """The feed's own fields: all of them in a small file, those before the items in a large or broken one."""
    items = _ITEMS.search(start)
    tries = [start, start[: items.start()].rstrip(b" \t\r\n,") + b"}" if items else start]
    for text in tries:
        try:
            document = orjson.loads(text.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError:
            continue
        if isinstance(document, dict):
            return document
    return {}


ARCHIVES = (
    Archive("feed", "feed-xml", "RSS and Atom feeds", recognise_xml, read_xml, retry_xml),
    Archive("feed", "feed-json", "JSON Feeds", recognise_json, read_json, retry_json),
)
