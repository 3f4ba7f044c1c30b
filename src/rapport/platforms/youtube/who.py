"""YouTube's channels: people are channels there, and so are the places where their videos stand."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from rapport.platforms.fields import NotReadable, moment
from rapport.words.identity import Channel, Identity

_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}", re.ASCII)
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)

SITE = Channel("youtube", "youtube.com", "YouTube", "https://www.youtube.com")
"""Where a comment stands whose source does not say on whose channel its video is."""


def is_channel(value: object) -> bool:
    return isinstance(value, str) and _CHANNEL.fullmatch(value) is not None


def is_video(value: object) -> bool:
    return isinstance(value, str) and _VIDEO.fullmatch(value) is not None


@lru_cache(1 << 13)
def identity_of(channel: str, name: str | None = None, avatar: str | None = None) -> Identity:
    """Since 2022 `@ada` is a handle, which can change; anything else is a name. The channel's id stays."""
    handle = name[1:] if name and name.startswith("@") else None
    return Identity(
        "youtube",
        channel,
        handle=handle,
        name=None if handle else name,
        url=f"https://www.youtube.com/channel/{channel}",
        avatar=avatar,
    )


NOBODYS, GUESSED = 1, 2
"""Revisions of a comment that says no author, and of one whose time is a guess. Any other source is above both."""


@lru_cache(1 << 10)
def place_of(channel: str, name: str | None) -> Channel:
    page = f"https://www.youtube.com/channel/{channel}"
    return Channel("youtube", channel, name or channel, page, stands_in=None if name else True)


def watch(video: str, comment: str | None = None) -> str:
    return f"https://www.youtube.com/watch?v={video}" + (f"&lc={comment}" if comment else "")


def needed_moment(value: str | None) -> datetime:
    """Raises NotReadable where there is no ISO 8601 time."""
    at = moment(value)
    if at is None:
        raise NotReadable(f"The time is missing or no date: {(value or '')[:40]!r}.")
    return at


def moment_of(value: object) -> datetime | None:
    """Seconds since 1970 as a time; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
