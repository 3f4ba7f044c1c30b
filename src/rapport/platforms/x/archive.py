"""The archive that X gives to its users: scripts that each assign one array, and the tables and months of old ones."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable, dump, items, load, mapping, whole, words
from rapport.platforms.x.notes import Notes, notes_of
from rapport.platforms.x.owner import BESIDE, Owner, identity, owner_of
from rapport.platforms.x.read import acquaintance_of, arrival_of, like_of, post_of
from rapport.platforms.x.table import is_table, rows
from rapport.platforms.x.when import time_written
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Told, Unreadable, Where

POSTS = frozenset({"tweet", "tweets", "community_tweet", "community_tweets", "deleted_tweet", "deleted_tweets"})
PEOPLE = frozenset({"like", "likes", "account", "profile", "follower", "following"})
PRIVATE = frozenset({"direct_message", "direct_messages", "direct_message_group", "direct_messages_group"})

_NAME = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:window\.)?(?:YTD\.(\w{1,80})\.part\d+|Grailbird\.data\.(tweets)_\w+)\s*="
)
_MANIFEST = re.compile(rb"\A\s*window\.__THAR_CONFIG\s*=")
_OPENING = re.compile(rb"=\s*\[")
_ENTRY = rb'\{\s*+"(?:tweet|noteTweet|communityTweet|like|follower|following|account)"\s*+:'
_KEPT = "rapport_owner"
"""The key under which an entry that was set aside keeps whose it is."""

Reading = Callable[[Mapping[str, Any], str, Owner, Notes], Record]


def assigned(head: bytes) -> str | None:
    """The name of the array that a script assigns: `tweets`, `like`, `ad_engagements`."""
    found = _NAME.match(head)
    return (found[1] or found[2]).decode().lower() if found else None


def read_post(entry: Mapping[str, Any], position: str, owner: Owner, notes: Notes) -> Record:
    return Record(position, post_of(entry, owner, notes))


def read_row(row: Mapping[str, Any], position: str, owner: Owner, notes: Notes) -> Record:
    """A row of tweets.csv. The months beside it tell the same posts with more; of equal revisions the first stays."""
    posts = post_of(row, owner, notes)
    return Record(position, [post._replace(revision=post.revision - 2) for post in posts])


def read_person(entry: Mapping[str, Any], position: str, owner: Owner, _notes: Notes) -> Record:
    """A like, an account's beginning, or an account that is told of."""
    if "like" in entry:
        return Record(position, like_of(entry, owner))
    if "account" in entry:
        return Record(position, arrival_of(entry, owner))
    if "profile" in entry:
        return Record(position, [], people=[Told(owner.who, owner.told_at)] if owner.who else [])
    key = next((key for key in ("follower", "following") if key in entry), None)
    if key is None:
        raise NotReadable("It is no like, account, profile, follower or following entry.")
    return Record(position, [], people=[acquaintance_of(entry, key, owner)])


def _outcome(raw: bytes | Damaged, place: int, owner: Owner, notes: Notes, read: Reading) -> Outcome:
    position = f"entry {place}"
    if isinstance(raw, Damaged):
        return Unreadable(position, raw.reason, raw.start)
    entry: Any = None
    try:
        entry = load(raw)
        if not isinstance(entry, dict):
            raise NotReadable("It is no entry but a bare value.")
        return read(entry, position, owner, notes)
    except NotReadable as error:
        return Unreadable(position, str(error), raw[:MAX_RAW] if entry is None else _kept(entry, raw, owner))


def _kept(entry: Any, raw: bytes, owner: Owner) -> bytes:
    """The entry with whose it is, so that it can be read again by itself."""
    who = owner.who and [owner.who.native_id, owner.who.handle, owner.who.name]
    since = owner.since and owner.since.isoformat()
    kept = dump({_KEPT: {"who": who, "since": since, "at": owner.told_at.isoformat()}, "entry": entry})
    return (kept or raw)[:MAX_RAW]


def _again(raw: bytes, read: Reading) -> Iterator[Outcome]:
    owner, entry = owner_of({}), raw
    try:
        kept = mapping(load(raw))
    except NotReadable:
        kept = {}
    if _KEPT in kept:
        told = mapping(kept[_KEPT])
        id_, handle, name = (*items(told.get("who")), None, None, None)[:3]
        number = whole(id_)
        who = identity(number, words(handle), words(name)) if number is not None else None
        owner = Owner(who, time_written(told.get("since")), time_written(told.get("at")) or owner.told_at)
        entry = dump(kept.get("entry"))
    yield _outcome(entry, 1, owner, {}, read)


def _entries(name: str, label: str, names: frozenset[str], reading: Reading) -> Archive:
    def recognise(_name: str, head: bytes) -> bool:
        return assigned(head) in names

    def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
        owner, notes = owner_of(where.beside), notes_of(where.beside)
        for place, raw in enumerate(elements(stream, _OPENING, _ENTRY), 1):
            yield _outcome(raw, place, owner, notes, reading)

    return Archive("x", name, label, recognise, read, lambda raw, _name: _again(raw, reading), BESIDE)


def _is_left_out(_name: str, head: bytes) -> bool:
    """Also `manifest.js`, which only tells of the others: it holds no entry."""
    name = assigned(head)
    return bool(_MANIFEST.match(head)) or (name is not None and name not in POSTS | PEOPLE)


def _leave_out(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    """One record without activity for each message or other entry: they are counted, not kept."""
    for place, raw in enumerate(elements(stream, _OPENING), 1):
        if isinstance(raw, Damaged):
            yield Unreadable(f"entry {place}", raw.reason, b"")
            continue
        messages = _messages(raw) if b'"dmConversation"' in raw[:256] else 1
        for message in range(1, messages + 1):
            yield Record(f"entry {place}, message {message}" if messages > 1 else f"entry {place}", [])


def _messages(raw: bytes) -> int:
    try:
        return max(1, len(items(mapping(mapping(load(raw)).get("dmConversation")).get("messages"))))
    except NotReadable:
        return 1


def _read_table(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    owner = owner_of(where.beside)
    for place, row in rows(stream):
        yield _table_outcome(row, place, owner)


def _table_outcome(row: Mapping[str, Any] | Unreadable, place: int, owner: Owner) -> Outcome:
    position = f"row {place}"
    if isinstance(row, Unreadable):
        return row
    try:
        return read_row(row, position, owner, {})
    except NotReadable as error:
        return Unreadable(position, str(error), _kept(dict(row), b"", owner))


ARCHIVES = (
    _entries("x-posts", "X posts", POSTS, read_post),
    _entries("x-people", "X likes, account and followers", PEOPLE, read_person),
    Archive(
        "x", "x-table", "X posts as a table", is_table, _read_table, lambda raw, _name: _again(raw, read_row), BESIDE
    ),
    Archive("x", "x-left-out", "X files without public acts", _is_left_out, _leave_out, lambda _raw, _name: iter(())),
)
