"""What LinkedIn's links lead to. Its tables hold no ids, but every link to a post holds one."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote

from rapport.words.activity import EPOCH

_URN = re.compile(r"urn:li:(share|ugcPost|activity|groupPost|article|comment):(\(?[\w:,-]+\)?)")
_SLUG = re.compile(r"/posts/[^/?#]*?-(share|ugcPost|activity)-(\d{10,20})")
_COMMENT = re.compile(r"urn:li:comment:\((?:urn:li:)?(\w+):([\w-]+),(\d+)\)")
_MEMBER = re.compile(r"https?://(?:[\w-]+\.)?linkedin\.com/(?:in|pub)/([^/?#\s]+)", re.IGNORECASE)
_FIRST_TIME = 1_262_304_000_000
"""2010 in milliseconds: smaller ids were counted up and hold no time."""
_LAST_TIME = 4_102_444_800_000


class Target(NamedTuple):
    urn: str
    """`urn:li:share:7123…`, as the API names the post."""
    comment: str | None
    """The comment, where the link leads to one: its own URN."""
    at: datetime | None
    """When what it leads to was made, as its id says."""


def target_of(link: str) -> Target | None:
    """What a link leads to: `…/feed/update/urn%3Ali%3Ashare%3A7123…`, `…/posts/ada_words-activity-7123…-x1Yz`."""
    text = unquote(unquote(link))
    if comment := _COMMENT.search(text):
        kind, post, number = comment.groups()
        return Target(f"urn:li:{kind}:{post}", f"urn:li:comment:({kind}:{post},{number})", time_of(number))
    found = _URN.search(text) or _SLUG.search(text)
    return Target(f"urn:li:{found[1]}:{found[2]}", None, time_of(found[2])) if found else None


def time_of(number: str) -> datetime | None:
    """LinkedIn's ids hold milliseconds since 1970 above 22 bits; None for older ones, which hold no time."""
    if not number.isdecimal() or len(number) > 20:
        return None
    since = int(number) >> 22
    return EPOCH + timedelta(milliseconds=since) if _FIRST_TIME <= since < _LAST_TIME else None


def member_in(link: str) -> str | None:
    """The name in a profile's address (`/in/ada-lovelace`), in lower case as LinkedIn takes it."""
    found = _MEMBER.search(link)
    return unquote(found[1]).lower() if found else None
