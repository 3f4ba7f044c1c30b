"""Zulip's own export of an organisation: realm.json, and messages-000001.json … with a thousand messages each.

Only messages of public channels are kept; those of private ones and between people are counted.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable, dump, load, mapping, whole, words
from rapport.platforms.zulip.realm import Person, Realm, host_in, moment, realm_beside, realm_in
from rapport.words.activity import EPOCH, Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Told, Unreadable, Where

REALM = "realm.json"
LARGEST = 256 << 20
"""Bytes of a realm.json that are read for its people and channels."""

_TABLE = re.compile(rb'"zerver_(?:realm|userprofile|stream|recipient|subscription|client|defaultstream)\w*"\s*:\s*\[')
_MESSAGES = re.compile(rb'"zerver_message"\s*:\s*\[')
_OF_MESSAGES = re.compile(rb'"zerver_(?:user)?message"\s*:\s*\[')
_ALONE = (
    "realm.json does not lie beside the messages, or is larger than 48 MB: nothing tells which are private. "
    "Import the whole export as it was downloaded."
)


def looks_like_realm(_name: str, head: bytes) -> bool:
    return _is_object(head) and _TABLE.search(head) is not None and _OF_MESSAGES.search(head) is None


def looks_like_messages(_name: str, head: bytes) -> bool:
    return _is_object(head) and _OF_MESSAGES.search(head) is not None


def _is_object(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def people_and_channels(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a public channel and person. An account arrived when it was made."""
    content = stream.read(LARGEST + 1)
    try:
        if len(content) > LARGEST:
            raise NotReadable(f"The file is larger than {LARGEST >> 20} MB.")
        realm = realm_in(content, host_in(where.file, where.given))
    except NotReadable as problem:
        yield Unreadable("whole file", str(problem), b"")
        return
    for number, channel in realm.streams.items():
        yield Record(f"channel {number}", [], [channel])
    for number, person in realm.people.items():
        position = f"user {number}"
        if person.joined is None or not person.has_account:
            yield Record(position, [], people=[Told(person.who, person.joined or EPOCH)])
            continue
        forum = Channel("zulip", realm.server, realm.server, None, True)
        revision = revision_of(person.joined)
        native = f"{realm.server}/user/{number}"
        yield Record(position, [Activity("zulip", native, "join", person.joined, person.who, forum, revision)])


def messages(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message."""
    content = where.beside.get(REALM)
    try:
        realm = realm_beside(content, host_in(where.file, where.given)) if content else None
    except NotReadable as problem:
        yield Unreadable("whole file", f"realm.json cannot be read: {problem}", b"")
        return
    if realm is None:
        yield Unreadable("whole file", _ALONE, b"")
        return
    for place, found in enumerate(elements(stream, _MESSAGES), 1):
        position = f"message at place {place}"
        if isinstance(found, Damaged):
            yield Unreadable(position, found.reason, b"")
            continue
        try:
            yield _message(mapping(load(found)), position, realm)
        except NotReadable as problem:
            yield Unreadable(position, str(problem), b"")


def _message(message: Mapping[str, Any], position: str, realm: Realm) -> Outcome:
    """Raises NotReadable for what does not say whom it was sent to."""
    number, recipient = whole(message.get("id")), whole(message.get("recipient"))
    if recipient is None:
        raise NotReadable("The message does not say whom it was sent to (recipient).")
    position = position if number is None else f"message {number}"
    channel = realm.stream_of(recipient)
    if channel is None:
        return Record(f"{position}, private", [])
    try:
        return Record(position, activities_of(message, channel, realm))
    except NotReadable as problem:
        author = realm.people.get(whole(message.get("sender")) or 0)
        about = {
            "server": realm.server,
            "channel": channel._asdict(),
            "author": author.who._asdict() if author else None,
        }
        return Unreadable(position, str(problem), dump({"rapport": about, "zerver_message": [message]})[:MAX_RAW])


def activities_of(message: Mapping[str, Any], channel: Channel, realm: Realm) -> list[Activity]:
    """The message, then the reactions to it, which have no time of their own. Raises NotReadable."""
    number, sender, at = whole(message.get("id")), whole(message.get("sender")), moment(message.get("date_sent"))
    if number is None:
        raise NotReadable("The message has no id, or one that is no whole number.")
    if at is None:
        raise NotReadable(f"The message's time (date_sent) is missing or none: {str(message.get('date_sent'))[:40]!r}.")
    subject = words(message.get("subject"))
    edited = moment(message.get("last_edit_time"))
    author = realm.people.get(sender) if sender is not None else None
    given = realm.reactions.get(number, ())
    facts: dict[str, Fact] = {"reactions": len(given)} if given else {}
    if edited:
        facts["edited"] = True
    own = Activity(
        platform="zulip",
        native_id=f"{realm.server}/{number}",
        kind="message",
        at=at,
        author=author.who if author else None,
        channel=channel,
        revision=revision_of(max(at, edited) if edited else at),
        thread=f"{channel.native_id}/topic/{subject.lower()}" if subject else None,
        title=subject,
        text=words(message.get("content")),
        url=f"{channel.url}/near/{number}" if channel.url else None,
        facts=facts or None,
    )
    reactions = [
        own._replace(
            native_id=f"{own.native_id}/reaction/{emoji}/{who}",
            kind="reaction",
            author=realm.people[who].who,
            revision=revision_of(at),
            parent=own.native_id,
            title=None,
            text=None,
            facts={"emoji": emoji},
        )
        for who, emoji in given
        if who in realm.people
    ]
    return [own, *reactions]


def _messages_again(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside has its channel and author with it."""
    try:
        kept = mapping(load(raw))
        about = mapping(kept.get("rapport"))
        channel = Channel(**mapping(about.get("channel")))
        message = mapping(kept["zerver_message"][0])
        author = Identity(**about["author"]) if about.get("author") else None
        people = {message["sender"]: Person(author, None, has_account=True)} if author else {}
        realm = Realm(str(about["server"]), people, {}, {}, {})
    except (NotReadable, TypeError, KeyError, IndexError):
        yield Unreadable("message", "Nothing was kept of the message. Import the export again.", raw)
        return
    try:
        yield Record("message", activities_of(message, channel, realm))
    except NotReadable as problem:
        yield Unreadable("message", str(problem), raw)


def _realm_again(raw: bytes, name: str) -> Iterator[Outcome]:
    return people_and_channels(BytesIO(raw), Where(name))


ARCHIVES = (
    Archive("zulip", "zulip-realm", "Zulip organisations", looks_like_realm, people_and_channels, _realm_again),
    Archive(
        "zulip", "zulip-messages", "Zulip messages", looks_like_messages, messages, _messages_again, frozenset({REALM})
    ),
)
