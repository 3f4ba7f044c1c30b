"""What BotBot and its kind wrote as JSON: a list of lines, or one a line.

    {"nick": "ada", "command": "PRIVMSG", "text": "hi", "timestamp": "2013-05-01T12:34:56Z", "channel": "#python"}
    {"User": "ada", "Command": "PRIVMSG", "Content": "hi", "Received": "2013-05-01T12:34:56Z", "Channel": "#python"}

The second is how BotBot's `line.Line` is written.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from rapport.platforms.ahead import again
from rapport.platforms.elements import Damaged
from rapport.platforms.fields import NotReadable, load
from rapport.platforms.irc.forms import Said
from rapport.platforms.irc.place import place_of
from rapport.platforms.irc.read import Log
from rapport.platforms.json_walk import JsonWalk
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

COMMANDS = {
    "PRIVMSG": "message", "ACTION": "emote", "NOTICE": "notice", "JOIN": "join", "PART": "part", "QUIT": "quit",
    "KICK": "kick", "TOPIC": "topic", "MODE": "mode",
}  # fmt: skip
_COMMAND = re.compile(rb'"[Cc]ommand"\s*:\s*"(?:PRIVMSG|ACTION|NOTICE|JOIN|PART|QUIT|KICK|TOPIC|MODE|NICK)"')
_NICK, _TIME = re.compile(rb'"(?:nick|[Uu]ser)"\s*:'), re.compile(rb'"(?:timestamp|[Rr]eceived)"\s*:')
_LINE = rb'\{\s*+"'
LONGEST = 1 << 20


def is_bot_json(name: str, head: bytes) -> bool:
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return False
    return all(mark.search(head) for mark in (_COMMAND, _NICK, _TIME))


def read_bot_json(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    place = place_of(where.file, where.given)
    logs: dict[str, Log] = {}
    for position, raw in _pieces(stream):
        if isinstance(raw, Damaged):
            yield Unreadable(position, raw.reason, raw.start)
            continue
        try:
            value = load(raw)
        except NotReadable as problem:
            yield Unreadable(position, str(problem), raw[:MAX_RAW])
            continue
        fields = {key.lower(): each for key, each in value.items()} if isinstance(value, dict) else {}
        channel = _word(fields, "channel") or place.channel
        log = logs.get(channel) or logs.setdefault(channel, Log(place._replace(channel=channel)))
        yield _outcome(raw, fields, position, log)


def _outcome(raw: bytes, fields: dict[str, Any], position: str, log: Log) -> Outcome:
    nick, command, at = _word(fields, "nick", "user"), _word(fields, "command"), _moment(fields)
    if nick is None or command is None or at is None:
        reason = "The line does not say who (nick), what (command) and when (timestamp)."
        return Unreadable(position, reason, raw[:MAX_RAW])
    what = COMMANDS.get(command.upper())
    if what is None:
        return Record(position, [])
    text = fields.get("text", fields.get("content"))
    return Record(position, [log.activity(Said(what, nick, text if isinstance(text, str) else ""), at)])


def _pieces(stream: BinaryIO) -> Iterator[tuple[str, bytes | Damaged]]:
    first = stream.readline(LONGEST)
    while first and not first.strip():
        first = stream.readline(LONGEST)
    if first.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(b"["):
        lines = JsonWalk(again(first, stream)).elements(_LINE)
        yield from ((f"line at place {place}", raw) for place, raw in enumerate(lines, 1))
        return
    number = 0
    while first:
        number += 1
        if first.strip():
            yield f"line {number}", first
        first = stream.readline(LONGEST)


def _word(fields: dict[str, Any], *keys: str) -> str | None:
    return next((each for key in keys if isinstance(each := fields.get(key), str) and each.strip()), None)


def _moment(fields: dict[str, Any]) -> datetime | None:
    value = fields.get("timestamp", fields.get("received"))
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return at if at is None else at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
