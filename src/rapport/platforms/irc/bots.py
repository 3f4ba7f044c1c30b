"""What BotBot and its kind wrote as JSON: a list of lines, or one a line.

    {"nick": "ada", "command": "PRIVMSG", "text": "hi", "timestamp": "2013-05-01T12:34:56Z", "channel": "#python"}
    {"User": "ada", "Command": "PRIVMSG", "Content": "hi", "Received": "2013-05-01T12:34:56Z", "Channel": "#python"}

The second is how BotBot's `line.Line` is written.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

from rapport.platforms.irc.forms import Said
from rapport.platforms.irc.place import place_of
from rapport.platforms.irc.read import Log
from rapport.platforms.json_walk import Broken, JsonWalk, Malformed
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

COMMANDS = {
    "PRIVMSG": "message", "ACTION": "emote", "NOTICE": "notice", "JOIN": "join", "PART": "part", "QUIT": "quit",
    "KICK": "kick", "TOPIC": "topic", "MODE": "mode",
}  # fmt: skip
_COMMAND = re.compile(rb'"[Cc]ommand"\s*:\s*"(?:PRIVMSG|ACTION|NOTICE|JOIN|PART|QUIT|KICK|TOPIC|MODE|NICK)"')
_NICK, _TIME = re.compile(rb'"(?:nick|[Uu]ser)"\s*:'), re.compile(rb'"(?:timestamp|[Rr]eceived)"\s*:')
_LINE = re.compile(r",\s*+(?=\{\s*+\")")
LONGEST = 1 << 20


def is_bot_json(name: str, head: bytes) -> bool:
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return False
    return all(mark.search(head) for mark in (_COMMAND, _NICK, _TIME))


def read_bot_json(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    place = place_of(where.file)
    logs: dict[str, Log] = {}
    for position, value in _values(stream):
        fields = {key.lower(): each for key, each in value.items()} if isinstance(value, dict) else {}
        channel = _word(fields, "channel") or place.channel
        log = logs.setdefault(channel, Log(place._replace(channel=channel)))
        yield _outcome(value, fields, position, log)


def _outcome(value: Any, fields: dict[str, Any], position: str, log: Log) -> Outcome:
    if isinstance(value, Broken):
        return Unreadable(
            position, f"The line is no JSON: {value.reason}.", value.text.encode("utf-8", "replace")[:MAX_RAW]
        )
    nick, command, at = _word(fields, "nick", "user"), _word(fields, "command"), _moment(fields)
    if nick is None or command is None or at is None:
        reason = "The line does not say who (nick), what (command) and when (timestamp)."
        return Unreadable(position, reason, json.dumps(value).encode()[:MAX_RAW])
    what = COMMANDS.get(command.upper())
    if what is None:
        return Record(position, [])
    text = fields.get("text", fields.get("content"))
    return Record(position, [log.activity(Said(what, nick, text if isinstance(text, str) else ""), at)])


def _values(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    first = stream.readline(LONGEST)
    while first and not first.strip():
        first = stream.readline(LONGEST)
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        walk = JsonWalk(_Rest(first, stream))
        try:
            yield from ((f"line at place {place}", value) for place, value in enumerate(walk.elements(_LINE), 1))
        except Malformed as error:
            yield "the rest of the file", Broken(str(error), "")
        return
    number = 0
    while first:
        number += 1
        if first.strip():
            yield f"line {number}", _value(first)
        first = stream.readline(LONGEST)


def _value(line: bytes) -> Any:
    text = line.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        return json.loads(text)
    except RecursionError:
        return Broken("it is nested too deeply", text[:1000])
    except ValueError as error:
        return Broken(str(error), text)


class _Rest(BytesIO):
    """A stream of which the first line was taken already."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        super().__init__(first)
        self._stream = stream

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) or self._stream.read(-1 if size is None else size)


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
