"""`….info.json`, which yt-dlp writes of a video with `--write-info-json --write-comments` → the video and its comments.

Fields: yt_dlp/extractor/common.py (InfoExtractor). A comment's `timestamp` is worked out from what the page says (“2
years ago”), so it is near the truth only for young comments: every other source of the same comment wins.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rapport.platforms.fields import NotReadable, whole, words
from rapport.platforms.youtube.who import GUESSED, SITE, identity_of, is_channel, is_video, moment_of, place_of, watch
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel

FIELDS = frozenset(
    {
        "id", "title", "description", "channel", "channel_id", "uploader", "uploader_id", "timestamp", "upload_date",
        "release_timestamp", "duration", "view_count", "like_count", "comment_count", "epoch", "availability",
    }
)  # fmt: skip
"""What is taken of the document besides its comments."""

Fields = Mapping[str, Any]


def video(fields: Fields) -> Activity:
    """Raises NotReadable for a video without id or time."""
    number, at = _video(fields), _published(fields)
    if at is None:
        raise NotReadable("The video does not say when it was published (timestamp, upload_date).")
    counts = {"views": "view_count", "likes": "like_count", "comments": "comment_count", "seconds": "duration"}
    facts: dict[str, Fact] = {
        name: count for name, key in counts.items() if (count := whole(fields.get(key))) is not None
    }
    owner, name = fields.get("channel_id"), words(fields.get("channel")) or words(fields.get("uploader"))
    looked_at = moment_of(fields.get("epoch"))
    return Activity(
        platform="youtube",
        native_id=number,
        kind="video",
        at=at,
        author=identity_of(owner, name) if is_channel(owner) else None,
        channel=_place(fields),
        revision=revision_of(max(at, looked_at or at)) + 1,
        thread=number,
        title=words(fields.get("title")),
        text=words(fields.get("description")),
        url=watch(number),
        facts=facts or None,
    )


def comment(found: Any, fields: Fields) -> Activity:
    """A comment under the video of `fields`. Raises NotReadable for one without id or time."""
    told: Fields = found if isinstance(found, dict) else {}
    under, number, at = _video(fields), words(told.get("id")), moment_of(told.get("timestamp"))
    if number is None or len(number) > 100:
        raise NotReadable("The comment has no id.")
    if at is None:
        raise NotReadable(f"The comment's time (timestamp) is missing or no time: {str(told.get('timestamp'))[:40]!r}.")
    parent, who, author = words(told.get("parent")), told.get("author_id"), None
    if is_channel(who):
        author = identity_of(who, words(told.get("author")), words(told.get("author_thumbnail")))
    likes = whole(told.get("like_count"))
    return Activity(
        "youtube", number, "comment", at, author, _place(fields), GUESSED, None,
        under if parent in (None, "root") else parent, under, None, words(told.get("text")), watch(under, number),
        None if likes is None else {"likes": likes},
    )  # fmt: skip


def _video(fields: Fields) -> str:
    number = fields.get("id")
    if not isinstance(number, str) or not is_video(number):
        raise NotReadable("The file does not say which video (id) it is of.")
    return number


def _place(fields: Fields) -> Channel:
    owner = fields.get("channel_id")
    if not isinstance(owner, str) or not is_channel(owner):
        return SITE
    return place_of(owner, words(fields.get("channel")) or words(fields.get("uploader")))


def _published(fields: Fields) -> datetime | None:
    """A stream that was announced is there from its release on."""
    at = moment_of(fields.get("release_timestamp")) or moment_of(fields.get("timestamp"))
    if at is not None:
        return at
    try:
        return datetime.strptime(str(fields.get("upload_date")), "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return None
