"""Whose archive it is, and when it was made: from the small files that stand beside the others."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from rapport.platforms.fields import NotReadable, items, load, mapping, whole, words
from rapport.platforms.x.when import BEGINNING, time_written
from rapport.words.identity import Channel, Identity

BESIDE = frozenset({"account.js", "profile.js", "manifest.js", "note-tweet.js"})

PLACE = Channel("x", "x.com", "X", "https://x.com/")
"""X has no rooms but its communities: all else is said in one place."""

_HEAD = re.compile(rb"\A[^=\[{]{0,200}=\s*")


class Owner(NamedTuple):
    who: Identity | None
    """None where account.js does not stand beside, or says nothing."""
    since: datetime | None
    """When the account was made."""
    told_at: datetime
    """When the archive was made; where it does not say, when the account was."""


def owner_of(beside: Mapping[str, bytes]) -> Owner:
    return _owner(beside.get("account.js", b""), beside.get("profile.js", b""), beside.get("manifest.js", b""))


def identity(account: int, handle: str | None = None, name: str | None = None) -> Identity:
    """An account by its id, which it keeps when its handle changes."""
    url = f"https://x.com/{handle}" if handle else f"https://x.com/i/user/{account}"
    return Identity("x", str(account), handle=handle, name=name, url=url)


def script(data: bytes) -> Any:
    """What a script assigns: `window.YTD.account.part0 = [ … ]`. Raises NotReadable."""
    head = _HEAD.match(data)
    return load(data[head.end() if head else 0 :].rstrip(b"; \r\n\t"))


@lru_cache(maxsize=4)
def _owner(account: bytes, profile: bytes, manifest: bytes) -> Owner:
    fields, shown, made = _first(account, "account"), _first(profile, "profile"), mapping(_read(manifest))
    told, since = mapping(made.get("userInfo")), time_written(fields.get("createdAt"))
    generated = time_written(mapping(made.get("archiveInfo")).get("generationDate"))
    id_ = whole(fields.get("accountId")) or whole(told.get("accountId"))
    who = None
    if id_ is not None:
        handle = words(fields.get("username")) or words(told.get("userName"))
        name = words(fields.get("accountDisplayName")) or words(told.get("displayName"))
        email, avatar = words(fields.get("email")), words(shown.get("avatarMediaUrl"))
        who = identity(id_, handle, name)._replace(
            email=email if email and "@" in email else None,
            avatar=avatar if avatar and avatar.startswith("https://") else None,
        )
    return Owner(who, since, generated or since or BEGINNING)


def _read(data: bytes) -> Any:
    try:
        return script(data)
    except NotReadable:
        return None


def _first(data: bytes, key: str) -> Mapping[str, Any]:
    return next((mapping(mapping(each).get(key)) for each in items(_read(data))), {})
