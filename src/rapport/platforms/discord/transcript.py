"""DiscordChatExporter's plain text: who wrote what when, by name alone.

Source: PlainTextMessageWriter.cs of github.com/Tyrrrz/DiscordChatExporter. After a heading with the server and the
channel, each message is a line `[5/12/2019 10:20 AM] ada#1234 (pinned)`, its text, and what hangs on it under
`{Attachments}`, `{Embed}`, `{Stickers}` and `{Reactions}`. A message is read as a row of the CSV without account.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from rapport.platforms.dates import day_is_first, form_of, read_date
from rapport.platforms.discord.place import place_headed, place_named
from rapport.platforms.discord.table import LOOKED_AT, Seen, activity_of
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

LONGEST_LINE = 1 << 16
LONGEST = 1 << 20
"""Bytes of one message; what is longer is no message of Discord's."""

_HEADING = re.compile(rb"\A(?:\xef\xbb\xbf)?={62}\r?\nGuild: ([^\n]*)\nChannel: ([^\n]*)\n")
_BEGINS = re.compile(r"\[(?P<date>[^\]\n]{6,60})\] (?P<author>\S[^\n]{0,80}?)(?P<pinned> \(pinned\))?$")
_PARTS = re.compile(r"^\{(Attachments|Embed|Stickers|Reactions)\}$", re.MULTILINE)
_REACTION = re.compile(r"\S+(?: \((\d{1,9})\))?")
_END = "=" * 62


class Said(NamedTuple):
    date: str
    author: str
    pinned: bool
    lines: list[str]

    @property
    def raw(self) -> str:
        pinned = " (pinned)" if self.pinned else ""
        return "\n".join([f"[{self.date}] {self.author}{pinned}", *self.lines])


def looks_like_transcript(_name: str, head: bytes) -> bool:
    return _HEADING.match(head) is not None


def messages(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message. Direct messages are counted and left out."""
    head = b"".join(stream.readline(LONGEST_LINE) for _ in range(3))
    found = _HEADING.match(head)
    names = [name.decode("utf-8", "replace").strip() for name in found.groups()] if found else []
    place = place_headed(names, where.file)
    said = _said(stream)
    first = list(islice(said, LOOKED_AT))
    day_first = day_is_first(each.date for each in first)
    seen = Seen()
    number = 0
    for number, each in enumerate(chain(first, said), 1):
        position = f"message {number}"
        yield Record(position, []) if place.is_direct else _outcome(each, position, place.channel, seen, day_first)
    if not number:
        yield Unreadable("whole file", "No message begins as DiscordChatExporter begins them: [date] name.", b"")


def messages_again(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside: the channel, how dates are to be read, and the message."""
    kept, _, rest = raw.partition(b"\n")
    try:
        how = json.loads(kept)
        day_first, channel = how["day_first"] is True, Channel("discord", str(how["id"]), str(how["name"]), None, True)
    except (ValueError, TypeError, KeyError):
        day_first, channel, rest = True, place_named(name).channel, raw
    again = [_outcome(each, "message 1", channel, Seen(), day_first) for each in _said(BytesIO(rest))]
    yield from again or [Unreadable("message 1", "What was kept is no message. Import the file again.", raw)]


def _said(stream: BinaryIO) -> Iterator[Said]:
    """A message begins after an empty line, with a date of the form that the first one has."""
    now: Said | None = None
    form, size, blank = "", 0, True
    while raw := stream.readline(LONGEST_LINE):
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        found = _BEGINS.match(line) if blank else None
        if found and (form_of(found["date"]) == form if form else _is_date(found["date"])):
            if now:
                yield now
            form, size = form or form_of(found["date"]), 0
            now = Said(found["date"], found["author"], found["pinned"] is not None, [])
        elif now and size < LONGEST:
            now.lines.append(line)
            size += len(raw)
        blank = not line.strip()
    if now:
        yield now


def _is_date(text: str) -> bool:
    return any(read_date(text, day_first=day_first) for day_first in (True, False))


def _outcome(said: Said, position: str, channel: Channel, seen: Seen, day_first: bool) -> Outcome:  # one road
    at = read_date(said.date, day_first=day_first)
    if at is None or at.year < 2015:
        kept = json.dumps({"id": channel.native_id, "name": channel.name, "day_first": day_first})
        raw = f"{kept}\n{said.raw}".encode("utf-8", "replace")[:MAX_RAW]
        return Unreadable(position, f"The message's date is none that Discord can have: {said.date[:40]!r}.", raw)
    text, *hanging = _PARTS.split(_without_end(said.lines))
    parts = dict(zip(hanging[::2], hanging[1::2], strict=True))
    counts = [f"({found[1] or 1})" for found in _REACTION.finditer(parts.get("Reactions", ""))]
    fields = {
        "author": said.author,
        "content": text.strip("\n"),
        "attachments": ",".join(parts.get("Attachments", "").split()),
        "reactions": ",".join(counts),
    }
    activity = activity_of(fields, at, channel, seen)
    return Record(
        position, [activity._replace(facts={**(activity.facts or {}), "pinned": True}) if said.pinned else activity]
    )


def _without_end(lines: list[str]) -> str:
    """The last message is followed by how many there were."""
    return "\n".join(lines[: lines.index(_END)] if _END in lines else lines)
