"""Which forum a document comes from. Discourse counts posts and users per site, so every id carries the host."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rapport.platforms.fields import mapping
from rapport.words.identity import Channel

UNKNOWN = "unknown"
"""The host of a document that says nothing of its site, the same for all of them."""

KEPT_HOST = "rapport_host"
"""The key under which a record that was set aside keeps its forum's host."""

_HOST = r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?"
# /user_avatar/<host>/<name>/{size}/<n>.png: User.avatar_template in Discourse, also behind a CDN's address.
_AVATAR = re.compile(rf"/user_avatar/({_HOST})/", re.IGNORECASE)
_AVATAR_BYTES = re.compile(_AVATAR.pattern.encode(), re.IGNORECASE)
_BESIDE = "discourse host "
_LINK = re.compile(rf"https?://({_HOST})/[tupc]/", re.IGNORECASE)
_FOLDER = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def host_of(document: Any, name: str) -> str:
    """The forum's host: what the server wrote into avatars, else into internal links, else a folder's name.

    An avatar's address and a post's `link_counts` are the server's own words, not a person's. A file in a
    folder called like a host (`forum.example.org/t/7.json`) is taken to come from it.
    """
    kept = mapping(document).get(KEPT_HOST)
    if isinstance(kept, str) and re.fullmatch(_HOST, kept):
        return kept
    linked = None
    for part in _parts(document):
        for key in ("avatar_template", "acting_avatar_template", "system_user_avatar_template"):
            template = part.get(key)
            if isinstance(template, str) and (found := _AVATAR.search(template)):
                return found[1].lower()
        url = part.get("url")
        if linked is None and part.get("internal") is True and isinstance(url, str):
            linked = _LINK.match(url)
    return linked[1].lower() if linked else _host_in_name(name) or UNKNOWN


def hosts_in(_path: str, head: bytes) -> Mapping[str, bytes]:
    """The forum that the beginning of a file names, for those around it that name none: topics among newcomers, whose
    avatars are letters."""
    found = _AVATAR_BYTES.search(head)
    return {_BESIDE + found[1].decode().lower(): b""} if found else {}


def host_beside(beside: Mapping[str, bytes]) -> str:
    """The forum that the files around one name, if they are all of one; else nothing."""
    hosts = [name.removeprefix(_BESIDE) for name in beside if name.startswith(_BESIDE)]
    return hosts[0] if len(hosts) == 1 else ""


def web(host: str, path: str) -> str | None:
    """An address on the forum. A forum that is known only by its lack of a name has none."""
    return None if host == UNKNOWN else f"https://{host}{path}"


def forum(host: str) -> Channel:
    """The forum itself, for what happens in none of its categories."""
    return Channel("discourse", host, "unknown forum" if host == UNKNOWN else host, web(host, "/"))


def channel_of(category: int | None, host: str, name: str | None = None) -> Channel:
    """A category. Topics as a rule give its number only (`categories.py` reads names); that stands in for the name."""
    if category is None:
        return forum(host)
    url = web(host, f"/c/{category}")
    if name is not None:
        return Channel("discourse", f"{host}/category/{category}", name, url)
    called = f"category {category} of {forum(host).name}"
    return Channel("discourse", f"{host}/category/{category}", called, url, stands_in=True)


def _host_in_name(name: str) -> str | None:
    for folder in reversed(re.split(r"[/\\]| › ", name)[:-1]):
        if _FOLDER.fullmatch(folder):
            return folder.lower()
    return None


def _parts(document: Any) -> Iterator[dict[str, Any]]:
    """Every object in the document; a post's before those that hang on the topic."""
    waiting = [document, mapping(document).get("post_stream")]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(value for value in part.values() if isinstance(value, dict | list))
        elif isinstance(part, list):
            waiting.extend(value for value in reversed(part) if isinstance(value, dict | list))
