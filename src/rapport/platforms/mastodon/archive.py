"""An account's archive: `outbox.json`, `likes.json`, `actor.json` and more; and the lists that settings give as CSV."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from rapport.platforms import tables
from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable, dump, load, mapping, words
from rapport.platforms.mastodon import statuses
from rapport.platforms.mastodon.read import activities_of, arrival_of, like_of
from rapport.platforms.mastodon.who import ACTORS, BESIDE, Owner, identity_at, owner_from, owner_of
from rapport.words.activity import EPOCH
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Told, Unreadable, Where

LARGEST_ACTOR = 1 << 20

_OPENING = re.compile(rb'"orderedItems"\s*:\s*\[(?!\s*\]\s*,\s*"orderedItems")')
"""Mastodon 4 writes an empty list and, under the same name again, the list (BackupService, build_outbox_json!)."""
_ID = re.compile(rb'"id"\s*:\s*"(?:[^"]*/)?(\w+)(?:\.json)?"\s*,')
_COLLECTION = re.compile(rb'"type"\s*:\s*"OrderedCollection(?:Page)?"')
_KEPT = "rapport_actor"
"""The key under which an item that was set aside keeps the account whose it is."""
_ADDRESSES = frozenset({"account address"})

Reading = Callable[[Any, str, Owner], Record]
Entries = Callable[[BinaryIO], Iterator[bytes | Damaged]]


def collection(name: str, head: bytes) -> str | None:
    """Which collection a file is: `outbox`, `likes`, `bookmarks`, `followers`, `following`; None for none."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not _COLLECTION.search(head):
        return None
    if not _OPENING.search(head):
        return None
    known = ("likes", "bookmarks", "followers", "following")
    stem = re.split(r"[/\\]| › ", name)[-1].split(".")[0].lower()
    found = _ID.search(head.split(b'"orderedItems"')[0])
    said = found[1].decode().lower() if found else ""
    return next((each for each in known if each in (stem, said)), "outbox")


def read_item(item: Any, position: str, owner: Owner) -> Record:
    if not isinstance(item, dict):
        raise NotReadable("It is no item but a bare value.")
    return Record(position, activities_of(item, owner))


def read_like(item: Any, position: str, owner: Owner) -> Record:
    return Record(position, like_of(item, owner))


def read_person(item: Any, position: str, owner: Owner) -> Record:
    """An account that follows or is followed. Nothing tells since when: no activity is made of it."""
    who = identity_at(item) if isinstance(item, str) else identity_at(str(mapping(item).get("id", "")))
    if who is None:
        raise NotReadable("It is no address of an account.")
    return Record(position, [], people=[Told(who, owner.told_at)])


def read_bookmark(_item: Any, position: str, _owner: Owner) -> Record:
    return Record(position, [])


def _outcome(raw: bytes | Damaged, place: int, owner: Owner, read: Reading) -> Outcome:
    position = f"item {place}"
    if isinstance(raw, Damaged):
        return Unreadable(position, raw.reason, raw.start)
    item: Any = None
    try:
        item = load(raw)
        return read(item, position, owner)
    except NotReadable as error:
        return Unreadable(position, str(error), raw[:MAX_RAW] if item is None else _kept(item, raw, owner))


def _kept(item: Any, raw: bytes, owner: Owner) -> bytes:
    who, since = owner
    actor = who and {
        "type": "Service" if who.bot else "Person",
        "id": f"https://{who.native_id.rpartition('@')[2]}/users/{who.native_id.rpartition('@')[0]}",
        "preferredUsername": (who.handle or who.native_id).rpartition("@")[0],
        "name": who.name,
        "url": who.url,
        "published": since and since.isoformat(),
    }
    return (dump({_KEPT: actor, "item": item}) or raw)[:MAX_RAW]


def _again(raw: bytes, read: Reading) -> Iterator[Outcome]:
    owner, item = owner_of({}), raw
    try:
        kept = mapping(load(raw))
    except NotReadable:
        kept = {}
    if _KEPT in kept:
        owner, item = owner_from(kept[_KEPT]), dump(kept.get("item"))
    yield _outcome(item, 1, owner, read)


def _collection(name: str, label: str, which: frozenset[str], reading: Reading) -> Archive:
    def recognise(file: str, head: bytes) -> bool:
        return collection(file, head) in which

    return _listed(name, label, recognise, partial(elements, opening=_OPENING), reading)


def _listed(
    name: str, label: str, recognise: Callable[[str, bytes], bool], entries: Entries, reading: Reading
) -> Archive:
    """A file that holds a list of entries."""

    def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
        owner = owner_of(where.beside)
        for place, raw in enumerate(entries(stream), 1):
            yield _outcome(raw, place, owner, reading)

    return Archive("mastodon", name, label, recognise, read, lambda raw, _name: _again(raw, reading), BESIDE)


def _is_actor(_name: str, head: bytes) -> bool:
    return all(mark in head for mark in (b'"preferredUsername"', b'"inbox"', b'"type"')) and not _OPENING.search(head)


def _read_actor(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    yield from _actor(stream.read(LARGEST_ACTOR))


def _actor(raw: bytes) -> Iterator[Outcome]:
    try:
        actor = mapping(load(raw))
        if words(actor.get("type")) not in ACTORS:
            raise NotReadable("The file is no account: its type is none of " + ", ".join(sorted(ACTORS)) + ".")
        owner = owner_from(actor)
        activities = arrival_of(actor, owner)
    except NotReadable as error:
        yield Unreadable("whole file", str(error), raw[:MAX_RAW])
        return
    people = [Told(owner.who, EPOCH)] if owner.who and not activities else []
    yield Record("whole file", activities, people=people)


def _is_list(_name: str, head: bytes) -> bool:
    """`following_accounts.csv`, `followers.csv`; not `muted_accounts.csv`, which is nobody else's business."""
    names = tables.columns_in(head[:4096], _ADDRESSES)
    return bool(names) and "hide notifications" not in names


def _read_list(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    for place, row in tables.rows(stream, _ADDRESSES):
        if isinstance(row, Unreadable):
            yield row
        else:
            yield _outcome(dump(row.get("account address", "")), place, owner_of({}), read_person)


ARCHIVES = (
    _collection("mastodon-outbox", "Fediverse outboxes", frozenset({"outbox"}), read_item),
    _collection("mastodon-likes", "Fediverse likes", frozenset({"likes"}), read_like),
    _collection("mastodon-people", "Fediverse followers", frozenset({"followers", "following"}), read_person),
    _collection("mastodon-bookmarks", "Fediverse bookmarks (only counted)", frozenset({"bookmarks"}), read_bookmark),
    _listed(
        "mastodon-statuses", "Fediverse posts of an API", statuses.recognise, statuses.entries, statuses.read_status
    ),
    Archive(
        "mastodon", "mastodon-account", "Fediverse accounts", _is_actor, _read_actor, lambda raw, _name: _actor(raw),
    ),
    Archive(
        "mastodon", "mastodon-list", "Fediverse lists of accounts", _is_list, _read_list,
        lambda raw, _name: _again(raw, read_person),
    ),
)  # fmt: skip
