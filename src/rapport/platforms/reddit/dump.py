"""A line of a dump of submissions or comments (Pushshift's, Arctic Shift's) → a post or a comment. Pure.

Fields are Reddit's own (www.reddit.com/dev/api), as they were when the dump's maker asked: `retrieved_on`, lately
`retrieved_utc` or `_meta`. Types vary over the years: times are numbers or texts, `edited` is false or a time.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from rapport.platforms.fields import NotReadable, dump, load, mapping, whole, words
from rapport.platforms.reddit.thing import COMMENT, POST, SEEN_IN_DUMP, Thing, account, identifier, subreddit_of
from rapport.platforms.reddit.thread import holds_others, things_in
from rapport.words.activity import Fact


class Wire(msgspec.Struct):
    """What is used of a line; everything else is passed over without being decoded."""

    id: Any = None
    author: Any = None
    body: Any = None
    comments: Any = None
    created_utc: Any = None
    data: Any = None
    """The API's own answers wrap a thing so: `{"kind": "t1", "data": {…}}`."""
    distinguished: Any = None
    edited: Any = None
    is_self: Any = None
    kind: Any = None
    link_id: Any = None
    locked: Any = None
    num_comments: Any = None
    parent_id: Any = None
    permalink: Any = None
    replies: Any = None
    retrieved_on: Any = None
    retrieved_utc: Any = None
    score: Any = None
    selftext: Any = None
    subreddit: Any = None
    title: Any = None
    url: Any = None


_PERMALINK = re.compile(r"/(r/[A-Za-z0-9_-]{1,40})/", re.ASCII)
_decode = msgspec.json.Decoder(Wire).decode


class Line(NamedTuple):
    raw: bytes
    """The thing alone, as it can be read again."""
    wire: Wire


def lines_of(raw: bytes) -> Sequence[Line]:
    """The line itself, or one for each thing that lies in it. Raises NotReadable."""
    wire = _decoded(raw)
    if wire.kind is None and wire.comments is None and wire.data is None and not wire.replies and raw[:1] == b"{":
        return [Line(raw, wire)]
    told = {"kind": wire.kind, "comments": wire.comments, "replies": wire.replies, "data": wire.data}
    if not holds_others(told) and not raw.startswith(b"["):
        return [Line(raw, wire)]
    alone = [Line(dump(thing), _wire(thing)) for thing in things_in(load(raw))]
    if not alone:
        raise NotReadable("It holds neither a post nor a comment.")
    return alone


def thing(wire: Wire) -> Thing:
    """Raises NotReadable."""
    wire = _inside(wire)
    at = _time(wire.created_utc)
    if at is None:
        raise NotReadable(f"The time (created_utc) is missing or no time: {str(wire.created_utc)[:40]!r}.")
    named = words(wire.author)
    staff = True if wire.distinguished in ("moderator", "admin") else None
    author = account(named, staff=staff) if named else None
    subreddit, changed = subreddit_of(wire.subreddit or _place_in(wire.permalink)), _time(wire.edited)
    looked_at = _time(wire.retrieved_on) or _time(wire.retrieved_utc)
    told: dict[str, Fact] = {}
    if (score := whole(wire.score)) is not None:
        told["score"] = score
    if (comments := whole(wire.num_comments)) is not None:
        told["comments"] = comments
    if wire.link_id is None and wire.body is None:
        number = identifier(wire.id, "The post")
        return Thing(
            POST, number, at, author, subreddit, number, None, _plain(wire.title), _text(wire),
            SEEN_IN_DUMP, changed, looked_at, told,
        )  # fmt: skip
    post = identifier(wire.link_id, "The comment's post (link_id)")
    answers = wire.parent_id if str(wire.parent_id).startswith(("t1_", "t3_")) else f"{POST}_{post}"
    return Thing(
        COMMENT, identifier(wire.id, "The comment"), at, author, subreddit, post, answers, None, _plain(wire.body),
        SEEN_IN_DUMP, changed, looked_at, told,
    )  # fmt: skip


def _place_in(permalink: Any) -> str | None:
    found = _PERMALINK.search(permalink) if isinstance(permalink, str) else None
    return found[1] if found else None


def _decoded(line: bytes) -> Wire:
    try:
        return _decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return _wire(mapping(load(line)))


def _wire(found: Mapping[str, Any]) -> Wire:
    return Wire(**{name: found.get(name) for name in Wire.__struct_fields__})


def _inside(wire: Wire) -> Wire:
    return _wire(mapping(wire.data)) if wire.id is None and wire.data is not None else wire


def _time(value: Any) -> datetime | None:
    """Seconds since 1970, as a number or a text; None where it is none, and for `false`."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _text(wire: Wire) -> str | None:
    """What a post says, or the address it is about."""
    return _plain(wire.selftext) or (None if wire.is_self is True else words(wire.url))


def _plain(value: Any) -> str | None:
    """Reddit's API writes these three characters as entities unless it is asked not to."""
    text = words(value)
    if text is None or "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
