"""The `result.json` that Telegram Desktop writes: of one chat, or of a whole account with its chats."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from rapport.platforms.elements import Damaged
from rapport.platforms.fields import NotReadable, load
from rapport.platforms.json_walk import JsonWalk, Malformed
from rapport.platforms.telegram import page
from rapport.platforms.telegram.read import Threads, activities_of
from rapport.platforms.telegram.who import Chat, bare_id
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

_MESSAGE = rb'\{\s*+"id"\s*+:'
_CHAT_ENDS = rb'\](?=\s*+\}\s*+,\s*+\{\s*+"(?:name|type)"\s*+:)'
"""The end of a chat that another chat follows."""
# Other chats' exports have messages with an id too; Telegram's have a type and a date in the exporter's own words.
_ONE_CHAT = re.compile(
    rb'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|replies|verify_codes|'
    rb'(?:private|public)_(?:group|supergroup|channel))"'
)
_ACCOUNT = re.compile(rb'"(?:personal_information|frequent_contacts|left_chats|profile_pictures)"\s*:')


def recognise(name: str, head: bytes) -> bool:
    """A single chat says its type before its messages; an account says what it is about, or has chats with a list."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return False
    before = start.split(b'"messages"', 1)[0]
    if b'"messages"' in start and _ONE_CHAT.search(before):
        return True
    about = re.match(rb'\{\s*"(?:about|chats|left_chats|contacts|personal_information)"\s*:', start)
    return bool(about and (_ACCOUNT.search(before) or (b"Telegram" in before and b'"chats"' in start)))


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message. Messages of private chats hold nothing: they are counted and passed over."""
    walk = JsonWalk(stream)
    try:
        yield from _chat_or_account(walk)
    except Malformed as error:
        yield Unreadable("the rest of the file", f"The export cannot be read on: {error}.", b"")


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    return read(BytesIO(raw), Where(name))


def _chat_or_account(walk: JsonWalk) -> Iterator[Outcome]:
    """Both are objects: a chat has `messages`, an account has `chats` and `left_chats`, whose `list` has chats."""
    fields: dict[str, Any] = {}
    for key in walk.members():
        if key == "messages":
            yield from _messages(walk, fields)
        elif key in ("chats", "left_chats"):
            yield from _chats(walk)
        elif key in ("name", "type", "id"):
            fields[key] = walk.value()
        else:
            walk.skip()
        if walk.cut:
            return


def _chats(walk: JsonWalk) -> Iterator[Outcome]:
    if walk.peek() != "{":
        walk.skip()
        return
    for key in walk.members():
        if key != "list" or walk.peek() != "[":
            walk.skip()
            continue
        for _ in walk.items():
            if walk.peek() == "{":
                yield from _chat_or_account(walk)
            else:
                walk.skip()
            if walk.cut:
                return


def _messages(walk: JsonWalk, fields: dict[str, Any]) -> Iterator[Outcome]:
    if walk.peek() != "[":
        walk.skip()
        return
    chat, threads = _chat_of(fields), Threads()
    for place, raw in enumerate(walk.elements(_MESSAGE, _CHAT_ENDS), 1):
        if chat is None or chat.told or isinstance(raw, Damaged):
            yield _outcome(raw, place, chat, threads)
        else:
            yield Record(f"a private chat, message {place}", [])


def _chat_of(fields: dict[str, Any]) -> Chat | None:
    kind, number, name = fields.get("type"), fields.get("id"), fields.get("name")
    if not isinstance(kind, str) or type(number) is not int or number <= 0:
        return None
    return Chat(kind, bare_id(number, kind), name if isinstance(name, str) and name.strip() else None)


def _outcome(raw: bytes | Damaged, place: int, chat: Chat | None, threads: Threads) -> Outcome:
    position = _position(None, place, chat)
    if isinstance(raw, Damaged):
        return Unreadable(position, raw.reason, _wrap(raw.start, chat))
    if chat is None:
        reason = "The chat does not say its type and id before its messages, so nobody knows whether it is private."
        return Unreadable(position, reason, b"")
    try:
        message = load(raw)
        position = _position(message, place, chat)
        if not isinstance(message, dict):
            raise NotReadable("A message is no object.")
        return Record(position, activities_of(message, chat, threads))
    except NotReadable as error:
        return Unreadable(position, str(error), _wrap(raw, chat))


def _position(message: Any, place: int, chat: Chat | None) -> str:
    number = message.get("id") if isinstance(message, dict) else None
    named = f"message {number}" if type(number) is int else f"message at place {place}"
    return f"{named} of {chat.key}" if chat else named


def _wrap(message: bytes, chat: Chat | None) -> bytes:
    """An export of the chat with this one message, so that it can be read again. A private chat leaves nothing."""
    if chat is None or not chat.told:
        return b""
    head = json.dumps({"name": chat.name, "type": chat.kind, "id": chat.bare, "messages": []})
    return (head[:-2].encode() + message.rstrip(b", ") + b"]}")[:MAX_RAW]


ARCHIVES = (
    Archive("telegram", "telegram-desktop", "Telegram Desktop JSON exports", recognise, read, retry, tells=page.tells),
    Archive(
        "telegram",
        "telegram-page",
        "Telegram Desktop pages",
        page.recognise,
        page.read,
        page.retry,
        frozenset({page.FIRST_PAGE}),
    ),
)
