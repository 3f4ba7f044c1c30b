"""A row of Posts.xml or Comments.xml → activities. Pure: values in, values out.

Source of the columns: meta.stackexchange.com/questions/2677 (schema documentation of the public data dump). The
decisions behind ids, kinds and revisions are told in docs/platforms/stackexchange.md.
"""

import re
from datetime import datetime

from rapport.platforms.stackexchange.rows import Row, moment, needed_id, needed_moment, whole, words
from rapport.platforms.stackexchange.site import channel_of, web
from rapport.platforms.stackexchange.text import text_of
from rapport.platforms.stackexchange.who import author_of
from rapport.words.activity import Activity, Fact, revision_of

QUESTION, ANSWER = 1, 2
_KINDS = {QUESTION: "question", ANSWER: "response", 3: "wiki", 4: "wiki", 5: "wiki", 7: "wiki", 8: "wiki"}
"""PostTypeId: 3 orphaned tag wiki, 4 tag wiki excerpt, 5 tag wiki, 7 wiki placeholder, 8 privilege wiki. Others (6, a
moderator's nomination) are posts."""

SEEN_ALONE, SEEN_IN_THREAD, WITHDRAWN = 0, 1, 2
"""Added to a revision, whose own last three digits dumps leave at zero: their times end at milliseconds."""

_CHANGES = ("CreationDate", "LastEditDate", "LastActivityDate", "ClosedDate", "CommunityOwnedDate", "DeletionDate")
_COUNTS = {"score": "Score", "views": "ViewCount", "answers": "AnswerCount", "comments": "CommentCount",
           "favorites": "FavoriteCount"}  # fmt: skip
_TAG = re.compile(r"[^<>|\s]+")


def post(row: Row, site: str) -> Activity:
    """A question, an answer, or a page of a wiki. Raises NotReadable for one without number or time.

    An answer whose question is not told is kept as one that answers nothing.
    """
    number, at = needed_id(row, "Id"), needed_moment(row, "CreationDate")
    type_, question = whole(row, "PostTypeId"), whole(row, "ParentId")
    asked = post_id(site, question) if type_ == ANSWER and question is not None else None
    gone = moment(row, "DeletionDate") is not None
    return Activity(
        platform="stackexchange",
        native_id=post_id(site, number),
        kind=_KINDS.get(type_ or 0, "post"),
        at=at,
        author=author_of(row, site, "OwnerUserId", "OwnerDisplayName"),
        channel=channel_of(site),
        revision=_revision(row, at, gone=gone),
        parent=asked,
        thread=asked or post_id(site, number),
        title=None if gone else words(row, "Title"),
        text=None if gone else text_of(row.get("Body", "")) or None,
        url=web(site, f"/{'a' if type_ == ANSWER else 'questions'}/{number}"),
        facts=None if gone else _facts(row) or None,
        deleted=gone,
    )


def comment(row: Row, site: str, question: int | None) -> Activity:
    """A comment; `question` is the one whose answer, or which itself, it is written under, where that is known.

    Raises NotReadable for a comment without number, post or time.
    """
    number, under, at = needed_id(row, "Id"), needed_id(row, "PostId"), needed_moment(row, "CreationDate")
    score = whole(row, "Score")
    return Activity(
        platform="stackexchange",
        native_id=f"{site}/comment/{number}",
        kind="comment",
        at=at,
        author=author_of(row, site),
        channel=channel_of(site),
        revision=stamp(at, SEEN_ALONE if question is None else SEEN_IN_THREAD),
        parent=post_id(site, under),
        thread=None if question is None else post_id(site, question),
        text=words(row, "Text"),
        url=web(site, f"/posts/comments/{number}"),
        facts=None if score is None else {"score": score},
    )


def post_id(site: str, number: int) -> str:
    return f"{site}/post/{number}"


def stamp(at: datetime, seen: int) -> int:
    """A revision of a time, and how the thing was seen."""
    return revision_of(at) // 1000 * 1000 + seen


def _revision(row: Row, at: datetime, *, gone: bool) -> int:
    """The last change of any sort: a question's activity also changes its figures."""
    last = max(found for name in _CHANGES if (found := moment(row, name) or at))
    return stamp(last, WITHDRAWN if gone else SEEN_IN_THREAD)


def _facts(row: Row) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        name: count for name, attribute in _COUNTS.items() if (count := whole(row, attribute)) is not None
    }
    if tags := _TAG.findall(row.get("Tags", "")):
        facts["tags"] = " ".join(tags)
    if moment(row, "ClosedDate") is not None:
        facts["closed"] = True
    if moment(row, "CommunityOwnedDate") is not None:
        facts["community_wiki"] = True
    return facts
