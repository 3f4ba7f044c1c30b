"""Rows of Google Takeout's tables → comments, live chat messages, videos, and whose channel it is. Pure.

Headers are in the account's language, columns in one order: where a header is not English, the number of columns says
which table it is.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rapport.platforms.fields import NotReadable, whole, words
from rapport.platforms.youtube.segments import text_of
from rapport.platforms.youtube.who import SITE, identity_of, is_channel, is_video, needed_moment, place_of, watch
from rapport.words.activity import EPOCH, Activity, Fact, revision_of
from rapport.words.records import Record, Told

Row = Mapping[str, str]

COMMENTS, CHATS, VIDEOS, CHANNEL = "comments", "chats", "videos", "channel"

_START = ("comment id", "channel id", "comment create timestamp", "price")
_SHAPES: Mapping[int, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        6: (CHATS, ("live chat id", "channel id", "live chat create timestamp", "price", "video id", "live chat text")),
        7: (COMMENTS, (*_START, "parent comment id", "video id", "comment text")),
        8: (COMMENTS, (*_START, "parent comment id", "post id", "video id", "comment text")),
        9: (COMMENTS, (*_START, "parent comment id", "post id", "video id", "comment text", "top-level comment id")),
    }
)
"""Number of columns → table and its columns, as they were until and since June 2024."""


def table_of(header: Sequence[str], first: Sequence[str] | None) -> tuple[str, tuple[str, ...]] | None:
    """Which table begins with this header and this row, and its columns in English; None for another's."""
    columns = tuple(" ".join(cell.split()).lower() for cell in header)
    names = set(columns)
    if {"comment id", "channel id", "comment text"} <= names:
        return COMMENTS, columns
    if {"live chat id", "channel id", "live chat text"} <= names:
        return CHATS, columns
    if {"video id", "video title (original)"} <= names:
        return VIDEOS, columns
    if {"channel id", "channel title (original)"} <= names:
        return CHANNEL, columns
    if first is None or len(first) != len(header) or len(first) not in _SHAPES or not _is_takeout(first):
        return None
    return _SHAPES[len(first)]


def _is_takeout(row: Sequence[str]) -> bool:
    try:
        needed_moment(row[2])
    except NotReadable:
        return False
    return row[0].startswith("Ug") and is_channel(row[1])


def comment(row: Row) -> Activity:
    """Raises NotReadable for a comment without id, time, or anything that it is written under."""
    number, under = _id(row, "comment id"), words(row.get("video id")) or words(row.get("post id"))
    parent = words(row.get("parent comment id")) or under
    if parent is None:
        raise NotReadable("The comment does not say what it is written under (Video ID, Post ID).")
    at, author = needed_moment(row.get("comment create timestamp")), _channel(row)
    return Activity(
        platform="youtube",
        native_id=number,
        kind="comment",
        at=at,
        author=identity_of(author),
        channel=SITE,
        revision=revision_of(at),
        parent=parent,
        thread=under,
        text=text_of(row.get("comment text") or ""),
        url=watch(under, number) if is_video(under) and under else None,
    )


def chat(row: Row) -> Activity:
    """Raises NotReadable for a message without id, time or video."""
    number, video = _id(row, "live chat id"), _id(row, "video id")
    at, author = needed_moment(row.get("live chat create timestamp")), _channel(row)
    return Activity(
        platform="youtube",
        native_id=number,
        kind="message",
        at=at,
        author=identity_of(author),
        channel=SITE,
        revision=revision_of(at),
        thread=video,
        text=text_of(row.get("live chat text") or ""),
        url=watch(video) if is_video(video) else None,
    )


def video(row: Row) -> list[Activity]:
    """A video of one's own channel; nothing for a private one. Raises NotReadable for one without id or time."""
    number = _id(row, "video id")
    at = needed_moment(words(row.get("video publish timestamp")) or row.get("video create timestamp"))
    if (row.get("privacy") or "").strip().lower() == "private":
        return []
    author = _channel(row)
    duration = whole(row.get("approx duration (ms)"))
    facts: dict[str, Fact] = {} if duration is None else {"seconds": duration // 1000}
    return [
        Activity(
            platform="youtube",
            native_id=number,
            kind="video",
            at=at,
            author=identity_of(author),
            channel=place_of(author, None),
            revision=revision_of(at),
            thread=number,
            title=words(row.get("video title (original)")),
            text=words(row.get("video description (original)")),
            url=watch(number),
            facts=facts or None,
        )
    ]


def channel(row: Row) -> Record:
    """Whose channel it is. The table does not say when that was: anything that says it replaces it."""
    number, name = _channel(row), words(row.get("channel title (original)"))
    return Record("", [], channels=[place_of(number, name)], people=[Told(identity_of(number, name), EPOCH)])


def _id(row: Row, column: str) -> str:
    value = words(row.get(column))
    if value is None or len(value) > 100:
        raise NotReadable(f"The row has no {column}.")
    return value.strip()


def _channel(row: Row) -> str:
    value = (row.get("channel id") or "").strip()
    if not is_channel(value):
        raise NotReadable(f"The row names no channel (Channel ID): {value[:40]!r}.")
    return value
