"""Many topics in one file, as scripts save them, and forums that only a topic's neighbours name."""

import json
from io import BytesIO
from typing import Any

import pytest

from rapport.platforms.discourse.archive import ARCHIVES
from rapport.platforms.discourse.site import hosts_in
from rapport.platforms.fields import dump
from rapport.words.records import Outcome, Record, Unreadable, Where
from tests.platforms.discourse.posts import TOPICS, activities, post, read, topic

THREE = [topic([post(1, id=number * 10 + 1, topic_id=number), post(2, id=number * 10 + 2, topic_id=number)], id=number)
         for number in (3, 4, 5)]  # fmt: skip
LETTERS = {"avatar_template": "https://avatars.example.com/v4/letter/a/c57346/{size}.png"}


def envelope(each: Any) -> dict[str, Any]:
    return {"backend_name": "Discourse", "category": "topic", "data": each, "origin": "https://talk.example.net/"}


WAYS = {
    "a list": dump(THREE),
    "a list over many lines": json.dumps(THREE, indent=2).encode(),
    "lines": b"\n".join(map(dump, THREE)),
    "lines with empty ones between": b"\n" + b"\n\n".join(map(dump, THREE)) + b"\n\n",
    "one behind the other": "\n".join(json.dumps(each, indent=4) for each in THREE).encode(),
    "one behind the other, of Perceval": "\n".join(json.dumps(envelope(each), indent=4) for each in THREE).encode(),
    "lines of Perceval": b"\n".join(dump(envelope(each)) for each in THREE),
}


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS.keys())
def test_all_topics_of_a_file_are_read(data: bytes) -> None:
    assert [archive.name for archive in ARCHIVES if archive.recognise("x", data[:65_536])] == ["discourse-topic"]
    outcomes = read(data)
    assert [outcome.position for outcome in outcomes] == [f"topic {t}, post {n}" for t in (3, 4, 5) for n in (1, 2)]
    host = "talk.example.net" if b"Perceval" in data or b"backend_name" in data else "forum.example.org"
    assert [each.native_id for each in activities(outcomes)] == [
        f"{host}/{kind}" for t in (3, 4, 5) for kind in (f"topic/{t}", f"post/{t * 10 + 2}")
    ]


def test_a_broken_line_costs_itself() -> None:
    lines = [dump(each) for each in THREE]
    outcomes = read(b"\n".join([lines[0], lines[1][:-40], lines[2]]))
    assert [type(outcome) for outcome in outcomes] == [Record, Record, Unreadable, Record, Record]
    assert outcomes[2].position == "document 2"


def test_a_topic_among_newcomers_is_of_the_forum_that_its_neighbours_name() -> None:
    """Whose members have letters for avatars, which lie on a server for all forums."""
    nameless, named = topic([post(1, **LETTERS)]), topic([post(1)])
    one, two = (
        hosts_in("4.json", dump(named)),
        hosts_in("4.json", dump(named).replace(b"forum.example.org", b"other.example.org")),
    )
    assert not hosts_in("4.json", dump(nameless))
    assert _first(read_beside(nameless, one)) == "forum.example.org/topic/3"
    assert _first(read_beside(nameless, {})) == "unknown/topic/3"
    assert _first(read_beside(nameless, {**one, **two})) == "unknown/topic/3"
    assert _first(read_beside(named, two)) == "forum.example.org/topic/3"


def read_beside(document: Any, beside: Any) -> list[Outcome]:
    return list(TOPICS.read(BytesIO(dump(document)), Where("3.json", beside)))


def _first(outcomes: list[Outcome]) -> str:
    return next(activities(outcomes)).native_id
