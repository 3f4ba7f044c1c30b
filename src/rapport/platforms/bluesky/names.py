"""The names of atproto: at:// addresses, record keys, and the times that most keys hold (atproto.com/specs)."""

import re
from datetime import datetime, timedelta

from rapport.words.activity import EPOCH

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}
_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
_KEY = re.compile(r"(?!\.\.?\Z)[A-Za-z0-9_~.:-]{1,512}")
_DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]{0,2000}[a-zA-Z0-9._-]")
_HANDLE = re.compile(
    r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.){1,126}[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
)
_NSID = re.compile(
    r"[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+\.[a-zA-Z][a-zA-Z0-9]{0,62}"
)
_LATEST = 1 << 53
"""Microseconds since 1970, far in the year 2255: keys beyond it are no times."""


def is_key(key: str) -> bool:
    return bool(_KEY.fullmatch(key))


def is_did(name: str) -> bool:
    return bool(_DID.fullmatch(name))


def is_address(uri: str) -> bool:
    """`at://did:plc:…/app.bsky.feed.post/3k…`, also without key or collection."""
    if not uri.startswith("at://") or len(uri) > 8192:
        return False
    authority, *path = uri.removeprefix("at://").split("/")
    if not (is_did(authority) or (_HANDLE.fullmatch(authority) and len(authority) <= 253)):
        return False
    if len(path) > 2 or (path and not _NSID.fullmatch(path[0])):
        return False
    return len(path) < 2 or is_key(path[1])


def is_tid(key: str) -> bool:
    return bool(_TID.fullmatch(key))


def time_of_tid(key: str) -> datetime | None:
    """Microseconds since 1970 above ten bits of chance, in thirteen letters; None for a key that is no TID."""
    if not is_tid(key):
        return None
    value = 0
    for letter in key:
        value = value << 5 | _VALUE[letter]
    since = value >> 10
    return EPOCH + timedelta(microseconds=since) if since < _LATEST else None
