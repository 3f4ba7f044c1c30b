"""DiscordChatExporter's HTML, which is its default: pages made to be looked at, that carry the ids all the same.

Source: MessageGroupTemplate.cshtml of github.com/Tyrrrz/DiscordChatExporter, versions 2.17 (2019) to 2.47 (2026), and
chat-exporter (github.com/mahtoid/DiscordChatExporterPy), which copied the page. A group holds messages of one person;
before 2.34 the person stands in front of the messages, since then inside the first of them.
"""

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import BinaryIO

from selectolax.lexbor import LexborHTMLParser

from rapport.platforms.begins import Long, pieces
from rapport.platforms.discord.place import place_headed
from rapport.platforms.discord.read import Unfit
from rapport.platforms.discord.shown import Group, Page, group_of, read_message
from rapport.platforms.html import may_be_deep
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

LONGEST_MESSAGE = 1_000_000
"""Bytes of one message: 4,000 emoji, each of them a picture with an address, are less."""

_MESSAGE = rb"(?=[^<>]{0,400}?chatlog__message(?:-container)?[\s\"'>])(?=[^<>]{0,400}?data-message-id=[\"']?\d{5,20})"
_GROUP = rb"(?=[^<>]{0,400}?chatlog__message-group)"
_BEGINS = re.compile(rb"<div\b(?:%b|%b)" % (_GROUP, _MESSAGE))
_IS_GROUP = re.compile(rb"<div\b%b" % _GROUP)
_NAMES = ".preamble__entry, .info__guild-name, .info__channel-name"


def looks_like_page(_name: str, head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<!--")) and b"chatlog__message" in head


def messages(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message. Direct messages are counted and left out."""
    page: Page | None = None
    group = Group(None, None)
    number = 0
    for piece in pieces(stream, _BEGINS):
        raw = piece.start if isinstance(piece, Long) else piece
        if page is None:
            page = _page(raw, where.file)
        elif _IS_GROUP.match(raw):
            group = group_of(_parsed(raw))
        else:
            number += 1
            outcome, group = _outcome(piece, f"message {number}", page, group)
            yield outcome
    if not number:
        reason = "The page holds no message with its id; export the channel again, best as JSON."
        yield Unreadable("whole file", reason, b"")


def messages_again(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside is a page with that one message."""
    return messages(BytesIO(raw), Where(name))


def _outcome(piece: bytes | Long, position: str, page: Page, group: Group) -> tuple[Outcome, Group]:
    """And what the next message of the group must know."""
    if isinstance(piece, Long) or len(piece) > LONGEST_MESSAGE or may_be_deep(piece):
        raw = piece.start if isinstance(piece, Long) else piece
        reason = f"The message is longer than {LONGEST_MESSAGE // 1000} kB or nested, as none of Discord's is."
        return Unreadable(position, reason, _keep(raw, page, group)), group._replace(answered=None)
    node = _parsed(piece)
    own = group_of(node)
    known = group if own.author is None else own
    try:
        found = read_message(node, page, known._replace(answered=own.answered or group.answered))
    except Unfit as problem:
        return Unreadable(position, str(problem), _keep(piece, page, known)), known._replace(answered=None)
    # A reply's mark in front of a group is the first message's.
    return Record(position, [] if page.place.is_direct else found), known._replace(answered=None)


def _page(head: bytes, file: str) -> Page:
    """What stands before the first message: the server's name, the channel's, and its description."""
    if len(head) > MAX_RAW:
        head = head[-MAX_RAW:]
    # Styles and pictures come first, and are long.
    begun = max(head.rfind(b"</head>"), 0)
    body = head[begun:]
    names = [] if may_be_deep(body) else [node.text(strip=True) for node in _parsed(body).css(_NAMES)][:2]
    return Page(place_headed([name for name in names if name], file), names)


def _parsed(raw: bytes) -> LexborHTMLParser:
    return LexborHTMLParser(raw.decode("utf-8", "replace"))


def _keep(raw: bytes, page: Page, group: Group) -> bytes:
    names = "".join(f'<div class="preamble__entry">{escape(name)}</div>' for name in page.names)
    author = group.author
    said = f'title="{escape(author.handle or "")}" data-user-id="{author.native_id}"' if author else ""
    named = f'<span class="chatlog__author" {said}>{escape(author.name or "")}</span>' if author else ""
    head = f'<!DOCTYPE html><html><head></head>{names}<div class="chatlog"><div class="chatlog__message-group">{named}'
    return (head.encode("utf-8", "replace") + raw)[:MAX_RAW]
