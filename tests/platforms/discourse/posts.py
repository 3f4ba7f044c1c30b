"""Small Discourse topics for tests, as the API gives them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from rapport.platforms.discourse.archive import ARCHIVES
from rapport.platforms.fields import dump
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Where

BY_NAME: dict[str, Archive] = {archive.name: archive for archive in ARCHIVES}
TOPICS = BY_NAME["discourse-topic"]


def post(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "user_id": 7,
        "username": "ada",
        "avatar_template": "/user_avatar/forum.example.org/ada/{size}/1_2.png",
        "created_at": f"2022-01-01T10:{number % 60:02}:00.000Z",
        "cooked": f"<p>Post {number}.</p>",
        "post_number": number,
        "post_type": 1,
        "topic_id": 3,
        **fields,
    }


def topic(posts: list[Any], **fields: Any) -> dict[str, Any]:
    return {"post_stream": {"posts": posts}, "id": 3, "title": "Three", "slug": "three", "category_id": 5, **fields}


def read(document: Any, name: str = "3.json", archive: Archive = TOPICS) -> list[Outcome]:
    return list(archive.read(BytesIO(document if isinstance(document, bytes) else dump(document)), Where(name)))


def activities(outcomes: list[Outcome]) -> Iterator[Activity]:
    for outcome in outcomes:
        assert isinstance(outcome, Record), outcome
        yield from outcome.activities
