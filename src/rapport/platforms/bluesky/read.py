"""Records of an account's repository → activities. Pure.

Shapes: the lexicons app.bsky.feed.{post,like,repost}, app.bsky.graph.follow and app.bsky.actor.profile. Decisions are
told in docs/platforms/bluesky.md.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from rapport.platforms.bluesky.names import is_address, is_did, time_of_tid
from rapport.platforms.bluesky.text import pictures, quoted, text_of
from rapport.platforms.fields import NotReadable, items, mapping, moment, words
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record, Told

PLACE = Channel("bluesky", "bsky.app", "Bluesky", "https://bsky.app/")
"""Bluesky has no rooms: all is said in one place."""
POST, LIKE, REPOST = "app.bsky.feed.post", "app.bsky.feed.like", "app.bsky.feed.repost"
FOLLOW, PROFILE = "app.bsky.graph.follow", "app.bsky.actor.profile"
READ = frozenset({POST, LIKE, REPOST, FOLLOW, PROFILE})

_AHEAD = timedelta(days=1)


class Place(NamedTuple):
    """Where a record stands: in whose repository, and under which collection and key."""

    did: str
    collection: str
    key: str

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.key}"


def identity(did: str) -> Identity:
    """A repository names its owner by DID alone: the handle stands elsewhere, and may change."""
    return Identity("bluesky", did, url=f"https://bsky.app/profile/{did}")


def record_of(record: Mapping[str, Any], place: Place, seen_at: datetime) -> Record:
    """What a record tells; nothing for collections that are no acts (gates, lists, blocks). Raises NotReadable.

    `seen_at`: the time of the repository's last change, for what has no time of its own.
    """
    position = f"{place.collection}/{place.key}"
    if place.collection == PROFILE:
        who = identity(place.did)._replace(name=words(record.get("displayName")))
        return Record(position, [], people=[Told(who, seen_at)])
    if place.collection not in READ:
        return Record(position, [])
    at = _time(record, place)
    who = identity(place.did)
    read = {POST: _post, FOLLOW: _follow}.get(place.collection, _about)
    return Record(position, [read(record, place, at, who)])


def _post(record: Mapping[str, Any], place: Place, at: datetime, who: Identity) -> Activity:
    reply = mapping(record.get("reply"))
    parent, root = (_subject(reply.get(key)) for key in ("parent", "root"))
    return Activity(
        platform="bluesky",
        native_id=place.uri,
        kind="post",
        at=at,
        author=who,
        channel=PLACE,
        revision=revision_of(at),
        parent=parent,
        thread=root if reply else place.uri,
        text=text_of(record),
        url=f"https://bsky.app/profile/{place.did}/post/{place.key}",
        facts=_facts(record) or None,
    )


def _about(record: Mapping[str, Any], place: Place, at: datetime, who: Identity) -> Activity:
    """A like or a repost of somebody's post."""
    subject = _subject(record.get("subject"))
    if subject is None:
        raise NotReadable("The record does not say which post it is about (subject.uri).")
    like = place.collection == LIKE
    return Activity(
        platform="bluesky",
        native_id=place.uri,
        kind="reaction" if like else "repost",
        at=at,
        author=who,
        channel=PLACE,
        revision=revision_of(at),
        parent=subject,
        facts={"reaction": "like"} if like else None,
    )


def _follow(record: Mapping[str, Any], place: Place, at: datetime, who: Identity) -> Activity:
    subject = words(record.get("subject"))
    if subject is None or not is_did(subject):
        raise NotReadable("The record does not say who is followed (subject is no DID).")
    url = f"https://bsky.app/profile/{subject}"
    return Activity("bluesky", place.uri, "follow", at, who, PLACE, revision_of(at), url=url)


def _time(record: Mapping[str, Any], place: Place) -> datetime:
    """What the author's app claims, unless it is no time or lies ahead of the key's, which is the server's."""
    claimed, keyed = moment(record.get("createdAt")), time_of_tid(place.key)
    if claimed and (keyed is None or claimed <= keyed + _AHEAD):
        return claimed
    if keyed is None:
        said = str(record.get("createdAt"))[:40]
        raise NotReadable(f"The record's time (createdAt) is missing or no date: {said!r}; nor does its key hold one.")
    return keyed


def _subject(value: Any) -> str | None:
    """The at:// address in a reference to a version of a record (com.atproto.repo.strongRef)."""
    uri = words(mapping(value).get("uri"))
    return uri if uri and is_address(uri) else None


def _facts(record: Mapping[str, Any]) -> dict[str, Fact]:
    languages = [language for language in items(record.get("langs")) if isinstance(language, str)]
    embed = mapping(record.get("embed"))
    facts: dict[str, Fact] = {
        "language": languages[0] if len(languages) == 1 else None,
        "media": len(pictures(embed)) or None,
        "quotes": quoted(embed),
    }
    return {name: value for name, value in facts.items() if value is not None}
