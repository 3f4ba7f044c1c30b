"""A Slack workspace's export: days of messages, one folder a channel, and the lists of people and channels.

Source: Slack's help pages "Export your workspace data" and "How to read Slack data exports".
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from rapport.platforms.ahead import again
from rapport.platforms.elements import Damaged
from rapport.platforms.perceval import backend_of
from rapport.platforms.slack.dump import conversation, is_dump
from rapport.platforms.slack.kept import Kept, keep
from rapport.platforms.slack.pieces import BOM, WHOLE, pieces
from rapport.platforms.slack.place import last, place_of
from rapport.platforms.slack.read import Spot, Unfit, activities_of, read_message
from rapport.platforms.slack.who import identity_of, told_at
from rapport.platforms.slack.wire import Conversation, Message, User
from rapport.platforms.slack.workspace import (
    BESIDE,
    CANVASES,
    CHANNELS,
    COMMENTED,
    DIRECT,
    USERS,
    channel_of,
    workspace_of,
)
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Told, Unreadable, Where

_Read = Callable[[BinaryIO, Where], Iterator[Outcome]]
_Retry = Callable[[bytes, str], Iterator[Outcome]]

_messages = msgspec.json.Decoder(list[Message]).decode
_raws = msgspec.json.Decoder(list[msgspec.Raw]).decode
_kept = msgspec.json.Decoder(Kept).decode
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")
_MESSAGE = (re.compile(rb'"type"\s*:\s*"message"'), re.compile(rb'"ts"\s*:\s*"?\d{9,}'))
_USER = (re.compile(rb'"id"\s*:\s*"[UW][A-Z0-9]{5,}"'), re.compile(rb'"profile"\s*:\s*\{'))
_CHANNEL = (re.compile(rb'"id"\s*:\s*"[CG][A-Z0-9]{5,}"'), re.compile(rb'"(?:members|creator|is_archived)"\s*:'))
_BETWEEN = (re.compile(rb'"id"\s*:\s*"D[A-Z0-9]{5,}"'), re.compile(rb'"members"\s*:'))
_LOG = (re.compile(rb'"change_type"\s*:'), re.compile(rb'"(?:user_id|service_type|app_type)"\s*:'))
_FILE = (re.compile(rb'"id"\s*:\s*"F[A-Z0-9]{5,}"'),)
SURROUNDED = ("messages", "dump")
"""Shapes that are read with the lists of people and channels beside them."""
OTHERS = ("integration_logs.json", *CANVASES, COMMENTED, "huddle_transcripts.json", "content_flags.json")
"""What else an export holds: who installed which app, the files of canvases, lists and transcripts."""
MANIFEST = ".slack-manifest.json"


def shape_of(name: str, head: bytes) -> str | None:
    """`messages`, `people`, `channels`, `others`, `dump`; None for what is no file of an export.

    A list without entries tells nothing but its name, and many exports hold some.
    """
    name, head = last(name), head.removeprefix(BOM).lstrip()
    if backend_of(head):
        return None
    if not head.startswith(b"["):
        return "dump" if is_dump(head) else "others" if name == MANIFEST else None
    if head[1:].strip() == b"]":
        return _empty(name)
    if _has(head, _MESSAGE):
        return "messages"
    if _has(head, _USER):
        return "people"
    if _has(head, _LOG) or _has(head, _BETWEEN) or (name in OTHERS and _has(head, _FILE)):
        return "others"
    if _has(head, _CHANNEL):
        return "others" if name in ("mpims.json", COMMENTED) else "channels"
    return None


def _empty(name: str) -> str | None:
    if _DAY.fullmatch(name):
        return "messages"
    if name in USERS:
        return "people"
    return "channels" if name in CHANNELS else "others" if name in (*DIRECT, *OTHERS) else None


def _has(head: bytes, marks: tuple[re.Pattern[bytes], ...]) -> bool:
    return all(mark.search(head) for mark in marks)


def messages(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message. Those of conversations among a few are counted and left out."""
    workspace = workspace_of(where.beside)
    place = place_of(where.file, workspace, where.given)
    spot = Spot(place.channel, workspace.people, workspace.names)
    begun = stream.read(WHOLE)
    day = _day(begun) if len(begun) < WHOLE else None
    outcomes = _one_by_one(again(begun, stream), spot) if day is None else _at_once(day, begun, spot)
    yield from (Record(outcome.position, []) for outcome in outcomes) if place.is_direct else outcomes


def _day(begun: bytes) -> list[Message] | None:
    """All messages of a day, which takes half the time of one after another; None where one of them is broken."""
    try:
        return _messages(begun.removeprefix(BOM))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _at_once(day: list[Message], begun: bytes, spot: Spot) -> Iterator[Outcome]:
    raws: list[msgspec.Raw] = []
    for number, message in enumerate(day, 1):
        position = f"message {number}"
        try:
            yield Record(position, activities_of(message, spot))
        except Unfit as problem:
            raws = raws or _raws(begun.removeprefix(BOM))
            yield Unreadable(position, str(problem), keep(bytes(raws[number - 1]), spot))


def _one_by_one(stream: BinaryIO, spot: Spot) -> Iterator[Outcome]:
    for number, raw in enumerate(pieces(stream), 1):
        yield _message(raw, f"message {number}", spot)


def _message(raw: bytes | Damaged, position: str, spot: Spot) -> Outcome:
    if isinstance(raw, Damaged):
        return Unreadable(position, raw.reason, keep(raw.start, spot))
    try:
        return Record(position, read_message(raw, spot))
    except Unfit as problem:
        return Unreadable(position, str(problem), keep(raw, spot))


def dump(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    return conversation(stream, where, _message)


def messages_again(raw: bytes, _name: str) -> Iterator[Outcome]:
    try:
        kept = _kept(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        yield Unreadable("message 1", f"The message is not whole JSON: {problem}.", raw[:MAX_RAW])
        return
    for number, message in enumerate(kept.messages, 1):
        yield _message(bytes(message), f"message {number}", kept.spot())


def _listed(read: Callable[[bytes, str], Record], what: str) -> tuple[_Read, _Retry]:
    """Readers of a list of people or channels, whose entries stand for themselves."""

    def outcome(raw: bytes | Damaged, position: str) -> Outcome:
        if isinstance(raw, Damaged):
            return Unreadable(position, raw.reason, raw.start[:MAX_RAW])
        try:
            return read(raw, position)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
            return Unreadable(position, f"This {what} cannot be read: {problem}.", raw[:MAX_RAW])

    def again(raw: bytes, _name: str) -> Iterator[Outcome]:
        yield outcome(raw, f"{what} 1")

    def file(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
        for number, raw in enumerate(pieces(stream), 1):
            yield outcome(raw, f"{what} {number}")

    return file, again


_user = msgspec.json.Decoder(User).decode
_conversation = msgspec.json.Decoder(Conversation).decode


def _person(raw: bytes, position: str) -> Record:
    user = _user(raw)
    return Record(position, [], people=[Told(identity_of(user), told_at(user))])


def _channel(raw: bytes, position: str) -> Record:
    return Record(position, [], [channel_of(_conversation(raw))])


def _nothing(_raw: bytes, _name: str) -> Iterator[Outcome]:
    return iter(())


def _archive(name: str, label: str, shape: str, read: _Read, retry: _Retry) -> Archive:
    def recognise(name: str, head: bytes) -> bool:
        return shape_of(name, head) == shape

    return Archive("slack", name, label, recognise, read, retry, BESIDE if shape in SURROUNDED else frozenset())


ARCHIVES = (
    _archive("slack-messages", "Slack messages", "messages", messages, messages_again),
    _archive("slack-dump", "Slackdump's dumps", "dump", dump, messages_again),
    _archive("slack-people", "Slack people", "people", *_listed(_person, "person")),
    _archive("slack-channels", "Slack channels", "channels", *_listed(_channel, "channel")),
    _archive("slack-others", "Slack lists that tell of no activity", "others", lambda *_: iter(()), _nothing),
)
