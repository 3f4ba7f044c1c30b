"""A message of a space as activities. Pure.

Its fields: creator {name, email, user_type}, created_date (“Tuesday, September 6, 2016 at 3:24:08 PM UTC”, in the
language of the account), updated_date, text, topic_id, message_id (“space/topic/message”), attached_files, reactions
{emoji, reactor_emails}, message_state.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from rapport.platforms import when
from rapport.platforms.fields import NotReadable, items, mapping, words
from rapport.platforms.fields import moment as iso
from rapport.platforms.googlechat.space import identity_of
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity

_PART = re.compile(r"[\w.-]{1,200}")
_HOW = when.Reckoning(day_first=True)


def activities_of(message: Mapping[str, Any], channel: Channel) -> list[Activity]:
    """The message, then the reactions to it, which have no time of their own. Raises NotReadable."""
    space, topic, number = _ids(message)
    at = moment(message.get("created_date"))
    if at is None:
        raise NotReadable(f"The message's created_date is missing or none: {str(message.get('created_date'))[:60]!r}.")
    native, first = f"spaces/{space}/messages/{topic}.{number}", f"spaces/{space}/messages/{topic}.{topic}"
    edited = moment(message.get("updated_date"))
    gone = message.get("message_state") == "DELETED"
    own = Activity(
        platform="googlechat",
        native_id=native,
        kind="message",
        at=at,
        author=identity_of(message.get("creator")),
        channel=channel,
        revision=revision_of(max(at, edited) if edited else at) + gone,
        parent=None if native == first else first,
        thread=first,
        text=None if gone else words(message.get("text")),
        url=f"{channel.url}/{topic}/{number}" if channel.url else None,
        facts=None if gone else _facts(message, edited),
        deleted=gone,
    )
    return [own] if gone else [own, *_reactions(message, own)]


def moment(text: Any) -> datetime | None:
    if not isinstance(text, str):
        return None
    at = iso(text) or when.moment(text, _HOW)
    return at.astimezone(UTC) if at else None


def _ids(message: Mapping[str, Any]) -> tuple[str, str, str]:
    """Of the space, of the topic in it, and of the message in that. Raises NotReadable."""
    parts = str(words(message.get("message_id")) or "").split("/")
    if len(parts) != 3 or not all(map(_PART.fullmatch, parts)):
        raise NotReadable("The message has no id (message_id), or one that is none of Google Chat's.")
    return parts[0], parts[1], parts[2]


def _facts(message: Mapping[str, Any], edited: datetime | None) -> dict[str, Fact] | None:
    facts: dict[str, Fact] = {}
    if files := len(items(message.get("attached_files"))):
        facts["files"] = files
    if count := sum(len(items(mapping(each).get("reactor_emails"))) for each in items(message.get("reactions"))):
        facts["reactions"] = count
    if edited:
        facts["edited"] = True
    return facts or None


def _reactions(message: Mapping[str, Any], own: Activity) -> list[Activity]:
    found: dict[str, Activity] = {}
    for each in items(message.get("reactions")):
        emoji = words(mapping(mapping(each).get("emoji")).get("unicode")) or "custom"
        for address in items(mapping(each).get("reactor_emails")):
            who = identity_of({"email": address})
            if who is None:
                continue
            key = f"{own.native_id}/reactions/{emoji[:40]}/{_hash(who)}"
            found[key] = Activity(
                "googlechat", key, "reaction", own.at, who, own.channel, revision_of(own.at), parent=own.native_id,
                thread=own.thread, url=own.url, facts={"emoji": emoji[:40]},
            )  # fmt: skip
    return list(found.values())


def _hash(who: Identity) -> str:
    """An address stands in no id."""
    return blake2b(who.native_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
