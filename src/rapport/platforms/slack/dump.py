"""What Slackdump writes with `dump`: one object a conversation or thread, whose messages hold the replies to them.

    {"channel_id": "C0GENERAL", "name": "general", "messages": [
      {"type": "message", "ts": "1705312900.000200", …, "slackdump_thread_replies": [{…}, {…}]}]}

Source: github.com/rusq/slackdump, types/conversation.go and types/message.go, versions 2 and 3.
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from rapport.platforms.elements import Damaged
from rapport.platforms.json_walk import JsonWalk, Malformed
from rapport.platforms.slack.place import Place, is_direct
from rapport.platforms.slack.read import Spot
from rapport.platforms.slack.workspace import Workspace, workspace_of
from rapport.platforms.wire import Wire
from rapport.words.identity import Channel
from rapport.words.records import Outcome, Record, Unreadable, Where

_BEGINNING = re.compile(rb'\{\s*"channel_id"\s*:\s*"[CGD][A-Z0-9]{5,}"\s*,')
_MESSAGES = re.compile(rb'"messages"\s*:')
_MESSAGE = rb'\{\s*+"(?:client_msg_id|type)"\s*+:'

Reading = Callable[[bytes | Damaged, str, Spot], Outcome]


class Answered(Wire):
    """The replies that a message holds."""

    slackdump_thread_replies: list[msgspec.Raw] | None = None


_answered = msgspec.json.Decoder(Answered).decode


def is_dump(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None and _MESSAGES.search(head) is not None


def conversation(stream: BinaryIO, where: Where, read: Reading) -> Iterator[Outcome]:
    """One outcome a message, replies too. Those of conversations among a few are counted and left out."""
    workspace = workspace_of(where.beside)
    walk = JsonWalk(stream)
    told: dict[str, str] = {}
    try:
        for key in walk.members():
            if key == "messages" and walk.peek() == "[":
                place = _place(told, workspace)
                spot = Spot(place.channel, workspace.people, workspace.names)
                for position, raw in _messages(walk):
                    yield Record(position, []) if place.is_direct else read(raw, position, spot)
            elif key in ("channel_id", "name") and walk.peek() == '"':
                told[key] = walk.value()
            else:
                walk.skip()
            if walk.cut:
                return
    except Malformed as problem:
        yield Unreadable("the rest of the file", f"The dump cannot be read on: {problem}.", b"")


def _messages(walk: JsonWalk) -> Iterator[tuple[str, bytes | Damaged]]:
    for number, raw in enumerate(walk.elements(_MESSAGE), 1):
        yield f"message {number}", raw
        if isinstance(raw, bytes) and b'"slackdump_thread_replies"' in raw:
            for place, reply in enumerate(_replies(raw), 1):
                yield f"message {number}, reply {place}", bytes(reply)


def _replies(raw: bytes) -> list[msgspec.Raw]:
    try:
        return _answered(raw).slackdump_thread_replies or []
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return []


def _place(told: dict[str, str], workspace: Workspace) -> Place:
    id_, name = told.get("channel_id", ""), told.get("name", "")
    direct = is_direct(id_, workspace) or is_direct(name, workspace)
    known = workspace.channels.get(id_)
    return Place(known or Channel("slack", id_, name or id_, stands_in=None if name else True), direct)
