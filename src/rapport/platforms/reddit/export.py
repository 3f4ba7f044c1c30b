"""comments.csv and posts.csv of the data that a person asks Reddit for → activities. Pure."""

import io
import re
from collections.abc import Mapping
from datetime import datetime

from rapport.platforms.fields import NotReadable, moment, words
from rapport.platforms.reddit.thing import COMMENT, POST, SEEN_IN_EXPORT, Thing, account, identifier, subreddit_of
from rapport.platforms.tables import rows_of
from rapport.words.identity import Identity
from rapport.words.records import Where

Row = Mapping[str, str]

ACCOUNT = "statistics.csv"
"""The one file of an export that names its account."""

ROW = re.compile(r'"?[0-9a-z]{1,13}"?[,;\t]"?(?:https?://|/r/)')
"""How each row of posts, comments and votes begins: an id, an address."""

_POST_IN_ADDRESS = re.compile(r"/comments/([0-9a-z]{1,13})(?:/|$)")
_EXPORT = re.compile(r"(?:^|[/ ])export_([A-Za-z0-9_-]{2,40})_[0-9]{8}")


def owner_of(where: Where) -> Identity | None:
    """Whose export it is: as statistics.csv says, else as Reddit calls the zip (`export_ada_20240131.zip`)."""
    for row in rows_of(io.BytesIO(where.beside.get(ACCOUNT, b""))):
        if row.cells and len(row.cells) > 1 and row.cells[0].strip().lower() == "account name":
            return account(row.cells[1].strip())
    named = _EXPORT.search(where.file)
    return account(named[1]) if named else None


def comment(row: Row, owner: Identity | None) -> Thing:
    """Raises NotReadable for a comment without id, time, subreddit or post."""
    number = identifier(row.get("id"), "The comment")
    post = _post_of(row.get("permalink"), row.get("link"))
    parent = (row.get("parent") or "").strip().removeprefix("t1_")
    answers = f"{COMMENT}_{identifier(parent, 'What it answers')}" if parent and parent != post else f"{POST}_{post}"
    return Thing(
        COMMENT, number, _at(row), owner, subreddit_of(row.get("subreddit")), post, answers, None,
        words(row.get("body")), SEEN_IN_EXPORT,
    )  # fmt: skip


def post(row: Row, owner: Identity | None) -> Thing:
    """Raises NotReadable for a post without id, time or subreddit."""
    number = identifier(row.get("id"), "The post")
    address = words(row.get("url"))
    linked = address if address and not _POST_IN_ADDRESS.search(address) else None
    return Thing(
        POST, number, _at(row), owner, subreddit_of(row.get("subreddit")), number, None, words(row.get("title")),
        words(row.get("body")) or linked, SEEN_IN_EXPORT,
    )  # fmt: skip


def _post_of(*addresses: str | None) -> str:
    for address in addresses:
        if found := _POST_IN_ADDRESS.search(address or ""):
            return found[1]
    raise NotReadable("The comment does not say which post (permalink, link) it is under.")


def _at(row: Row) -> datetime:
    """`2023-01-05 12:34:56 UTC`."""
    at = moment((row.get("date") or "").replace(" UTC", "+00:00"))
    if at is None:
        raise NotReadable(f"The time (date) is missing or no date: {(row.get('date') or '')[:40]!r}.")
    return at
