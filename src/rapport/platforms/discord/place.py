"""Which guild and channel a file is of: by its head, else by its name."""

import re
from typing import NamedTuple

from rapport.platforms.discord.moment import id_of
from rapport.platforms.discord.wire import Head
from rapport.words.identity import Channel

_ID = re.compile(r"\[(\d{5,20})\]")
_ADDED = re.compile(r"\s*\((?:after|before|\d{4}-\d\d-\d\d to)\b[^)]*\)|\s*\[part \d+\]", re.IGNORECASE)
_BETWEEN = re.compile(r" - |__+")
_NO_NAME = re.compile(r"\d{1,3}|\d{4}-(?:\d\d|[A-Za-z]{3})-\d\d(?: to \d{4}-\d\d-\d\d)?|part ?\d+", re.IGNORECASE)
"""Parts of a file's name that name no place: days, and the number of a part."""
DIRECT = "Direct Messages"
"""What DiscordChatExporter calls the guild of conversations that are in none."""


class Where(NamedTuple):
    channel: Channel
    thread: str | None
    """The thread's id, which is also that of the message it began with."""
    title: str | None
    """What the thread is called."""
    is_direct: bool
    """A conversation between two or among a few, which is nobody else's."""


def place_of(head: Head, file: str) -> Where:
    """Of a JSON file. What its head does not say, its name may."""
    guild, room = head.guild, head.channel
    id_ = id_of(room.id) if room else None
    if room is None or id_ is None:
        return place_named(file)
    kind = str(room.type or "")
    # ChannelType: 1 and 3 are direct; 10, 11 and 12 are threads. Before version 2.36 a thread was no kind of its own.
    is_thread = kind.endswith("Thread") or kind in ("10", "11", "12")
    is_direct = kind in ("DirectTextChat", "DirectGroupTextChat", "1", "3") or (
        guild is not None and guild.name == DIRECT
    )
    above = [guild.name if guild else None, room.category if is_thread else None]
    parts = [*filter(None, above), room.name or f"channel {id_}"]
    guild_id = id_of(guild.id) if guild else None
    url = f"https://discord.com/channels/{guild_id}/{id_}" if guild_id else None
    channel = Channel("discord", id_, " / ".join(parts), url, None if room.name else True)
    return Where(channel, id_ if is_thread else None, room.name if is_thread else None, is_direct)


def place_headed(names: list[str], file: str) -> Where:
    """Of a page, which says the server's name and the channel's (`Lobby / talk`, a thread `Lobby / talk / it broke`);
    the id stands in the file's name alone."""
    named = place_named(file)
    if not names:
        return named
    # A channel's category is no part of what it is called, a thread's channel is.
    path = names[1].split(" / ") if len(names) > 1 else []
    is_thread = len(path) > 2
    label = " / ".join([names[0], *path[1 if len(path) > 1 else 0 :]])
    id_ = named.channel.native_id
    found = not id_.startswith("name:")
    channel = Channel("discord", id_ if found else f"name:{label.lower()}", label, stands_in=True)
    return Where(
        channel,
        id_ if is_thread and found else None,
        path[-1] if is_thread else None,
        named.is_direct or names[0] == DIRECT,
    )


def place_named(file: str) -> Where:
    """`Guild - Category - channel [123456789012345678].csv`, as DiscordChatExporter calls its files, or a name that
    somebody gave: `2019-12-06__developer-lounge__dev-general__1.csv` is developer-lounge / dev-general."""
    name = re.split(r" › |[/\\]", file)[-1]
    stem = _ADDED.sub("", name.rsplit(".", 1)[0])
    found = _ID.search(stem)
    parts = [part.strip() for part in _BETWEEN.split(stem[: found.start()] if found else stem)]
    named = [part for part in parts if part and not _NO_NAME.fullmatch(part)] or [stem.strip() or "unknown channel"]
    label = " / ".join(named)
    id_ = found[1] if found else f"name:{label.lower()}"
    return Where(Channel("discord", id_, label, stands_in=True), None, None, named[0] == DIRECT)
