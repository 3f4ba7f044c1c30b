"""Telling Discourse's answers apart by the keys they begin with, without reading them whole."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapport.platforms.perceval import backend_of

TOPIC, POSTS, USERS, USER_ACTIONS, CATEGORIES = "topic", "posts", "users", "user actions", "categories"

# Possessive, and taking a string that the head cuts off to its end: no byte is looked at twice.
_TOKEN = re.compile(rb'"((?:[^"\\]++|\\.)*+)(?:"\s*+(:?)|\\?\Z)|[{}\[\]]', re.DOTALL)
_BY_ONE_KEY = {
    b"post_stream": TOPIC,
    b"latest_posts": POSTS,
    b"user_actions": USER_ACTIONS,
    b"category_list": CATEGORIES,
}
_POST = {b"cooked", b"post_number", b"topic_id"}
_USER = {b"username", b"avatar_template", b"created_at"}
_SITE = {b"default_archetype", b"notification_types", b"post_types"}


@lru_cache(maxsize=4)
def shape_of(head: bytes) -> str | None:
    """Which answer begins so: `/t/<id>.json`, `/posts.json`, `/posts/<id>.json`, `/u/<name>.json`,
    `/user_actions.json`, a list of posts or of users (`/admin/users/list/active.json`), `/site.json`,
    `/categories.json`, `/c/<id>/show.json`, a list of topics, a topic in Perceval's envelope; None for none of them.
    """
    if backend := backend_of(head):
        return TOPIC if backend == "Discourse" else None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{":
        return _shape_of_object(head)
    return _shape_of_list(head) if start == b"[" else None


def _shape_of_object(head: bytes) -> str | None:
    own: set[bytes] = set()
    for depth, key in _keys(head):
        if depth == 1:
            own.add(key)
            if key in _BY_ONE_KEY:
                return _BY_ONE_KEY[key]
            if own >= _POST:
                return POSTS
            if own >= _SITE:
                return CATEGORIES
        elif depth == 2 and key == b"avatar_template" and b"user" in own:
            return USERS
        elif depth == 2 and key == b"text_color" and own == {b"category"}:
            return CATEGORIES
    return None


def _shape_of_list(head: bytes) -> str | None:
    inner = {key for depth, key in _keys(head) if depth == 2}
    if b"post_stream" in inner:
        return TOPIC
    if inner >= _POST:
        return POSTS
    return USERS if inner >= _USER else None


def _keys(head: bytes) -> Iterator[tuple[int, bytes]]:
    """(depth, key) of the first JSON value's objects, its own at 1. Strings are taken whole, so that what a
    person wrote is never a key."""
    depth = 0
    for token in _TOKEN.finditer(head):
        mark = token[0]
        if mark in (b"{", b"["):
            depth += 1
        elif mark in (b"}", b"]"):
            depth -= 1
            if depth <= 0:
                return
        elif token[2]:
            yield depth, token[1]
