"""Telegram's accounts and chats, called as its Bot API calls them, from what the exports write.

An export writes bare ids with a word before them (`user5`, `channel5`); the Bot API writes `5` for a person, `-5` for a
basic group and `-1005` for a supergroup or channel (core.telegram.org/api/bots/ids). Exports made before 2021 wrote
numbers that carried the sort of account in their higher bits (`PeerIdChatShift` in Telegram Desktop 2.6).
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapport.words.identity import Channel, Identity

CHAT_SHIFT, CHANNEL_SHIFT = 0x1_0000_0000, 0x2_0000_0000
GROUPS = frozenset({"private_group", "public_group"})
BROADCASTS = frozenset({"private_supergroup", "public_supergroup", "private_channel", "public_channel"})
"""Supergroups and channels: one sort of account in the API."""
SHOWN = "shown"
"""A chat of which only a page was read, which does not say its id."""

_PEER = re.compile(r"(user|chat|channel)([0-9]{1,19})")


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat of an export. `key` and `channel` are worked out once, as every message needs them."""

    kind: str
    """`public_supergroup`, `personal_chat` …: the export's word."""
    bare: int
    name: str | None
    key: str = field(init=False)
    channel: Channel = field(init=False)
    pages: str | None = field(init=False)
    """Where its messages' addresses begin, which open for members. A basic group has none."""

    def __post_init__(self) -> None:
        key = f"-{self.bare}" if self.kind in GROUPS else f"-100{self.bare}"
        if self.kind == SHOWN:
            key = f"name:{(self.name or '').lower()}"
        channel = Channel("telegram", key, self.name or f"chat {key}", None, None if self.name else True)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "channel", channel)
        object.__setattr__(self, "pages", f"https://t.me/c/{self.bare}/" if self.kind in BROADCASTS else None)

    @property
    def told(self) -> bool:
        """Whether it is a group or channel, which the ledger keeps; the others are private."""
        return self.kind in GROUPS or self.kind in BROADCASTS or self.kind == SHOWN


def bare_id(number: int, kind: str) -> int:
    """A chat's own number, without the bits that old exports put above it."""
    if kind in BROADCASTS and CHANNEL_SHIFT < number < CHANNEL_SHIFT + CHAT_SHIFT:
        return number - CHANNEL_SHIFT
    if kind in GROUPS and CHAT_SHIFT < number < CHANNEL_SHIFT:
        return number - CHAT_SHIFT
    return number


def peer(value: Any) -> str | None:
    """`user5` → `5`, `chat5` → `-5`, `channel5` → `-1005`; None for what names nobody."""
    if type(value) is int and 0 < value < CHANNEL_SHIFT + CHAT_SHIFT:
        if value > CHANNEL_SHIFT:
            return f"-100{value - CHANNEL_SHIFT}"
        return f"-{value - CHAT_SHIFT}" if value > CHAT_SHIFT else str(value)
    found = _PEER.fullmatch(value) if isinstance(value, str) else None
    return {"user": "", "chat": "-", "channel": "-100"}[found[1]] + found[2] if found else None


def identity(native: Any, name: Any) -> Identity | None:
    """Who wrote. A deleted account has an id and no name; a name without id is nobody that could be known again."""
    key = peer(native)
    return _identity(key, name if isinstance(name, str) and name.strip() else None) if key else None


@lru_cache(1 << 13)
def _identity(key: str, name: str | None) -> Identity:
    return Identity("telegram", key, name=name)
