"""Answers of the Stack Exchange API, saved as they came: `{"items": [ … ], "has_more": …}`, or a list of such items.

Each item is made the row that a dump has for it, and read as that: `question_id` is `Id`, seconds since 1970 a date.
Source: api.stackexchange.com/docs/types/question, and the types that it names. Texts are there with a filter that asks
for them (`withbody`) alone.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import Any, BinaryIO

from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable as NoJson
from rapport.platforms.fields import dump, items, load, mapping
from rapport.platforms.perceval import backend_of
from rapport.platforms.stackexchange.accepted import acceptance
from rapport.platforms.stackexchange.read import comment, post
from rapport.platforms.stackexchange.rows import NotReadable, Row, words
from rapport.platforms.stackexchange.site import UNKNOWN, site_of
from rapport.platforms.stackexchange.text import text_of
from rapport.platforms.stackexchange.who import user
from rapport.words.activity import Activity
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

_WRAPPED = re.compile(rb'"items"\s*:\s*\[')
_LIST = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\[")
_IDS = ("answer_id", "comment_id", "question_id", "user_id")
_NUMBERS = {
    "Score": "score", "ViewCount": "view_count", "AnswerCount": "answer_count", "CommentCount": "comment_count",
    "FavoriteCount": "favorite_count", "AcceptedAnswerId": "accepted_answer_id", "PostId": "post_id",
}  # fmt: skip
_TIMES = {
    "CreationDate": "creation_date", "LastEditDate": "last_edit_date", "LastActivityDate": "last_activity_date",
    "ClosedDate": "closed_date", "CommunityOwnedDate": "community_owned_date", "LastAccessDate": "last_access_date",
}  # fmt: skip


def looks_like_answer(_name: str, head: bytes) -> bool:
    """Items say whose they are with a link to the site, and when with seconds since 1970."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if backend_of(head) or (start != b"[" and not (start == b"{" and _WRAPPED.search(head))):
        return False
    dated = re.search(rb'"creation_date"\s*:\s*\d{9,10}\b', head)
    return dated is not None and re.search(rb'"(?:question|answer|comment|account)_id"\s*:\s*\d', head) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a question, answer, comment and user, also of those that hang on another."""
    yield from _items(stream, where.file, where.given)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside is a list of that one item, which has its site with it."""
    yield from _items(BytesIO(raw), name, "")


def _items(stream: BinaryIO, file: str, given: str) -> Iterator[Outcome]:
    known = site_of(file, given)
    first = re.compile(rb"%b|%b" % (_WRAPPED.pattern, _LIST.pattern))
    for place, found in enumerate(elements(stream, first), 1):
        position = f"item {place}"
        if isinstance(found, Damaged):
            yield Unreadable(position, found.reason, found.start)
            continue
        try:
            value = load(found)
        except NoJson as problem:
            yield Unreadable(position, str(problem), found[:MAX_RAW])
            continue
        for item, under in _flat(mapping(value), None):
            yield _outcome(item, under, position, known)


def _flat(item: Mapping[str, Any], under: int | None) -> Iterator[tuple[Mapping[str, Any], int | None]]:
    """An item, then the answers and comments in it, each with the question that it is of."""
    yield item, under
    question = item.get("question_id")
    question = question if type(question) is int else under
    for key in ("answers", "comments"):
        for inner in map(mapping, items(item.get(key))):
            yield from _flat(inner, question) if key == "answers" else [(inner, question)]


def _outcome(item: Mapping[str, Any], under: int | None, position: str, known: str) -> Outcome:
    name = next((key for key in _IDS if type(item.get(key)) is int), None)
    named = f"{position}, {(name or 'nothing').removesuffix('_id')} {item.get(name or '')}"
    site = _site(item, known)
    try:
        return Record(named, *_read(item, name, under, site, named))
    except NotReadable as problem:
        return Unreadable(named, str(problem), dump([{**item, "site": site}])[:MAX_RAW])


def _read(
    item: Mapping[str, Any], name: str | None, under: int | None, site: str, position: str
) -> tuple[list[Activity], tuple[()], Any]:
    """What becomes of an item: activities, channels, people. Raises NotReadable."""
    row = _row(item, name)
    if name == "comment_id":
        return [_named(comment(row, site, under), row)], (), ()
    if name == "user_id":
        told = user(row, site, position)
        return list(told.activities), (), told.people
    if name not in ("answer_id", "question_id"):
        raise NotReadable("The item is no question, answer, comment or user: it has no id of one.")
    activity = _named(post(row, site), row)
    markdown = item.get("body_markdown")
    if not row.get("Body") and isinstance(markdown, str):
        activity = activity._replace(text=unescape(markdown).strip() or None)
    question = item.get("question_id")
    if name == "answer_id" and item.get("is_accepted") is True and type(question) is int:
        accepted = _named(acceptance(row, item["answer_id"], question, None, site), row)
        return [activity._replace(facts={**(activity.facts or {}), "accepted": True}), accepted], (), ()
    return [activity], (), ()


def _named(activity: Activity, row: Row) -> Activity:
    """The author as the item names them, which a dump leaves to Users.xml."""
    author = activity.author
    if author is None:
        return activity
    return activity._replace(
        author=author._replace(name=words(row, "DisplayName"), avatar=words(row, "ProfileImageUrl"))
    )


def _row(item: Mapping[str, Any], name: str | None) -> Row:
    """The attributes that a dump's row of it has."""
    owner = mapping(item.get("owner")) if name != "user_id" else item
    who = "UserId" if name == "comment_id" else "OwnerUserId"
    found: dict[str, Any] = {attribute: item.get(key) for attribute, key in _NUMBERS.items()}
    found |= {attribute: _date(item.get(key)) for attribute, key in _TIMES.items()}
    found |= {
        "Id": item.get(name or ""),
        "PostTypeId": {"question_id": 1, "answer_id": 2}.get(name or ""),
        "ParentId": item.get("question_id") if name == "answer_id" else None,
        "Title": _plain(item.get("title")),
        "Tags": " ".join(tag for tag in items(item.get("tags")) if isinstance(tag, str)) or None,
        "Body": item.get("body") if name != "comment_id" else None,
        "Text": _comment(item) if name == "comment_id" else None,
        who: owner.get("user_id"),
        who.removesuffix("Id") + "DisplayName": _plain(owner.get("display_name")),
        "DisplayName": _plain(owner.get("display_name")),
        "ProfileImageUrl": owner.get("profile_image"),
    }
    return {key: str(value) for key, value in found.items() if isinstance(value, str | int) and value is not True}


def _comment(item: Mapping[str, Any]) -> str | None:
    markdown, body = item.get("body_markdown"), item.get("body")
    if isinstance(markdown, str):
        return unescape(markdown)
    return text_of(body) if isinstance(body, str) else None


def _plain(value: Any) -> str | None:
    """The API escapes what stands in titles and names as for a page."""
    return unescape(value) if isinstance(value, str) else None


def _date(value: Any) -> str | None:
    try:
        return datetime.fromtimestamp(value, UTC).isoformat() if type(value) is int else None
    except (ValueError, OverflowError, OSError):
        return None


def _site(item: Mapping[str, Any], known: str) -> str:
    """The host in its link, or in its owner's, which every item that a person made has."""
    for link in (item.get("link"), mapping(item.get("owner")).get("link"), item.get("site")):
        if isinstance(link, str) and (site := site_of(link)) != UNKNOWN:
            return site
    return known
