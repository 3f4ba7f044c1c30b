"""A forum's own backup: the dump of its database that an administrator downloads.

It is `forum-2024-01-31-….sql.gz`, or `dump.sql.gz` in a `.tar.gz` with the uploads. It tells all that the API does, and
who liked what, and people's addresses.

The dump's tables come in the order of their names, so that posts stand before the topics that tell whether they are
private: they wait (`held.py`). Each row is made the JSON that the API gives for it, and read as that.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple

from rapport.platforms.discourse.categories import channel_named
from rapport.platforms.discourse.document import moment
from rapport.platforms.discourse.held import Held
from rapport.platforms.discourse.likes import like_of
from rapport.platforms.discourse.people import arrival_of
from rapport.platforms.discourse.read import LIKE, WHISPER, Context, activities_of
from rapport.platforms.discourse.site import KEPT_HOST, UNKNOWN, host_of
from rapport.platforms.discourse.tables import Line, lines_of, rows_of
from rapport.platforms.fields import NotReadable, dump
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable

_POST = ("id", "user_id", "topic_id", "post_number", "raw", "created_at", "updated_at", "reply_to_post_number",
         "deleted_at", "like_count", "reads", "post_type", "hidden", "user_deleted", "version",
         "action_code")  # fmt: skip
_TOPIC = ("id", "title", "slug", "category_id", "archetype", "closed", "views", "deleted_at", "last_posted_at")
_USER = ("id", "username", "name", "created_at", "admin", "moderator", "active", "staged")
TABLES: Mapping[str, tuple[str, ...]] = {
    "backup_metadata": ("name", "value"),
    "categories": ("id", "name", "parent_category_id", "read_restricted"),
    "discourse_solved_solved_topics": ("topic_id", "answer_post_id"),
    "post_actions": ("post_id", "user_id", "post_action_type_id", "deleted_at", "created_at"),
    "post_custom_fields": ("post_id", "name", "value"),
    "posts": _POST,
    "topic_custom_fields": ("topic_id", "name", "value"),
    "topics": _TOPIC,
    "user_emails": ("user_id", "email", "primary"),
    "users": _USER,
}
"""Source: the annotations under app/models of github.com/discourse/discourse; discourse-solved for the answers."""

_NUMBERS = frozenset({"id", "user_id", "topic_id", "post_number", "reply_to_post_number", "reads", "post_type",
                      "version", "category_id", "views", "parent_category_id"})  # fmt: skip
_PUBLIC = frozenset({"regular", "banner"})
"""Archetypes; the other is `private_message`."""
_MARKS = frozenset({"hidden", "user_deleted", "closed", "admin", "moderator"})
_TIMES = frozenset({"created_at", "updated_at", "deleted_at", "last_posted_at"})
_HEAD = re.compile(rb"^-- PostgreSQL database dump", re.MULTILINE)
_OF_DISCOURSE = (b"discourse_functions", b"public.backup_metadata", b"public.allowed_pm_users", b"public.api_keys")
_STARTED = re.compile(rb"-- Started on (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?:UTC|GMT)")
_ADDRESS = re.compile(r"https?://([a-z0-9][a-z0-9.-]{0,250}(?::[0-9]{1,5})?)(?:/|$)", re.IGNORECASE)
_SHIFT = 20
"""Bits of a post's number within its topic's."""
NO_TOPICS = "The dump ends before its topics, which tell what is private: nothing of its posts is kept."
NO_CATEGORIES = "The dump has no categories, which tell what is private: nothing of its posts is kept."

Row = tuple[str | None, ...]


class _Forum(NamedTuple):
    """What the tables tell, but for the posts and likes, which wait."""

    host: str
    looked_at: datetime | None
    categories: dict[int, Row]
    topics: dict[int, Row]
    users: dict[int, Row]
    emails: dict[int, str]
    answers: dict[int, int]
    """Topic → the post that is its accepted answer."""
    solves: bool
    """Whether the forum accepts answers."""


def looks_like_backup(_name: str, head: bytes) -> bool:
    return _HEAD.search(head[:4096]) is not None and any(mark in head for mark in _OF_DISCOURSE)


def records(stream: BinaryIO, file: str) -> Iterator[Outcome]:
    """One outcome a category, user, post and like. A fault of the stream is raised after what was whole before it."""
    with closing(Held()) as posts, closing(Held()) as likes:
        yield from _records(stream, file, posts, likes)


def _records(stream: BinaryIO, file: str, posts: Held, likes: Held) -> Iterator[Outcome]:
    lines = lines_of(stream)
    head = list(islice(lines, 30))
    tables: dict[str, dict[int, Row]] = {name: {} for name in ("categories", "topics", "users")}
    told = _Told()
    broken: list[Outcome] = []
    fault: Exception | None = None
    try:
        for line in rows_of(chain(head, lines), TABLES):
            _take(line, tables, posts, likes, told, broken)
    except Exception as error:  # noqa: BLE001  # raised again when what came before it is given
        fault = error
    looked = _STARTED.search(b"".join(head))
    forum = _Forum(
        host=told.host or host_of({}, file),
        looked_at=moment(looked[1].decode().replace(" ", "T") + "Z") if looked else None,
        categories=tables["categories"], topics=tables["topics"], users=tables["users"],
        emails=told.emails, answers=told.answers, solves=told.solves,
    )  # fmt: skip
    yield from broken
    yield from chain(_categories(forum), _users(forum), _posts(forum, posts, told), _likes(forum, posts, likes, told))
    if fault:
        raise fault


class _Told:
    """What single rows tell of others."""

    def __init__(self) -> None:
        self.host: str | None = None
        self.emails: dict[int, str] = {}
        self.answers: dict[int, int] = {}
        self.answering: set[int] = set()
        """Posts that say themselves that they are accepted, as they did until 2018."""
        self.solves = False
        self.answered: set[int] = set()
        """Topic and number of posts that another post answers."""
        self.liked: set[int] = set()


def _take(
    line: Line, tables: dict[str, dict[int, Row]], posts: Held, likes: Held, told: _Told, broken: list[Outcome]
) -> None:
    cells = line.cells
    if cells is None:
        broken.append(
            Unreadable(f"{line.table}, row {line.number}", "The row has not as many cells as its table.", b"")
        )
    elif line.table == "posts":
        if (topic := _number(cells[2])) is not None and (answered := _number(cells[7])) is not None:
            told.answered.add(topic << _SHIFT | answered)
        posts.add(cells)
    elif line.table == "post_actions":
        if cells[2] == str(LIKE) and cells[3] is None:
            told.liked.add(_number(cells[0]) or 0)
            likes.add(cells)
    elif line.table in tables:
        if (number := _number(cells[0])) is not None:
            tables[line.table][number] = cells
    else:
        _tell(line.table, cells, told)


def _tell(table: str, cells: Row, told: _Told) -> None:
    if table == "backup_metadata":
        if cells[0] == "base_url" and (found := _ADDRESS.match(cells[1] or "")):
            told.host = found[1].lower()
        return
    of = _number(cells[0])
    if of is None:
        return
    if table == "user_emails":
        if cells[1] and (cells[2] == "t" or of not in told.emails):
            told.emails[of] = cells[1]
    elif table == "discourse_solved_solved_topics":
        told.solves = True
        if (answer := _number(cells[1])) is not None:
            told.answers[of] = answer
    elif table == "topic_custom_fields" and cells[1] == "accepted_answer_post_id":
        told.solves = True
        if (answer := _number(cells[2])) is not None:
            told.answers.setdefault(of, answer)
    elif table == "post_custom_fields" and cells[1] == "is_accepted_answer" and cells[2] == "true":
        told.solves = True
        told.answering.add(of)


def _categories(forum: _Forum) -> Iterator[Outcome]:
    names = {number: row[1] for number, row in forum.categories.items() if row[1]}
    for number, row in forum.categories.items():
        fields = {"id": number, "name": row[1], "parent_category_id": _number(row[2])}
        position = f"category {number}"
        if forum.host == UNKNOWN or row[1] is None or row[3] == "t":
            yield Record(position, [])
            continue
        try:
            yield Record(position, [], [channel_named(fields, forum.host, names)])
        except NotReadable as problem:
            yield Unreadable(position, str(problem), b"")  # without a name there is nothing to try again


def _users(forum: _Forum) -> Iterator[Outcome]:
    """Who came. Accounts that were never opened, or that the forum made for senders of mail, did not."""
    for number, row in forum.users.items():
        position = f"user {number}"
        user = _as_json(_USER, row) | {"email": forum.emails.get(number)}
        if row[6] == "f" or row[7] == "t":
            yield Record(position, [])
            continue
        try:
            yield Record(position, arrival_of(user, forum.host))
        except NotReadable as problem:
            yield Unreadable(position, str(problem), _raw({KEPT_HOST: forum.host, "user": user}))


def _posts(forum: _Forum, posts: Held, told: _Told) -> Iterator[Outcome]:
    numbers: dict[tuple[int, int], int] = {}
    for cells in posts:
        number, topic, place = _number(cells[0]), _number(cells[2]), _number(cells[3])
        if number is None or topic is None or place is None:
            continue
        if topic << _SHIFT | place in told.answered:
            numbers[topic, place] = number
        if number in told.answering:
            forum.answers.setdefault(topic, number)
    if not (forum.topics and forum.categories):
        yield Unreadable("posts", NO_TOPICS if forum.categories else NO_CATEGORIES, b"")
        return
    for count, cells in enumerate(posts, 1):
        yield _post(cells, count, forum, numbers)


def _post(cells: Row, count: int, forum: _Forum, numbers: Mapping[tuple[int, int], int]) -> Outcome:
    post = _as_json(_POST, cells)
    row = forum.topics.get(post["topic_id"]) if post["topic_id"] is not None else None
    position = f"topic {post['topic_id']}, post {post['post_number']}" if row else f"posts, row {count}"
    if row is None:
        return Unreadable(position, "The dump has not the post's topic, which tells whether it is private.", b"")
    topic = _as_json(_TOPIC, row)
    if _is_hidden(topic, forum):
        return Record(position, [])
    post |= _author(post["user_id"], forum) | {"actions_summary": [{"id": LIKE, "count": _number(cells[9])}]}
    answer = forum.answers.get(post["topic_id"])
    if forum.solves:
        post["accepted_answer"] = answer is not None and answer == post["id"]
    context = Context(forum.host, topic, numbers, answer is not None if forum.solves else None, forum.looked_at)
    try:
        return Record(position, activities_of(post, context))
    except NotReadable as problem:
        kept = {KEPT_HOST: forum.host} | topic | {"post_stream": {"posts": [post]}}
        return Unreadable(position, str(problem), _raw(kept))


def _likes(forum: _Forum, posts: Held, likes: Held, told: _Told) -> Iterator[Outcome]:
    """Likes of what is public."""
    places = {
        number: (topic, _number(cells[3]))
        for cells in posts
        if (number := _number(cells[0])) in told.liked
        and (topic := _number(cells[2])) is not None
        and _number(cells[_POST.index("post_type")]) != WHISPER
    }
    for cells in likes:
        post, actor = _number(cells[0]), _number(cells[1])
        topic, place = places.get(post or 0, (None, None))
        row = forum.topics.get(topic) if topic is not None else None
        position = f"like of post {post} by {actor}"
        if row is None or _is_hidden(fields := _as_json(_TOPIC, row), forum):
            yield Record(position, [])
            continue
        who = {f"acting_{key}": value for key, value in _author(actor, forum).items()}
        action = who | {
            "action_type": 1, "post_id": post, "topic_id": topic, "post_number": place, "acting_user_id": actor,
            "category_id": fields["category_id"], "created_at": _time(cells[4]),
        }  # fmt: skip
        try:
            yield Record(position, like_of(action, forum.host))
        except NotReadable as problem:
            yield Unreadable(position, str(problem), _raw({KEPT_HOST: forum.host, "user_actions": [action]}))


def _is_hidden(topic: Mapping[str, Any], forum: _Forum) -> bool:
    """Private messages, and what stands in a category that only some may read, or that is not told of."""
    number = topic["category_id"]
    category = forum.categories.get(number) if number is not None else None
    is_open = number is None or (category is not None and category[3] == "f")
    return topic["archetype"] not in _PUBLIC or not is_open


def _author(number: int | None, forum: _Forum) -> dict[str, Any]:
    row = forum.users.get(number) if number is not None else None
    if row is None:
        return {}
    user = _as_json(_USER, row)
    return {key: user[key] for key in ("username", "name", "admin", "moderator")} | {
        "email": forum.emails.get(user["id"])
    }


def _as_json(columns: tuple[str, ...], cells: Row) -> dict[str, Any]:
    """A row as the API writes it."""
    found: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        if column in _NUMBERS:
            found[column] = _number(cell)
        elif column in _MARKS:
            found[column] = cell == "t"
        else:
            found[column] = _time(cell) if column in _TIMES else cell
    return found


def _number(cell: str | None) -> int | None:
    return int(cell) if cell and len(cell) < 19 and re.fullmatch(r"-?[0-9]+", cell, re.ASCII) else None


def _time(cell: str | None) -> str | None:
    """`2017-10-02 15:51:03.835123`, in UTC; the API cuts it to milliseconds."""
    return f"{cell[:10]}T{cell[11:23]}Z" if cell else None


def _raw(kept: Any) -> bytes:
    return dump(kept)[:MAX_RAW]
