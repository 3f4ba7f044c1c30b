"""A whole real forum, counted again by other means: standard json, and the API's own fields."""

import json
import tarfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from rapport.words.records import Record, Where
from tests.platforms.discourse.posts import TOPICS

FORUM = Path(__file__).parents[4] / "shared/data/discourse/urho3d/raw-topics-json.tar.gz"

pytestmark = pytest.mark.skipif(not FORUM.exists(), reason=f"{FORUM} is not here")


def _counted(topic: dict[str, Any], counts: Counter[str], users: set[int]) -> None:
    counts["topics"] += 1
    # A race in Discourse left two posts of two topics marked; the topic knows which one it is.
    counts["answers"] += bool(topic.get("accepted_answer"))
    for post in topic["post_stream"]["posts"]:
        users.add(post["user_id"])
        counts["posts"] += 1
        counts["hidden"] += post["hidden"]
        counts["moderation"] += post["post_type"] != 1
        counts["staff"] += post["staff"]
        if not post["hidden"]:
            counts["likes"] += sum(act["count"] for act in post["actions_summary"] if act["id"] == 2)
            counts["reads"] += post["reads"]
            counts["texts"] += bool(post["cooked"])


def _read(data: bytes, name: str, counts: Counter[str], users: set[int]) -> None:
    assert TOPICS.recognise(name, data[:65_536])
    for outcome in TOPICS.read(BytesIO(data), Where(name)):
        assert isinstance(outcome, Record), outcome
        first, *others = outcome.activities
        assert first.author is not None
        users.add(int(first.author.native_id.removeprefix("discourse.urho3d.io/")))
        counts["topics"] += first.kind == "topic"
        counts["posts"] += 1
        counts["hidden"] += first.deleted
        counts["answers"] += [(other.kind, other.deleted) for other in others] == [("answer", False)]
        counts["moderation"] += first.kind == "moderation"
        counts["staff"] += first.author.staff is True
        for fact in ("likes", "reads"):
            counts[fact] += int((first.facts or {}).get(fact) or 0)
        counts["texts"] += first.text is not None


@pytest.mark.slow
def test_the_whole_forum_is_read_with_its_own_counts() -> None:
    expected, expected_users = Counter[str](), set[int]()
    counts, users = Counter[str](), set[int]()
    with tarfile.open(FORUM) as members:
        for member in members:
            file = members.extractfile(member)
            if file is None:
                continue
            data = file.read()
            _counted(json.loads(data), expected, expected_users)
            _read(data, member.name, counts, users)
    # A post of one picture has no words.
    assert expected.pop("texts") >= counts.pop("texts") >= 0.97 * expected["posts"]
    assert counts == expected
    assert users == expected_users
    assert (counts["posts"], counts["topics"], counts["answers"], len(users)) == (36_990, 5_046, 670, 999)
