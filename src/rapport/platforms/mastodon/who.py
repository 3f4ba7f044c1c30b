"""Accounts of the Fediverse. Each is known by its address, `ada@example.social`, which lists and API agree on."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from rapport.platforms.fields import NotReadable, load, mapping, moment, words
from rapport.words.activity import EPOCH
from rapport.words.identity import Channel, Identity

ACTORS = frozenset({"Person", "Service", "Application", "Organization", "Group"})
BESIDE = frozenset({"actor.json"})

_PATH = re.compile(r"/(?:users/|@|u/|profile/|accounts/)([\w.-]{1,100})")
_ADDRESS = re.compile(r"@?([\w.-]{1,100})@([\w.-]+\.[\w-]+|localhost)(?::\d+)?", re.IGNORECASE)


class Owner(NamedTuple):
    who: Identity | None
    since: datetime | None
    """When the account was made. Mastodon says so since version 3.3, to the day."""

    @property
    def told_at(self) -> datetime:
        return self.since or EPOCH


def owner_of(beside: Mapping[str, bytes]) -> Owner:
    return _owner(beside.get("actor.json", b""))


@lru_cache(maxsize=4)
def _owner(data: bytes) -> Owner:
    try:
        return owner_from(load(data)) if data else Owner(None, None)
    except NotReadable:
        return Owner(None, None)


def owner_from(actor: Any) -> Owner:
    fields = mapping(actor)
    id_, handle = words(fields.get("id")), words(fields.get("preferredUsername"))
    found = identity_at(id_ or "")
    host = _host(id_ or "")
    if handle and host:
        found = _identity(handle, host)
    if found is None:
        return Owner(None, None)
    kind = fields.get("type")
    who = found._replace(
        name=words(fields.get("name")),
        url=_page(fields) or id_,
        bot=True if kind in ("Service", "Application") else None,
    )
    return Owner(who, moment(fields.get("published")))


def identity_at(address: str) -> Identity | None:
    """The account behind `https://example.social/users/ada` or `@ada@example.social`; None where it does not show."""
    if found := _ADDRESS.fullmatch(address.strip()):
        return _identity(found[1], found[2].lower())
    host = _host(address)
    name = _PATH.match(urlsplit(address).path) if host else None
    return _identity(name[1], host)._replace(url=address) if name and host else None


def instance(host: str) -> Channel:
    """The server a post was written on: the Fediverse has no other rooms."""
    return Channel("mastodon", host, host, f"https://{host}/")


def host_of(who: Identity | None, address: str) -> str:
    return who.native_id.rsplit("@", 1)[-1] if who else _host(address) or "unknown"


def _identity(name: str, host: str) -> Identity:
    return Identity("mastodon", f"{name}@{host}".lower(), handle=f"{name}@{host}", url=f"https://{host}/@{name}")


def _host(address: str) -> str | None:
    try:
        split = urlsplit(address)
        return split.netloc.rpartition("@")[2].lower() or None if split.scheme in ("http", "https") else None
    except ValueError:
        return None


def _page(fields: Mapping[str, Any]) -> str | None:
    url = words(fields.get("url"))
    return url if url and url.startswith(("http://", "https://")) else None
