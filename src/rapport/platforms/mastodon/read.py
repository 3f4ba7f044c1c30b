"""ActivityStreams objects of an account's archive → activities. Pure.

Shapes: ActivityPub (w3.org/TR/activitypub), as Mastodon's BackupService and Pleroma's and Akkoma's User.Backup write
it. Decisions are told in docs/platforms/mastodon.md.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from rapport.platforms.fields import NotReadable, items, mapping, moment, whole, words
from rapport.platforms.mastodon.text import text_of
from rapport.platforms.mastodon.who import Owner, host_of, identity_at, instance
from rapport.words.activity import EPOCH, Activity, Fact, revision_of
from rapport.words.identity import Identity

PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
WRITTEN = frozenset({"Note", "Question", "Article", "Page", "Event", "Image", "Video", "Audio", "Document"})

_STATUS = re.compile(r"/(?:statuses/|@[\w.-]+/)(\d{15,19})\b")


def activities_of(item: Mapping[str, Any], owner: Owner) -> list[Activity]:
    """What one item of an outbox tells: nothing for what was not public, and for what is no act of the account's.

    Raises NotReadable for an item without id or time.
    """
    kind = _kind(item)
    inside = mapping(item.get("object"))
    if kind in WRITTEN:
        return _post(item, item, owner)
    if kind in ("Create", "Update"):
        if _kind(inside) in WRITTEN:
            return _post(inside, item, owner)
        if not inside and "object" not in item:
            raise NotReadable("The item says that something was written (Create) but does not hold it (object).")
        return []
    if kind in ("Announce", "Like", "EmojiReact", "Follow", "Delete"):
        return _act(kind, item, owner)
    if not kind:
        raise NotReadable("The item does not say what it is (type).")
    return []


def like_of(address: Any, owner: Owner) -> list[Activity]:
    """One entry of likes.json: the address of a post, without a time. A like is not earlier than the post."""
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        raise NotReadable("The like is no address of a post.")
    if owner.who is None:
        raise NotReadable("Nothing tells whose like it is: import it together with the archive's actor.json.")
    known = [at for at in (_time_of_status(address), owner.since) if at]
    if not known:
        raise NotReadable("Nothing tells when the like was: neither the post's id nor actor.json holds a time.")
    return [_reaction("like", address, max(known), owner.who, 0, {"time": "not earlier"})]


def arrival_of(actor: Mapping[str, Any], owner: Owner) -> list[Activity]:
    if owner.who is None:
        raise NotReadable("The account has no id or no name (preferredUsername).")
    if owner.since is None:
        return []
    place = instance(host_of(owner.who, ""))
    id_, revision = f"account/{owner.who.native_id}", revision_of(owner.since)
    return [Activity("mastodon", id_, "join", owner.since, owner.who, place, revision, url=owner.who.url)]


def _kind(fields: Mapping[str, Any]) -> str:
    """What an object is; of several types the first."""
    kind = fields.get("type")
    if isinstance(kind, list):
        kind = kind[0] if kind else None
    return kind if isinstance(kind, str) else ""


def _post(note: Mapping[str, Any], item: Mapping[str, Any], owner: Owner) -> list[Activity]:
    id_ = words(note.get("id")) or words(item.get("id"))
    if id_ is None:
        raise NotReadable("The post has no id.")
    audience = _audience(note) or _audience(item)
    if PUBLIC.isdisjoint(audience) and not any(each.endswith("/#Public") for each in audience):
        return []
    at = _time(note.get("published") or item.get("published"), "post")
    changed = moment(note.get("updated")) or at
    author = _author(note.get("attributedTo") or item.get("actor"), owner)
    parent = _reference(note.get("inReplyTo"))
    return [
        Activity(
            platform="mastodon",
            native_id=id_,
            kind="article" if _kind(note) == "Article" else "post",
            at=at,
            author=author,
            channel=instance(host_of(author, id_)),
            revision=revision_of(max(at, changed)),
            parent=parent,
            thread=id_ if parent is None else None,
            title=words(note.get("name")),
            text="\n\n".join(_texts(note)) or None,
            url=_url(note.get("url")) or id_,
            facts=_facts(note) or None,
        )
    ]


def _act(kind: str, item: Mapping[str, Any], owner: Owner) -> list[Activity]:
    """A repost, a reaction, a follow or a deletion."""
    target = _reference(item.get("object"))
    if target is None:
        raise NotReadable(f"The item ({kind}) does not say what it is about (object).")
    if kind == "Announce" and PUBLIC.isdisjoint(_audience(item)):
        return []
    who = _author(item.get("actor"), owner)
    at = _time(item.get("published"), "item")
    if kind == "Delete":
        place = instance(host_of(who, target))
        return [Activity("mastodon", target, "post", at, who, place, revision_of(at), deleted=True)]
    if who is None:
        raise NotReadable("Nothing tells who did it (actor).")
    if kind == "Follow":
        follow, place = f"follow/{who.native_id}/{target}", instance(host_of(who, target))
        return [Activity("mastodon", follow, "follow", at, who, place, revision_of(at), url=target)]
    if kind == "Announce":
        id_ = words(item.get("id"))
        if id_ is None:
            raise NotReadable("The repost has no id.")
        place = instance(host_of(who, id_))
        return [Activity("mastodon", id_, "repost", at, who, place, revision_of(at), parent=target, url=target)]
    return [_reaction(words(item.get("content")) or "like", target, at, who, revision_of(at), {})]


def _reaction(
    sign: str, target: str, at: datetime, who: Identity, revision: int, facts: Mapping[str, Fact]
) -> Activity:
    ending = "" if sign == "like" else f"/{sign}"
    return Activity(
        platform="mastodon",
        native_id=f"like/{who.native_id}/{target}{ending}",
        kind="reaction",
        at=at,
        author=who,
        channel=instance(host_of(who, target)),
        revision=revision,
        parent=target,
        url=target,
        facts={"reaction": sign, **facts},
    )


def _texts(note: Mapping[str, Any]) -> Iterator[str]:
    """The warning, the text, the options of a poll, and what pictures show, as far as there are any."""
    if warning := words(note.get("summary")):
        yield text_of(warning)
    content = words(note.get("content")) or next(
        filter(None, map(words, mapping(note.get("contentMap")).values())), None
    )
    if content and (text := text_of(content)):
        yield text
    if options := [words(option.get("name")) for option in _options(note)]:
        yield "\n".join(f"- {option}" for option in options if option)
    for media in map(mapping, items(note.get("attachment"))):
        if alt := words(media.get("name")):
            kind = (words(media.get("mediaType")) or "image").split("/")[0]
            yield f"[{kind}: {alt.strip()}]"


def _facts(note: Mapping[str, Any]) -> dict[str, Fact]:
    languages = mapping(note.get("contentMap"))
    facts: dict[str, Fact] = {
        "language": next(iter(languages), None) if len(languages) == 1 else words(note.get("language")),
        "media": len(items(note.get("attachment"))) or None,
        "sensitive": True if note.get("sensitive") is True else None,
        "likes": whole(mapping(note.get("likes")).get("totalItems")),
        "reposts": whole(mapping(note.get("shares")).get("totalItems")),
        "options": len(_options(note)) or None,
        "voters": whole(note.get("votersCount")),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _options(note: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [mapping(option) for option in items(note.get("oneOf")) or items(note.get("anyOf"))]


def _audience(fields: Mapping[str, Any]) -> set[str]:
    """To whom it is addressed: `to` and `cc`, each a text or a list of them."""
    found: set[str] = set()
    for key in ("to", "cc"):
        value = fields.get(key)
        found.update(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))
    return found


def _author(actor: Any, owner: Owner) -> Identity | None:
    """The account named; it is the archive's own wherever nothing speaks against it."""
    named = identity_at(_reference(actor) or "")
    if owner.who is None or (named is not None and named.native_id != owner.who.native_id):
        return named
    return owner.who


def _reference(value: Any) -> str | None:
    """The address that a property gives: itself, in an object, or the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    return words(mapping(value).get("id")) if isinstance(value, dict) else words(value)


def _url(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    address = words(mapping(value).get("href")) if isinstance(value, dict) else words(value)
    return address if address and address.startswith(("http://", "https://")) else None


def _time(value: Any, what: str) -> datetime:
    at = moment(value)
    if at is None:
        raise NotReadable(f"The {what}'s time (published) is missing or no date: {str(value)[:40]!r}.")
    return at


def _time_of_status(address: str) -> datetime | None:
    """Mastodon's ids hold milliseconds since 1970 above 16 bits (Mastodon::Snowflake). Older ones were counted up."""
    found = _STATUS.search(address)
    return EPOCH + timedelta(milliseconds=int(found[1]) >> 16) if found else None
