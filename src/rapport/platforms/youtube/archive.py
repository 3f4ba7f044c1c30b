"""What one can have of YouTube: Google Takeout's tables and pages of one's own account, and what yt-dlp and
youtube-comment-downloader write."""

import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from rapport.platforms.ahead import again
from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable, dump, load
from rapport.platforms.json_walk import JsonWalk, Malformed
from rapport.platforms.tables import Row, header_of, rows_of
from rapport.platforms.youtube import info, page, scraped, takeout
from rapport.words.activity import Activity
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

_ROW = re.compile(r'"?(?:Ug[\w-]{20}[\w.-]*"?[,;\t]"?UC[\w-]{22}|[\w-]{11}"?[,;\t][0-9]|UC[\w-]{22})', re.ASCII)
"""How a row begins: a comment or message and who wrote it, a video and its length, a channel."""
_INFO = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"id"\s*:\s*"[\w-]{11}"\s*,\s*"title"\s*:')
_OF_YOUTUBE = re.compile(rb"ytimg\.com|googlevideo\.com|youtube\.com/")
_COMMENT = rb'\{\s*+"(?:id|parent|author)"\s*+:'
_COMMENTS_END = rb'\](?=\s*+,\s*+"\w++"\s*+:|\s*+\})'
_COMMENTS = re.compile(rb'\[(?=\s*+\{\s*+"id"\s*+:\s*+"Ug)')
_SCRAPED = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*(?:\{\s*"comments"\s*:\s*)?(?:\[\s*)?\{\s*"cid"\s*:\s*"Ug')
_BARE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[)?\s*")
_LIST = re.compile(rb"\[")
LONGEST_LINE = 1 << 20
LONGEST_PAGE = 128 << 20
"""Bytes of a page of comments, which is one line; it holds some 100,000 of them."""


def _recognise_table(_name: str, head: bytes) -> bool:
    return _table_in(head) in (takeout.COMMENTS, takeout.CHATS, takeout.VIDEOS)


def _recognise_channel(_name: str, head: bytes) -> bool:
    return _table_in(head) == takeout.CHANNEL


def _table_in(head: bytes) -> str | None:
    rows = list(islice(rows_of(io.BytesIO(head), _ROW), 2)) if b"," in head[:4096] else []
    table = takeout.table_of(header_of(head), rows[1].cells if len(rows) > 1 else None) if rows else None
    return table[0] if table else None


def _read_table(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    rows = rows_of(stream, _ROW)
    header, first = next(rows, None), next(rows, None)
    table = takeout.table_of(header.cells or [], first.cells if first else None) if header else None
    if header is None or first is None:
        return
    if table is None:
        yield Unreadable("line 1", "The columns are none of Takeout's tables of YouTube.", header.raw + first.raw)
        return
    kept = header.mark.join(table[1]).encode() + b"\n"
    yield _row(first, table, kept)
    for row in rows:
        yield _row(row, table, kept)


def _row(row: Row, table: tuple[str, tuple[str, ...]], kept: bytes) -> Outcome:
    """What is set aside has the header in English before it."""
    name, columns = table
    position = f"line {row.number}"
    try:
        if row.cells is None:
            raise NotReadable(row.reason)
        return _record(name, dict(zip(columns, row.cells, strict=True)))._replace(position=position)
    except NotReadable as error:
        return Unreadable(position, str(error), (kept + row.raw)[:MAX_RAW])


def _record(table: str, row: takeout.Row) -> Record:
    if table == takeout.CHANNEL:
        return takeout.channel(row)
    if table == takeout.VIDEOS:
        return Record("", takeout.video(row))
    return Record("", [takeout.comment(row) if table == takeout.COMMENTS else takeout.chat(row)])


def _retry_table(raw: bytes, name: str) -> Iterator[Outcome]:
    return _read_table(io.BytesIO(raw), Where(name))


def _recognise_page(_name: str, head: bytes) -> bool:
    items = page.ITEM.split(head)[1:3]
    return any(b"youtube.com/watch" in one and page.TIME.search(one) for one in items)


def _read_page(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    """One record an `<li>`. A page is one line without end, and is therefore held whole."""
    content = stream.read(LONGEST_PAGE + 1)
    if len(content) > LONGEST_PAGE:
        yield Unreadable("the page", f"It is larger than {LONGEST_PAGE >> 20} MiB.", content[:MAX_RAW])
        return
    for number, raw in enumerate(page.ITEM.split(content)[1:], 1):
        yield _outcome(f"item {number}", partial(page.item, raw), b"<li>" + raw)


def _retry_page(raw: bytes, name: str) -> Iterator[Outcome]:
    return _read_page(io.BytesIO(raw), Where(name))


def _recognise_info(_name: str, head: bytes) -> bool:
    return bool(_INFO.match(head) and _OF_YOUTUBE.search(head))


def _read_info(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    """The comments, then the video, whose figures may stand behind them."""
    fields: dict[str, Any] = {}
    yield from _comments_and_fields(stream, fields)
    if fields:
        yield _video(fields)


def _comments_and_fields(stream: BinaryIO, fields: dict[str, Any]) -> Iterator[Outcome]:
    """Where the JSON is damaged before the comments, they are looked for behind the damage."""
    walk = JsonWalk(stream)
    try:
        yield from _members(walk, fields)
    except Malformed as error:
        yield Unreadable("about the video", f"The file is damaged: {error}.", b"")
        if walk.go_to(_COMMENTS):
            yield from _comments(walk, fields)


def _members(walk: JsonWalk, fields: dict[str, Any]) -> Iterator[Outcome]:
    for key in walk.members():
        if key == "comments" and walk.peek() == "[":
            yield from _comments(walk, fields)
        elif key in info.FIELDS:
            fields[key] = walk.value()
        else:
            walk.skip()
        if walk.cut:
            return


def _comments(walk: JsonWalk, fields: dict[str, Any]) -> Iterator[Outcome]:
    for place, raw in enumerate(walk.elements(_COMMENT, _COMMENTS_END), 1):
        yield _comment(raw, fields, place)


def _comment(raw: bytes | Damaged, fields: dict[str, Any], place: int) -> Outcome:
    position = f"comment {place}"
    if isinstance(raw, Damaged):
        return Unreadable(position, raw.reason, _kept(fields, raw.start))
    try:
        return Record(position, [info.comment(load(raw), fields)])
    except NotReadable as error:
        return Unreadable(position, str(error), _kept(fields, raw))


def _video(fields: dict[str, Any]) -> Outcome:
    return _outcome("the video", partial(info.video, fields), _kept(fields, None))


def _outcome(position: str, read: Callable[[], Activity], raw: bytes) -> Outcome:
    try:
        return Record(position, [read()])
    except NotReadable as error:
        return Unreadable(position, str(error), raw[:MAX_RAW])


def _kept(fields: dict[str, Any], comment: bytes | None) -> bytes:
    """The document with that one comment, or with none, so that it reads like a file."""
    about = dump(fields)
    if about and comment is not None:
        about = (about[:-1] + b"," if fields else b"{") + b'"comments":[' + comment + b"]}"
    return about[:MAX_RAW]


def _retry_info(raw: bytes, _name: str) -> Iterator[Outcome]:
    """The comment that was set aside, else the video."""
    fields: dict[str, Any] = {}
    comments = list(_comments_and_fields(io.BytesIO(raw), fields))
    yield from comments or [_video(fields)]


def _recognise_scraped(_name: str, head: bytes) -> bool:
    return _SCRAPED.match(head) is not None


def _read_scraped(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """A comment a line; `--pretty` writes one list of them, over many lines."""
    video = scraped.video_in(where.file)
    first = stream.readline(LONGEST_LINE)
    if _BARE.fullmatch(first):
        for number, found in enumerate(elements(again(first, stream), _LIST), 1):
            position = f"comment {number}"
            if isinstance(found, Damaged):
                yield Unreadable(position, found.reason, found.start)
            else:
                yield _scraped(found, position, video)
        return
    number, line = 0, first
    while line:
        number += 1
        if line.strip():
            yield _scraped(line, f"line {number}", video)
        line = stream.readline(LONGEST_LINE)


def _scraped(raw: bytes, position: str, video: str | None) -> Outcome:
    return _outcome(position, lambda: scraped.comment(load(raw), video), raw.strip())


def _retry_scraped(raw: bytes, name: str) -> Iterator[Outcome]:
    yield _scraped(raw, "line 1", scraped.video_in(name))


ARCHIVES: tuple[Archive, ...] = (
    Archive("youtube", "youtube-takeout", "YouTube Takeout tables", _recognise_table, _read_table, _retry_table),
    Archive("youtube", "youtube-channel", "YouTube Takeout channels", _recognise_channel, _read_table, _retry_table),
    Archive("youtube", "youtube-page", "YouTube Takeout pages of comments", _recognise_page, _read_page, _retry_page),
    Archive("youtube", "youtube-info", "YouTube videos by yt-dlp", _recognise_info, _read_info, _retry_info),
    Archive(
        "youtube", "youtube-comments", "YouTube comments by youtube-comment-downloader", _recognise_scraped,
        _read_scraped, _retry_scraped,
    ),
)  # fmt: skip
