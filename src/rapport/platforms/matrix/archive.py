"""Files that hold Matrix events: Element's JSON export, answers of a homeserver, and events line by line."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple

from rapport.platforms.elements import Damaged
from rapport.platforms.fields import NotReadable, dump, load, mapping, words
from rapport.platforms.json_walk import JsonWalk, Malformed
from rapport.platforms.matrix.event import channel, event_of
from rapport.platforms.matrix.memory import Memory
from rapport.platforms.matrix.read import record_of
from rapport.platforms.matrix.wire import Written, written
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

IN_ORDER = 20_000
"""Events that are put in the order of their times before they are read: a homeserver gives the newest first."""
HELD = 32 << 20
"""Bytes that are held for it at most."""
LONGEST_LINE = 4 << 20

_EVENT = (
    rb'\{\s*+"(?:type|event_id|room_id|sender|user_id|content|origin_server_ts|unsigned|age|state_key|prev_content)"'
    rb"\s*+:"
)
_BEGINNING = re.compile(
    rb'\[\s*\{|\{\s*"(?:chunk|messages|rooms|start|end|state|events|next_batch|room_id|account_data|events_before|event)"'
    rb"\s*:"
)
_LISTS = frozenset({"messages", "chunk", "events", "state", "events_before", "events_after"})
_AROUND = frozenset({"rooms", "join", "leave", "timeline", "state"})
"""What leads to a room's events in the answer of `/sync`."""


class Found(NamedTuple):
    """An event of a file, and where it stands."""

    told: Written | str
    """Why it cannot be read."""
    raw: bytes
    position: str
    room: str | None
    """The room that the file tells of around it."""


def read_document(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome an event, and one for the room, if the file tells its name."""
    about = dict[str, Any]()
    memory = Memory()
    for found in _in_order(_watched(_found(JsonWalk(stream), about), memory)):
        if (name := words(about.get("room_name"))) and isinstance(found.told, Written):
            own = _room(found)
            if own and own.startswith("!") and own not in memory.names and own not in memory.direct:
                memory.names[own] = name
                yield Record(f"room {own}", [], [channel(own, name)])
        yield _outcome(found, memory, about)


def read_lines(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    memory = Memory()
    for found in _in_order(_watched(_lines(stream), memory)):
        yield _outcome(found, memory, None)


def _watched(all_found: Iterable[Found], memory: Memory) -> Iterator[Found]:
    """Direct chats are told by the invitation to them, which is among the first events of a room."""
    for found in all_found:
        told = found.told
        if isinstance(told, Written) and told.content and told.content.is_direct and told.type == "m.room.member":
            memory.direct.add(_room(found))
        yield found


def _room(found: Found) -> str | None:
    return (words(found.told.room_id) if isinstance(found.told, Written) else None) or found.room


def _outcome(found: Found, memory: Memory, about: dict[str, Any] | None) -> Outcome:
    """`about` is what the file tells of its room; None where each event stands for itself."""
    told, raw, position, room = found
    if _room(found) in memory.direct:
        return Record(f"{position}, direct", [])
    try:
        if isinstance(told, str):
            raise NotReadable(told)
        return record_of(event_of(told, room), position, memory)
    except NotReadable as error:
        return Unreadable(position, str(error), raw[:MAX_RAW] if about is None or not raw else _kept(raw, room, about))


def _kept(raw: bytes, room: str | None, about: dict[str, Any]) -> bytes:
    """An export with that one event, so that it reads like a file."""
    return (dump({**about, "room_id": room, "messages": []})[:-2] + raw + b"]}")[:MAX_RAW]


def _found(walk: JsonWalk, about: dict[str, Any]) -> Iterator[Found]:
    try:
        yield from _list(walk, None) if walk.peek() == "[" else _within(walk, None, about)
    except Malformed as error:
        yield Found(f"An event cannot be read: {error}.", b"", "the rest of the file", None)


def _within(walk: JsonWalk, room: str | None, about: dict[str, Any]) -> Iterator[Found]:
    """Events wherever they stand in an export, in the answer of `/messages`, `/context` or `/sync`."""
    for key in walk.members():
        opening = walk.peek()
        if key in _LISTS and opening == "[":
            yield from _list(walk, room)
        elif opening == "{" and (key in _AROUND or key.startswith("!")):
            yield from _within(walk, key if key.startswith("!") else room, about)
        elif key == "event" and opening == "{":
            yield _event(dump(walk.value()), "the event", room)
        elif key == "room_name" and room is None and opening == '"':
            about[key] = walk.value()
        elif key == "room_id" and opening == '"':
            room = words(walk.value())
        else:
            walk.skip()
        if walk.cut:
            return


def _list(walk: JsonWalk, room: str | None) -> Iterator[Found]:
    for place, raw in enumerate(walk.elements(_EVENT), 1):
        yield _event(raw, f"event at place {place}", room)


def _event(raw: bytes | Damaged, position: str, room: str | None) -> Found:
    """Named by its id where it has one."""
    if isinstance(raw, Damaged):
        return Found(raw.reason, raw.start, position, room)
    try:
        told = written(raw)
    except NotReadable as error:
        return Found(str(error), raw, position, room)
    return Found(told, raw, f"event {told.event_id[:255]}" if told.event_id else position, room)


def _lines(stream: BinaryIO) -> Iterator[Found]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        whole = line
        while not line.endswith(b"\n") and (line := stream.readline(LONGEST_LINE)):
            whole = whole[:MAX_RAW]
        if whole.isspace():
            continue
        try:
            told = written(whole)
            room = told.room.room_id if told.room else None
            yield Found(told.source or told, whole, f"line {number}", room)
        except NotReadable as error:
            reason = f"An event cannot be read: it is no JSON ({error.__cause__})." if error.__cause__ else str(error)
            yield Found(reason, whole, f"line {number}", None)


def _in_order(all_found: Iterable[Found]) -> Iterator[Found]:
    """The first events by their times, however the file has them; the others as they come."""
    held: list[tuple[float, int, Found]] = []
    fault: Exception | None = None
    size = 0
    rest = iter(all_found)
    try:
        for found in rest:
            held.append((_time(found.told), len(held), found))
            size += len(found.raw)
            if len(held) == IN_ORDER or size > HELD:
                break
    except Exception as error:  # noqa: BLE001  # raised again when what came before it is given
        fault = error
    held.sort(key=itemgetter(0, 1))
    for _, _, found in held:
        yield found
    held.clear()
    if fault:
        raise fault
    yield from rest


def _time(told: Written | str) -> float:
    at = told.origin_server_ts if isinstance(told, Written) else None
    return float("inf") if at is None else at


def _is_document(name: str, head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and b'"room_name"' in start and b'"exported_by"' in start:
        return True
    if not start.startswith((b"{", b"[")) or not _has_events(start) or _is_lines(name, head):
        return False
    return _BEGINNING.match(start) is not None


def _is_lines(name: str, head: bytes) -> bool:
    """Each line an event; only the first is looked at."""
    line, rest, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not line.startswith(b"{") or not _has_events(line) or (rest == b"" and len(line) >= 1 << 16):
        return False
    try:
        event = load(line)
    except NotReadable:
        return False
    return {"type", "sender", "content", "origin_server_ts"} <= mapping(mapping(event).get("source", event)).keys()


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
