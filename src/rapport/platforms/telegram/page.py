"""The pages that Telegram Desktop writes by default: `messages.html`, `messages2.html` …, a thousand messages each.

A page says neither the chat's id nor whether it is private, and of people only their names. Where a `result.json` of
the same chat stands beside it, which says all that, it is passed over. Without one, a chat is a group or channel if
something on its first page or on this one tells it; else nothing of it is kept.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from io import BytesIO
from typing import BinaryIO

import orjson
from selectolax.lexbor import LexborHTMLParser

from rapport.platforms.ahead import again
from rapport.platforms.begins import Long, pieces
from rapport.platforms.fields import NotReadable
from rapport.platforms.html import may_be_deep
from rapport.platforms.telegram.read import Threads
from rapport.platforms.telegram.shown import (
    Known,
    author_of,
    date_of,
    day_of,
    is_joined,
    is_service,
    message,
    notice,
    number_of,
    tells_of_a_group,
)
from rapport.platforms.telegram.who import SHOWN, Chat
from rapport.words.activity import Activity
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

LOOKED_AT = 4 << 20
"""Bytes from which it is told whether a chat is private; a page has about one million."""
LONGEST_MESSAGE = 200_000
"""Bytes of one message, of 4,096 characters."""
FIRST_PAGE = "messages.html"
PEOPLE = 3
"""More than these two talk in no private chat."""
SAFE = 'data-told="a group or channel"'
"""Marks a page that was kept of a message that was set aside."""

SEPARATORS = range(-100_000_000, 0)
"""Numbers of the lines that tell a day; what a supergroup had before it was one has numbers far below."""

_BEGINS = re.compile(rb'<div\b(?=[^<>]{0,300}class="message\b)(?=[^<>]{0,300}id="message-?\d)')
_NAMES = re.compile(rb'<div class="from_name">([^<]{1,1000}+)</div>')
"""Not those of forwarded messages, behind which a date stands."""
_NAME_ENDS = re.compile(rb"(?<!\s)\s+via @\w+$")
_NOTICES = re.compile(rb'<div class="message service"[^>]{0,100}>\s*<div class="body details">\s*([^<]{1,1000})')
_RESULT = re.compile(
    rb'\s*\{\s*"name"\s*:\s*("(?:[^"\\]|\\.){1,400}")\s*,\s*"type"\s*:\s*"\w{1,40}"\s*,\s*"id"\s*:\s*\d'
)
_ASIDE = (
    "Nothing tells whether this chat is a group, a channel or private, so nothing of it is kept. Export it as JSON."
)


def recognise(_name: str, head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    marks = (b'class="page_wrap"', b'class="page_header"', b'class="history"')
    return start.startswith((b"<!doctype html", b"<html")) and all(mark in head for mark in marks)


def tells(_path: str, head: bytes) -> Mapping[str, bytes]:
    """The name of the chat that a `result.json` is of, for the pages of the same chat around it."""
    found = _RESULT.match(head.removeprefix(b"\xef\xbb\xbf"))
    try:
        name = orjson.loads(found[1]) if found else None
    except orjson.JSONDecodeError:
        return {}
    return {_named(name): b""} if isinstance(name, str) else {}


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message. The lines between them that tell a day are none."""
    begun = b"".join(_beginning(stream))
    name = _name(begun)
    chat = Chat(SHOWN, 0, name)
    in_json = _named(name) in where.beside
    if not in_json and not any(map(_is_public, (begun, where.beside.get(FIRST_PAGE, b"")))):
        yield Unreadable("whole file", _ASIDE, b"")
        return
    walk = pieces(again(begun, stream), _BEGINS)
    next(walk, None)
    known, threads = Known(), Threads()
    for piece in walk:
        if isinstance(piece, Long) or len(piece) > LONGEST_MESSAGE or may_be_deep(piece):
            reason = f"The message is longer than {LONGEST_MESSAGE // 1000} kB or nested, as none of Telegram's is."
            yield Unreadable("a message", reason, b"")
            known = Known(None, known.at)
            continue
        node = LexborHTMLParser(piece.decode("utf-8", "replace"))
        known = _known(node, known)
        number = number_of(node)
        if not number or (is_service(node) and number in SEPARATORS):
            continue
        if in_json:
            yield Record(f"message {number}, which the JSON beside tells", [])
            continue
        yield _outcome(node, piece, number, chat, known, threads)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside is a page with that one message, of a chat that was not private."""
    return read(BytesIO(raw), Where(name))


def _outcome(node: LexborHTMLParser, piece: bytes, number: int, chat: Chat, known: Known, threads: Threads) -> Outcome:
    position = f"message {number} of {chat.name}"
    try:
        return Record(position, [_activity(node, number, chat, known, threads)])
    except NotReadable as problem:
        return Unreadable(position, str(problem), _keep(piece, chat, known))


def _activity(node: LexborHTMLParser, number: int, chat: Chat, known: Known, threads: Threads) -> Activity:
    return notice(node, number, chat, known) if is_service(node) else message(node, number, chat, known, threads)


def _known(node: LexborHTMLParser, before: Known) -> Known:
    if is_service(node):
        day = day_of(node)
        # Of a day with messages, the last one's time is nearer.
        at = max(day, before.at) if day and before.at and day.date() == before.at.date() else day or before.at
        return Known(None, at)
    author = author_of(node) or (before.author if is_joined(node) else None)
    return Known(author, date_of(node) or before.at)


def _beginning(stream: BinaryIO) -> Iterator[bytes]:
    size = 0
    while size < LOOKED_AT and (piece := stream.read(1 << 18)):
        size += len(piece)
        yield piece


def _name(begun: bytes) -> str:
    title = LexborHTMLParser(begun[:65_536].decode("utf-8", "replace")).css_first(
        ".page_header .text.bold, .page_header"
    )
    return (title.text(strip=True) if title else "") or "a chat without a name"


def _is_public(page: bytes) -> bool:
    """More people than two, or what happens in groups and channels alone; or it was told before."""
    if SAFE.encode() in page[:200]:
        return True
    names = {_NAME_ENDS.sub(b"", name.strip()) for name in _NAMES.findall(page)} - {b"Deleted Account"}
    notices = (unescape(" ".join(said.decode("utf-8", "replace").split())) for said in _NOTICES.findall(page))
    return len(names) >= PEOPLE or any(map(tells_of_a_group, notices))


def _named(name: str) -> str:
    return f"telegram chat {name.strip()}"


def _keep(piece: bytes, chat: Chat, known: Known) -> bytes:
    author = f'<div class="from_name">{escape(known.author)}</div>' if known.author else ""
    date = known.at.strftime("%d.%m.%Y %H:%M:%S UTC+00:00") if known.at else ""
    page = (
        f'<!DOCTYPE html><html {SAFE}><body><div class="page_wrap"><div class="page_header"><div class="text bold">'
        f'{escape(chat.name or "")}</div></div><div class="history"><div class="message default" id="message0">'
        f'<div class="body"><div class="date" title="{date}"></div>{author}</div></div>'
    )
    return (page.encode("utf-8", "replace") + piece)[:MAX_RAW]
