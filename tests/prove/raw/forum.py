"""A Discourse forum's topics, as its API answered them: a JSON document a topic, in a tar."""

import json
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.prove.raw.deeds import Deed, World, world

Json = dict[str, Any]
BY_STAFF = (2, 3)
"""Post types: what a moderator wrote as such, and what the forum notes of their acts."""


def read(path: Path) -> World:
    deeds: list[Deed] = []
    bots: set[str] = set()
    for topic in _topics(path):
        deeds += _topic(topic)
        bots |= {str(post["user_id"]) for post in topic["post_stream"]["posts"] if post["user_id"] < 0}
    return world(deeds, bots)


def _topics(path: Path) -> Iterator[Json]:
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".json") else None
            if file is not None:
                yield json.load(file)


def _topic(topic: Json) -> Iterator[Deed]:
    posts = topic["post_stream"]["posts"]
    ids = {post["post_number"]: _id(post) for post in posts}
    best = (topic.get("accepted_answer") or {}).get("post_number")
    for post in posts:
        deed = _post(post, topic, ids)
        if not (post["deleted_at"] or post["user_deleted"] or post["hidden"] or topic["deleted_at"]):
            yield deed
        if post["accepted_answer"] if best is None else post["post_number"] == best:
            yield deed._replace(id=f"accepted in {topic['id']}", kind="answer", answers=deed.id)


def _id(post: Json) -> str:
    return f"topic/{post['topic_id']}" if post["post_number"] == 1 else f"post/{post['id']}"


def _post(post: Json, topic: Json, ids: dict[int, str]) -> Deed:
    first = post["post_number"] == 1
    answered = None if first else ids.get(post["reply_to_post_number"] or 1)
    kind = "topic" if first else "moderation" if post["post_type"] in BY_STAFF else "post"
    at = datetime.fromisoformat(post["created_at"].replace("Z", "+00:00"))
    return Deed(
        _id(post), kind, at, str(post["user_id"]), f"topic/{topic['id']}", answered, str(topic["category_id"]),
        "discourse",
    )  # fmt: skip
