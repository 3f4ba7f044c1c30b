"""A post or a comment of Reddit → its activity, the same whatever road it came by. Pure: values in, values out."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from rapport.platforms.fields import NotReadable
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity

POST, COMMENT = "t3", "t1"
"""Reddit's own types; `t3_abc` is the name of post abc all over Reddit (www.reddit.com/dev/api, fullnames)."""

SEEN_IN_EXPORT, SEEN_IN_DUMP, WITHDRAWN = 0, 1, 2
"""Added to a revision: Reddit's times are whole seconds. A dump knows the score and the edit, a removal wins."""

GONE = frozenset({"[deleted]", "[removed]", "[ removed by reddit ]", "[deleted by user]"})
"""What stands in place of a text that its author deleted or a moderator removed, and in place of a deleted account."""

_LONGEST_MARK = 40

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
_PLACE = re.compile(r"\s*/?(?:r/)?([A-Za-z0-9_-]{1,40})/?\s*", re.ASCII)
_ID = re.compile(r"\s*(?:t[13]_)?([0-9a-z]{1,13})\s*", re.ASCII)


class Thing(NamedTuple):
    type: str
    """POST or COMMENT."""
    id: str
    at: datetime
    author: Identity | None
    subreddit: str
    post: str
    """The id of the post that it is, or is under."""
    parent: str | None
    """The full name of what a comment answers."""
    title: str | None
    text: str | None
    seen: int
    changed: datetime | None = None
    looked_at: datetime | None = None
    """When the source asked Reddit, if it says."""
    facts: Mapping[str, Fact] | None = None


def activity(thing: Thing) -> Activity:
    gone = _is_gone(thing.title) or _is_gone(thing.text)
    last = max(thing.at, thing.changed or thing.at, (gone and thing.looked_at) or thing.at)
    revision = revision_of(last) // 1_000_000 * 1_000_000 + (WITHDRAWN if gone else thing.seen)
    title, text, facts = (None, None, None) if gone else (thing.title, thing.text, thing.facts or None)
    return Activity(
        "reddit", f"{thing.type}_{thing.id}", "post" if thing.type == POST else "comment", thing.at, thing.author,
        channel_of(thing.subreddit), revision, None, thing.parent, f"{POST}_{thing.post}", title, text, _page(thing),
        facts, gone,
    )  # fmt: skip


def _is_gone(text: str | None) -> bool:
    return text is not None and len(text) < _LONGEST_MARK and text.strip().lower() in GONE


def identifier(value: object, what: str) -> str:
    """Raises NotReadable for what is no id of Reddit's."""
    found = _ID.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise NotReadable(f"{what} has no id of Reddit's: {str(value)[:40]!r}.")
    return found[1]


def subreddit_of(value: object) -> str:
    """Raises NotReadable for what names no subreddit."""
    found = _PLACE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise NotReadable("It does not say which subreddit it was written in.")
    return found[1]


@lru_cache(1 << 13)
def account(name: str, *, staff: bool | None = None) -> Identity | None:
    """By its name, which Reddit never lets anyone change and gives to nobody else. None for a deleted account."""
    if not _NAME.fullmatch(name):
        return None
    bot = True if name == "AutoModerator" else None
    return Identity(
        "reddit", name.lower(), handle=name, url=f"https://www.reddit.com/user/{name}", bot=bot, staff=staff
    )


@lru_cache(1 << 10)
def channel_of(subreddit: str) -> Channel:
    place = f"r/{subreddit}"
    return Channel("reddit", place.lower(), place, f"https://www.reddit.com/{place}")


def _page(thing: Thing) -> str:
    under = "" if thing.type == POST else f"_/{thing.id}/"
    return f"https://www.reddit.com/r/{thing.subreddit}/comments/{thing.post}/{under}"
