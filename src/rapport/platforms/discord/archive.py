"""Channels exported by DiscordChatExporter (github.com/Tyrrrz/DiscordChatExporter) as JSON, HTML, CSV or text."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from rapport.platforms.discord import page, transcript
from rapport.platforms.discord.parts import keep, parts_of
from rapport.platforms.discord.place import Where as Place
from rapport.platforms.discord.place import place_of
from rapport.platforms.discord.read import Unfit, read_message
from rapport.platforms.discord.table import looks_like_table, rows, rows_again
from rapport.platforms.elements import Damaged
from rapport.platforms.values import values_in
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

_MARKS = [
    re.compile(rb'"%b"\s*:\s*%b' % mark) for mark in ((b"guild", rb"\{"), (b"channel", rb"\{"), (b"messages", rb"\["))
]


def looks_like_json(_name: str, head: bytes) -> bool:
    """By what stands before the messages, in whatever order."""
    is_object = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return is_object and all(mark.search(head) for mark in _MARKS)


def messages(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message, in flat memory however long the file is. Direct messages are counted and left out."""
    return _read(stream, where.file)


def messages_again(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside is a file with that one message."""
    return _read(BytesIO(raw), name)


def _read(stream: BinaryIO, file: str) -> Iterator[Outcome]:
    head, parts = parts_of(stream)
    place = place_of(head, file)
    number = 0
    for part in parts:
        for found in _activities(part, place):
            number += 1
            position = f"message {number}"
            if isinstance(found, Damaged):
                yield Unreadable(position, found.reason, keep(found.start, head))
            else:
                yield Record(position, [] if place.is_direct else found)


def _activities(part: bytes | Damaged, place: Place) -> Iterator[list[Activity] | Damaged]:
    """Of the one message that a part nearly always is, else of each value in it."""
    if isinstance(part, Damaged):
        yield part
        return
    try:
        yield read_message(part, place)
    except Unfit:
        for value in values_in(part):
            yield value if isinstance(value, Damaged) else _patiently(value, place)


def _patiently(value: bytes, place: Place) -> list[Activity] | Damaged:
    try:
        return read_message(value, place)
    except Unfit as problem:
        return Damaged(value, str(problem))


ARCHIVES = (
    Archive("discord", "discord-json", "DiscordChatExporter JSON", looks_like_json, messages, messages_again),
    Archive(
        "discord", "discord-page", "DiscordChatExporter HTML", page.looks_like_page, page.messages, page.messages_again
    ),
    Archive("discord", "discord-table", "DiscordChatExporter CSV", looks_like_table, rows, rows_again),
    Archive(
        "discord",
        "discord-text",
        "DiscordChatExporter text",
        transcript.looks_like_transcript,
        transcript.messages,
        transcript.messages_again,
    ),
)
