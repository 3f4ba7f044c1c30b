"""What one can have of Reddit: the export of one's own account, and dumps of subreddits as JSON lines."""

import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from rapport.platforms.ahead import again
from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable
from rapport.platforms.reddit import dump, export
from rapport.platforms.reddit.thing import Thing, account, activity
from rapport.platforms.reddit.thread import whole_in
from rapport.platforms.tables import header_of, rows_of
from rapport.words.identity import Identity
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

LONGEST_LINE = 16 << 20
"""Bytes. A post has at most 40,000 characters; what Reddit tells around it is a few times as much."""

LONGEST_PAGE = 64 << 20
"""Bytes of a page that is one JSON document over many lines."""

_COMMENTS = frozenset({"id", "permalink", "date", "subreddit", "link", "body"})
_POSTS = frozenset({"id", "permalink", "date", "subreddit", "title", "body"})
_HEADERS = frozenset({"id", "permalink", "date", "subreddit", "gildings"})
_LEFT_OUT = (
    frozenset({"id", "permalink", "direction"}),
    frozenset({"id", "permalink", "thread_id", "date", "from", "to"}),
    frozenset({"message_id", "created_at", "username", "channel_url"}),
)
"""Votes, which have no time; private messages and chats."""
_DUMP = tuple(re.compile(key) for key in (rb'"author"\s*:', rb'"created_utc"\s*:', rb'"subreddit"\s*:|"/r/'))
_LIST = re.compile(rb"\[")
_OPENS = re.compile(rb"\[\s*(?:\{.*)?", re.DOTALL)
_KEPT = re.compile(rb"# account: ([A-Za-z0-9_-]*)\n")


def _of_export(
    name: str,
    label: str,
    recognise: Callable[[set[str]], bool],
    read_row: Callable[[export.Row, Identity | None], Record],
) -> Archive:
    def outcomes(stream: BinaryIO, owner: Identity | None) -> Iterator[Outcome]:
        rows = rows_of(stream, export.ROW)
        header = next(rows, None)
        columns = [column.strip().lower() for column in (header.cells or [])] if header else []
        kept = f"# account: {owner.handle if owner else ''}\n".encode() + (header.raw.rstrip() if header else b"")
        for row in rows:
            position = f"line {row.number}"
            try:
                if row.cells is None:
                    raise NotReadable(row.reason)
                yield read_row(dict(zip(columns, row.cells, strict=True)), owner)._replace(position=position)
            except NotReadable as error:
                yield Unreadable(position, str(error), (kept + b"\n" + row.raw)[:MAX_RAW])

    def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
        return outcomes(stream, export.owner_of(where))

    def retry(raw: bytes, name: str) -> Iterator[Outcome]:
        kept = _KEPT.match(raw)
        return outcomes(io.BytesIO(raw[kept.end() :] if kept else raw), account(kept[1].decode()) if kept else None)

    def recognised(_name: str, head: bytes) -> bool:
        return recognise({column.strip().lower() for column in header_of(head)})

    return Archive("reddit", name, label, recognised, read, retry, frozenset({export.ACCOUNT}))


def _of_thing(
    read_row: Callable[[export.Row, Identity | None], Thing],
) -> Callable[[export.Row, Identity | None], Record]:
    return lambda row, owner: Record("", [activity(read_row(row, owner))])


def _is_left_out(columns: set[str]) -> bool:
    """Also the headers of posts and comments, which other files of the export hold whole."""
    return any(known <= columns for known in _LEFT_OUT) or ("body" not in columns and columns >= _HEADERS)


def _recognise_dump(_name: str, head: bytes) -> bool:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return begins in (b"{", b"[") and all(key.search(head) for key in _DUMP)


def _read_dump(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    """A line a thing; a document over many lines or a list is read as such."""
    first = stream.readline(LONGEST_LINE)
    begins = first.removeprefix(b"\xef\xbb\xbf").strip()
    if _OPENS.fullmatch(begins) and not begins.endswith(b"]"):
        yield from _of_list(again(first, stream))
    elif begins == b"{":
        yield from _page(first + stream.read(LONGEST_PAGE))
    else:
        yield from _of_lines(first, stream)


def _page(page: bytes) -> Iterator[Outcome]:
    """One document, or lines of which the first is broken."""
    outcomes = list(_outcomes(page, "the page"))
    if isinstance(outcomes[0], Unreadable) and page.count(b"\n{") > 1:
        outcomes = list(_of_lines(b"", io.BytesIO(page)))
    yield from outcomes


def _of_list(stream: BinaryIO) -> Iterator[Outcome]:
    for number, element in enumerate(elements(stream, _LIST), 1):
        if isinstance(element, Damaged):
            yield Unreadable(f"item {number}", element.reason, element.start)
            yield from _left_in(element.start, f"item {number}")
        else:
            yield from _outcomes(element, f"item {number}")


def _of_lines(line: bytes, stream: BinaryIO) -> Iterator[Outcome]:
    number = 0
    line = line or stream.readline(LONGEST_LINE)
    while line:
        number += 1
        position = f"line {number}"
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            length = len(line) + _pass_over(stream)
            reason = f"The line has {length:,} bytes; at most {LONGEST_LINE:,} are read."
            yield Unreadable(position, reason, line[:MAX_RAW])
        elif line.strip(b" \t\r\n\0\xef\xbb\xbf"):
            yield from _outcomes(line.removeprefix(b"\xef\xbb\xbf"), position)
        line = stream.readline(LONGEST_LINE)


def _outcomes(raw: bytes, position: str) -> Iterator[Outcome]:
    """One, or one for each thing that lies inside another."""
    try:
        found = dump.lines_of(raw)
    except NotReadable as error:
        yield Unreadable(position, str(error), raw[:MAX_RAW])
        yield from _left_in(raw, position)
        return
    for number, line in enumerate(found, 1):
        place = position if len(found) == 1 else f"{position}, thing {number}"
        try:
            yield Record(place, [activity(dump.thing(line.wire))])
        except NotReadable as error:
            yield Unreadable(place, str(error), line.raw[:MAX_RAW])
            if len(found) == 1:
                yield from _left_in(line.raw, place)


def _left_in(damaged: bytes, position: str) -> Iterator[Outcome]:
    for number, thing in enumerate(whole_in(damaged), 1):
        yield from _outcomes(thing, f"{position}, whole thing {number} in it")


def _pass_over(stream: BinaryIO) -> int:
    """Read to the end of the line; how many bytes there were."""
    length = 0
    while line := stream.readline(LONGEST_LINE):
        length += len(line)
        if line.endswith(b"\n"):
            break
    return length


def _retry_dump(raw: bytes, _name: str) -> Iterator[Outcome]:
    yield from _outcomes(raw, "line 1")


def _nothing(_stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    """The tables beside it look into it."""
    return iter(())


def _is_account(_name: str, head: bytes) -> bool:
    return list(header_of(head)) == ["statistic", "value"] and b"account name" in head


ARCHIVES: tuple[Archive, ...] = (
    _of_export("reddit-comments", "Reddit export: comments", _COMMENTS.issubset, _of_thing(export.comment)),
    _of_export("reddit-posts", "Reddit export: posts", _POSTS.issubset, _of_thing(export.post)),
    _of_export(
        "reddit-left-out",
        "Reddit export: votes and messages, which are left out",
        _is_left_out,
        lambda _row, _owner: Record("", []),
    ),
    Archive("reddit", "reddit-account", "Reddit export: whose it is", _is_account, _nothing, lambda *_: iter(())),
    Archive("reddit", "reddit-dump", "Reddit dumps of subreddits", _recognise_dump, _read_dump, _retry_dump),
)
