"""Lines of youtube-comment-downloader: a comment each, as YouTube's page shows it → comments. Pure.

`{"cid": "Ug…", "text": "…", "time": "2 years ago", "author": "@ada", "channel": "UC…", "votes": "3",
"time_parsed": 1640995200.0}`.
The video is nowhere said but in the file's name, where that is its id. The time is worked out from “2 years ago”, so
every other source of the same comment wins.
"""

import re
from pathlib import PurePosixPath
from typing import Any

from rapport.platforms.fields import NotReadable, mapping, words
from rapport.platforms.youtube.who import GUESSED, SITE, identity_of, is_channel, moment_of, watch
from rapport.words.activity import Activity, Fact

# A word of eleven small letters is none by all that is likely.
_VIDEO = re.compile(r"(?:\A|.*\[)(?=[a-z_-]*[A-Z0-9])([\w-]{11})(?:\].*|\Z)", re.ASCII | re.DOTALL)
_VOTES = re.compile(r"(\d{1,12}(?:[.,]\d{1,6})?)\s*([KMB]?)", re.ASCII)
_TIMES = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}


def video_in(file: str) -> str | None:
    """The video that a file's name tells: `ScMzIvxBSi4.json`, `comments [ScMzIvxBSi4].jsonl`."""
    stem = PurePosixPath(file.rsplit(" › ", 1)[-1]).stem
    found = _VIDEO.fullmatch(stem)
    return found[1] if found else None


def comment(found: Any, video: str | None) -> Activity:
    """Raises NotReadable for one without id or time."""
    told = mapping(found)
    number, at = words(told.get("cid")), moment_of(told.get("time_parsed"))
    if number is None or len(number) > 100:
        raise NotReadable("The comment has no id (cid).")
    if at is None:
        raise NotReadable("The comment has no time (time_parsed).")
    first = number.split(".")[0]
    who = told.get("channel")
    votes = _votes(told.get("votes"))
    return Activity(
        platform="youtube",
        native_id=number,
        kind="comment",
        at=at,
        author=identity_of(who, words(told.get("author")), words(told.get("photo"))) if is_channel(who) else None,
        channel=SITE,
        revision=GUESSED,
        parent=first if first != number else video,
        thread=video or first,
        text=words(told.get("text")),
        url=watch(video, number) if video else None,
        facts=votes,
    )


def _votes(value: Any) -> dict[str, Fact] | None:
    """`1.2K`."""
    found = _VOTES.fullmatch(value.strip()) if isinstance(value, str) else None
    return {"likes": round(float(found[1].replace(",", ".")) * _TIMES[found[2]])} if found else None
