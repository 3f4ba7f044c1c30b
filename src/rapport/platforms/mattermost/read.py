"""A line of a Mattermost bulk export → records. Pure: values in, values out.

Source: docs.mattermost.com/onboard/bulk-loading-data-format.html. A post holds the replies to it and the reactions.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from rapport.platforms.fields import NotReadable, items, mapping, words
from rapport.platforms.mattermost.server import Room, channel_of, person
from rapport.words.activity import EPOCH, Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import Told

# model/post.go of github.com/mattermost/mattermost: the types that Mattermost gives its own posts.
_SYSTEM = {
    "system_join_channel": "join", "system_join_team": "join", "system_guest_join_channel": "join",
    "system_leave_channel": "leave", "system_leave_team": "leave",
    "system_add_to_channel": "member", "system_add_to_team": "member", "system_add_guest_to_chan": "member",
    "system_remove_from_channel": "moderation", "system_remove_from_team": "moderation",
    "system_header_change": "moderation", "system_purpose_change": "moderation",
    "system_displayname_change": "moderation", "system_channel_deleted": "moderation",
    "system_channel_restored": "moderation", "system_convert_channel": "moderation",
}  # fmt: skip
_LATEST = 253_402_300_799_000
"""Milliseconds of the last moment of the year 9999."""


def room_of(channel: Mapping[str, Any], server: str) -> Room:
    """Raises NotReadable."""
    team, name = words(channel.get("team")), words(channel.get("name"))
    if team is None or name is None:
        raise NotReadable("The channel has no name, or no team.")
    shown = words(channel.get("display_name")) or name
    return Room(channel_of(server, team, name, shown), channel.get("type") == "O")


def user_of(user: Mapping[str, Any], server: str) -> Told:
    """Raises NotReadable."""
    username = words(user.get("username"))
    if username is None:
        raise NotReadable("The user has no name (username).")
    name = " ".join(filter(None, (words(user.get("first_name")), words(user.get("last_name")))))
    email = words(user.get("email"))
    who = person(server, username)._replace(
        name=name or words(user.get("nickname")), email=email if email and "@" in email else None
    )
    # The file does not say when it was made: any other description is newer.
    return Told(who, EPOCH)


def bot_of(bot: Mapping[str, Any], server: str) -> Told:
    """Raises NotReadable."""
    username = words(bot.get("username"))
    if username is None:
        raise NotReadable("The bot has no name (username).")
    return Told(person(server, username, bot=True)._replace(name=words(bot.get("display_name"))), EPOCH)


def post_of(post: Mapping[str, Any], channel: Channel, server: str, thread: str | None = None) -> list[Activity]:
    """The post's own activity, then the reactions to it; `thread` is what a reply answers. Raises NotReadable."""
    username, at = words(post.get("user")), _moment(post.get("create_at"))
    if username is None:
        raise NotReadable("The post does not say who wrote it (user).")
    if at is None:
        raise NotReadable(f"The post's time (create_at) is missing or none: {str(post.get('create_at'))[:40]!r}.")
    props = mapping(post.get("props"))
    type_ = words(post.get("type")) or ""
    is_system = type_.startswith("system_")
    native = f"{channel.native_id}/{post['create_at']}/{username.lower()}"
    edited = _moment(post.get("edit_at"))
    own = Activity(
        platform="mattermost",
        native_id=native,
        kind=_SYSTEM.get(type_, "other") if is_system else "message",
        at=at,
        author=_author(server, username, props),
        channel=channel,
        revision=revision_of(max(at, edited) if edited else at),
        parent=thread,
        thread=thread or native,
        text=None if is_system else words(post.get("message")),
        facts=_facts(post, type_ if is_system else None) or None,
    )
    return [own, *_reactions(post, own, server)]


def _author(server: str, username: str, props: Mapping[str, Any]) -> Identity:
    is_bot = any(props.get(mark) in (True, "true") for mark in ("from_bot", "from_webhook", "from_plugin"))
    return person(server, username, bot=True if is_bot else None)


def _reactions(post: Mapping[str, Any], own: Activity, server: str) -> Iterator[Activity]:
    for reaction in map(mapping, items(post.get("reactions"))):
        username, emoji = words(reaction.get("user")), words(reaction.get("emoji_name"))
        if username is None or emoji is None:
            continue
        at = _moment(reaction.get("create_at")) or own.at
        yield Activity(
            platform="mattermost",
            native_id=f"{own.native_id}/reaction/{emoji[:64]}/{username.lower()}",
            kind="reaction",
            at=at,
            author=person(server, username),
            channel=own.channel,
            revision=revision_of(at),
            parent=own.native_id,
            thread=own.thread,
            facts={"emoji": emoji[:64]},
        )


def _facts(post: Mapping[str, Any], action: str | None) -> dict[str, Fact]:
    told: dict[str, Fact] = {
        "files": len(items(post.get("attachments"))),
        "reactions": len(items(post.get("reactions"))),
        "replies": len(items(post.get("replies"))),
        "pinned": post.get("is_pinned") is True,
        "edited": bool(post.get("edit_at")),
        "action": action.removeprefix("system_")[:64] if action else None,
    }
    return {name: fact for name, fact in told.items() if fact}


def _moment(value: Any) -> datetime | None:
    """Milliseconds since 1970; 0 is what Mattermost writes for “never”."""
    if type(value) is not int or not 0 < value <= _LATEST:
        return None
    return (EPOCH + timedelta(milliseconds=value)).astimezone(UTC)
