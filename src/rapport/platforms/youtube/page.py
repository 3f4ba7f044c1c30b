"""`my-comments.html` and `my-live-chat-messages.html`, which Takeout gave until 2023 → comments and messages. Pure.

One `<li>` a comment: a sentence in the account's language with a time and links, then `<br>` and the text. The link to
the comment has its id (`&lc=…`). Whose comments they are is nowhere said.
"""

import re
from datetime import datetime
from hashlib import blake2b
from html import unescape
from urllib.parse import parse_qs, urlsplit

from rapport.platforms.fields import NotReadable, moment
from rapport.platforms.youtube.who import NOBODYS, SITE, is_video, watch
from rapport.words.activity import Activity

ITEM = re.compile(rb"<li[^>]{0,200}>", re.IGNORECASE)
TIME = re.compile(rb"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+|T)([0-9]{2}:[0-9]{2}:[0-9]{2})")

_LINK = re.compile(r"""<a\s[^>]{0,200}?href=["']([^"']{1,500})["']""", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


def item(raw: bytes) -> Activity:
    """What stands in one `<li>`. Raises NotReadable for one without time or video."""
    html = raw.decode("utf-8", "replace").split("</li>", 1)[0]
    sentence, rest = _split(html)
    video, number = _ids(sentence)
    at = _time(sentence)
    text = unescape(_TAG.sub("", _BREAK.sub("\n", rest))).strip() or None
    if video is None:
        raise NotReadable("No link to a video stands in it.")
    if number is None:
        known = blake2b((text or "").encode("utf-8", "replace"), digest_size=8).hexdigest()
        number, kind, parent = f"{video}/{at:%Y%m%dT%H%M%S}/{known}", "message", None
    else:
        kind, parent = "comment", number.split(".")[0] if "." in number else video
    return Activity(
        platform="youtube",
        native_id=number,
        kind=kind,
        at=at,
        author=None,
        channel=SITE,
        revision=NOBODYS,
        parent=parent,
        thread=video,
        text=text,
        url=watch(video, number if kind == "comment" else None),
    )


def _split(html: str) -> tuple[str, str]:
    """What Takeout says, and what the person wrote."""
    found = _BREAK.search(html)
    return (html[: found.start()], html[found.end() :]) if found else (html, "")


def _ids(sentence: str) -> tuple[str | None, str | None]:
    """The video and the comment that the sentence links to."""
    video = number = None
    for link in _LINK.findall(sentence):
        try:
            asked = parse_qs(urlsplit(unescape(link)).query)
        except ValueError:
            continue
        video = video or next(filter(is_video, asked.get("v", [])), None)
        number = number or next(iter(asked.get("lc", [])), None)
    return video, number


def _time(sentence: str) -> datetime:
    """It is always in UTC."""
    found = TIME.search(sentence.encode())
    at = moment(f"{found[1].decode()}T{found[2].decode()}") if found else None
    if at is None:
        raise NotReadable("No time stands in it.")
    return at
