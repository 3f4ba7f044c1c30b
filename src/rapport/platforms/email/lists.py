"""Which list a message was on: as it says itself, else as its file is called."""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from rapport.platforms.email.charsets import decode_header
from rapport.platforms.email.headers import Headers
from rapport.words.identity import Channel

_LIST_ID = re.compile(r"(.*?)<([^<>\s]+)>.*", re.DOTALL)
_POST = re.compile(r"(?:<?mailto:)?([^<>\s,;?]+)@([^<>\s,;?]+)")
_POSTS = ("list-post", "x-beenthere", "x-mailing-list")

_ENDINGS = (
    ".gz",
    ".bz2",
    ".xz",
    ".zip",
    ".tar",
    ".tgz",
    ".mbox",
    ".mbx",
    ".mbox.txt",
    ".txt",
    ".eml",
    ".emlx",
    ".mail",
)
_FOLDERS = frozenset(("cur", "new", "tmp", "mbox", "messages", "archive", "archives", "mail", "takeout", ""))


class Place(NamedTuple):
    file: str
    """Its path inside what was given, also through a container."""
    given: str = ""
    """What was given, of which the folder's own name is in no path inside it."""
    single: bool = False
    """Whether the file is one message, called after its subject or by a number, so that only its folder tells."""


def channel_of(headers: Headers, place: Place) -> Channel:
    """By List-Id (RFC 2919), else by the list's address, which names the same one, else by the file."""
    for header in ("list-id", "x-list-id"):
        if header in headers and (channel := _by_id(headers[header][:1_000])):
            return channel
    for header in _POSTS:
        if header in headers and (channel := _by_address(headers[header][:1_000])):
            return channel
    return by_place(place)


@lru_cache(maxsize=4_096)
def by_place(where: Place) -> Channel:
    """`r-devel.tar.gz › 2015q2.txt` is `r-devel`; so is the single `r-devel/cur/1423.host:2,S`."""
    places = [place for part in reversed(where.file.split(" › ")) for place in reversed(PurePosixPath(part).parts)]
    if where.single:
        places = places[1:]
    given = PurePosixPath(where.given).name
    for place in places if where.file.startswith(given) else (*places, given):
        name = _told(place)
        if name:
            return Channel("email", name.lower(), name, stands_in=True)
    return Channel("email", "mail", "Mail", stands_in=True)


def _told(place: str) -> str:
    """What a file's or folder's name tells of the list; nothing where it is only a time."""
    name = place[:200]
    while ending := next((ending for ending in _ENDINGS if name.lower().endswith(ending)), ""):
        name = name[: -len(ending)]
    if name.lower() in _FOLDERS or name in ("/", "."):
        return ""
    return _TIMES.sub("", name).strip("-_. ")


# What a name ends in that tells when, not where: `-2015-2019`, `.2024-01`, `2015q2`, `_2024-January`.
_TIMES = re.compile(
    r"(?:(?:^|[-_. ]+)(?:\d{4}(?:q[1-4]|h[12])?|\d{6}|\d{8}|\d{1,2}|q[1-4]|h[12]|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?"
    r"|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))+$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4_096)
def _by_id(value: str) -> Channel | None:
    found = _LIST_ID.fullmatch(value)
    native = (found[2] if found else value).strip(" <>\"'").lower()
    if not native or " " in native or len(native) > 300:
        return None
    name = decode_header(found[1].strip().strip("\"'")) if found else ""
    return Channel("email", native, name[:200] or native.partition(".")[0], stands_in=None if name else True)


@lru_cache(maxsize=4_096)
def _by_address(value: str) -> Channel | None:
    """List ids are the list's address with a dot for its `@`, as a rule, so that both name one list."""
    found = _POST.search(value)
    if found is None:
        return None
    return Channel("email", f"{found[1]}.{found[2]}".lower()[:300], found[1][:200], stands_in=True)
