"""Files that hold Matrix events: Element's JSON export, answers of a homeserver, and events line by line."""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple

from rapport.platforms.json_walk import Broken, JsonWalk, Malformed
from rapport.platforms.matrix.event import NotReadable, channel, mapping, word
from rapport.platforms.matrix.memory import Memory
from rapport.platforms.matrix.read import record_of
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

IN_ORDER = 20_000
"""Events that are put in the order of their times before they are read: a homeserver gives the newest first."""
HELD = 32 << 20
"""Characters that are held for it at most."""
LONGEST_LINE = 4 << 20

_KEYS = r'"(?:type|event_id|room_id|sender|user_id|content|origin_server_ts|unsigned|age|state_key|prev_content)"\s*+:'
_EVENT = re.compile(r",\s*+(?=\{\s*+" + _KEYS + ")")
_LISTS = frozenset({"messages", "chunk", "events"})
_AROUND = frozenset({"rooms", "join", "leave", "timeline", "state"})
"""What leads to a room's events in the answer of `/sync`."""


class Found(NamedTuple):
    """An event of a file, and where it stands."""

    value: Any
    position: str
    room: str | None
    size: int = 0
    raw: bytes | None = None
    """Its line, where it stands on one."""


def read_document(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome an event, and one for the room, if the file tells its name."""
    memory, told = Memory(), dict[str, Any]()
    walk = JsonWalk(stream)
    for found in _in_order(_found(walk, told)):
        yield from _outcome(found, memory, told)


def read_lines(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    memory = Memory()
    for found in _in_order(_lines(stream)):
        yield from _outcome(found, memory, {})


def _outcome(found: Found, memory: Memory, told: dict[str, Any]) -> Iterator[Outcome]:
    value, position, room, _, raw = found
    if isinstance(value, Broken):
        kept = raw if raw is not None else value.text.encode("utf-8", "replace")
        yield Unreadable(position, f"An event cannot be read: {value.reason}.", kept[:MAX_RAW])
        return
    name = word(told.get("room_name"))
    own = word(mapping(value).get("room_id")) or room
    if name and own and own not in memory.names:
        memory.names[own] = name
        yield Record(f"room {own}", [], [channel(own, name)])
    try:
        yield record_of(value, position, room, memory)
    except NotReadable as error:
        kept = raw if raw is not None else json.dumps({**told, "room_id": room, "messages": [value]}).encode()
        yield Unreadable(position, str(error), kept[:MAX_RAW])


def _found(walk: JsonWalk, told: dict[str, Any]) -> Iterator[Found]:
    try:
        if walk.peek() == "[":
            yield from _list(walk, None)
        else:
            yield from _within(walk, None, told)
    except Malformed as error:
        yield Found(Broken(str(error), ""), "the rest of the file", None)


def _within(walk: JsonWalk, room: str | None, told: dict[str, Any]) -> Iterator[Found]:
    """Events wherever they stand in an export, in the answer of `/messages`, `/context` or `/sync`."""
    for key in walk.members():
        opening = walk.peek()
        if key in _LISTS and opening == "[":
            yield from _list(walk, room)
        elif opening == "{" and (key in _AROUND or key.startswith("!")):
            yield from _within(walk, key if key.startswith("!") else room, told)
        elif key == "room_name" and room is None and opening == '"':
            told[key] = walk.value()
        elif key == "room_id" and opening == '"':
            room = word(walk.value())
        elif key == "state" and opening == "[":
            yield from _list(walk, room)
        else:
            walk.skip()
        if walk.cut:
            return


def _list(walk: JsonWalk, room: str | None) -> Iterator[Found]:
    begun = walk.passed
    for place, value in enumerate(walk.elements(_EVENT), 1):
        key = mapping(value).get("event_id")
        named = f"event {key[:255]}" if isinstance(key, str) else f"event at place {place}"
        yield Found(value, named, room, walk.passed - begun)
        begun = walk.passed


def _lines(stream: BinaryIO) -> Iterator[Found]:
    number, room = 0, None
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        whole = line
        while not line.endswith(b"\n") and (line := stream.readline(LONGEST_LINE)):
            whole = whole[:MAX_RAW]
        position = f"line {number}"
        try:
            yield Found(
                json.loads(whole.decode("utf-8", "replace").lstrip("\ufeff")), position, room, len(whole), whole
            )
        except RecursionError:
            yield Found(Broken("it is nested too deeply", ""), position, room, len(whole), whole)
        except ValueError as error:
            yield Found(Broken(f"it is no JSON ({error})", ""), position, room, len(whole), whole)


def _in_order(all_found: Iterable[Found]) -> Iterator[Found]:
    """The first events by their times, however the file has them; the others as they come."""
    held: list[tuple[float, int, Found]] = []
    fault: Exception | None = None
    size = 0
    rest = iter(all_found)
    try:
        for found in rest:
            held.append((_time(found), len(held), found))
            size += found.size
            if len(held) == IN_ORDER or size > HELD:
                break
    except Exception as error:  # noqa: BLE001  # raised again when what came before it is given
        fault = error
    for _, _, found in sorted(held, key=itemgetter(0, 1)):
        yield found
    held.clear()
    if fault:
        raise fault
    yield from rest


def _time(found: Found) -> float:
    at = mapping(found.value).get("origin_server_ts")
    return at if type(at) is int else float("inf")


def _is_document(name: str, head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and b'"room_name"' in start and b'"exported_by"' in start:
        return True
    if not start.startswith((b"{", b"[")) or not _has_events(start) or _is_lines(name, head):
        return False
    keys = rb'\{\s*"(?:chunk|messages|rooms|start|end|state|events|next_batch|room_id|account_data|events_before)"\s*:'
    return re.match(rb"\[\s*\{|" + keys, start) is not None


def _is_lines(name: str, head: bytes) -> bool:
    """Each line an event; only the first is looked at."""
    line, rest, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not line.startswith(b"{") or not _has_events(line) or (rest == b"" and len(line) >= 1 << 16):
        return False
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(event, dict) and {"type", "sender", "content", "origin_server_ts"} <= event.keys()


def _has_events(head: bytes) -> bool:
    return b'"origin_server_ts"' in head and b'"sender"' in head


def _retry_document(raw: bytes, name: str) -> Iterator[Outcome]:
    return read_document(BytesIO(raw), Where(name))


def _retry_lines(raw: bytes, name: str) -> Iterator[Outcome]:
    return read_lines(BytesIO(raw), Where(name))


ARCHIVES = (
    Archive("matrix", "matrix-lines", "Matrix events as JSON lines", _is_lines, read_lines, _retry_lines),
    Archive("matrix", "matrix-export", "Matrix room exports", _is_document, read_document, _retry_document),
)
