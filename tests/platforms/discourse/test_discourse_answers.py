"""Which answer is accepted follows the latest look at the topic, in whatever order the files are read."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.discourse.look import looked_at
from rapport.words.activity import Activity
from tests.platforms.discourse.posts import activities, post, read, topic

BEGAN = datetime(2022, 1, 1, 10, tzinfo=UTC)


def seen(at: datetime, accepted: int | None, posts: int = 3, **fields: Any) -> dict[str, Any]:
    """The topic as Discourse answers at that time."""
    written = [post(number, accepted_answer=number == accepted) for number in range(1, posts + 1)]
    found = topic(written, timeline_lookup=lookup(written, at), **fields)
    found["post_stream"]["stream"] = [each["id"] for each in written]
    if accepted:
        found["accepted_answer"] = {"post_number": accepted}
    return found


def lookup(posts: list[dict[str, Any]], at: datetime) -> list[list[int]]:
    """As `TimelineLookup.build` makes it."""
    pairs: list[list[int]] = []
    every = -(-len(posts) // 300)
    for place, each in enumerate(posts):
        days = (at - datetime.fromisoformat(each["created_at"])).days
        if place % every == 0 and (not pairs or pairs[-1][1] != days):
            pairs.append([place + 1, days])
    return pairs


def kept(*looks: dict[str, Any]) -> Activity | None:
    """The answer as the ledger keeps it: the highest revision, and the first of equal ones."""
    found: Activity | None = None
    for look in looks:
        for activity in activities(read(look)):
            if activity.kind == "answer" and (found is None or activity.revision > found.revision):
                found = activity
    return found


def answered(*looks: dict[str, Any]) -> str | None:
    answer = kept(*looks)
    return None if answer is None or answer.deleted else answer.parent


HOST = "forum.example.org"
EARLY, LATE, LAST = (BEGAN + timedelta(days=days, hours=5) for days in (3, 9, 30))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_latest_look_counts_in_any_order(order: tuple[int, ...]) -> None:
    looks = [seen(EARLY, 2), seen(LATE, 3), seen(LAST, None)]
    assert answered(*(looks[place] for place in order if place < 2)) == f"{HOST}/post/103"
    assert answered(*(looks[place] for place in order)) is None


def test_an_answer_that_is_accepted_again_is_back() -> None:
    assert answered(seen(EARLY, 2), seen(LATE, None), seen(LAST, 2)) == f"{HOST}/post/102"


def test_a_look_on_the_same_day_takes_back_and_does_not_give_back() -> None:
    same = EARLY + timedelta(minutes=1)
    assert answered(seen(EARLY, 2), seen(same, None)) is None
    assert answered(seen(EARLY, None), seen(same, 2)) is None


def test_a_withdrawn_answer_tells_of_nobody() -> None:
    gone = kept(seen(EARLY, None))
    assert gone is not None
    assert (gone.author, gone.text, gone.url, gone.deleted) == (None, None, None, True)


def test_where_answers_are_not_accepted_at_all_nothing_is_withdrawn() -> None:
    plain = seen(EARLY, None)
    for each in plain["post_stream"]["posts"]:
        del each["accepted_answer"]
    assert kept(plain) is None


def test_a_list_of_posts_takes_nothing_back() -> None:
    posts = {"latest_posts": [post(1, accepted_answer=False), post(2, accepted_answer=False)]}
    assert kept(topic([post(1, accepted_answer=False)])) is None
    assert [a.kind for a in activities(read(posts))] == ["topic", "post"]


def test_the_topic_knows_which_of_two_marked_posts_it_is() -> None:
    look = seen(EARLY, 2)
    look["post_stream"]["posts"][2]["accepted_answer"] = True
    assert answered(look) == f"{HOST}/post/102"


@given(st.timedeltas(timedelta(hours=20), timedelta(days=4000)), st.integers(1, 40))
def test_a_look_is_known_to_a_day_and_never_too_late(since: timedelta, posts: int) -> None:
    at = BEGAN + since
    look = seen(at, None, posts)
    found = looked_at(look, look["post_stream"]["posts"])
    assert found is not None
    assert at - timedelta(days=1) < found <= at


@given(st.lists(st.timedeltas(timedelta(hours=20), timedelta(days=400)), min_size=2, max_size=2), st.integers(1, 700))
def test_a_later_look_never_seems_earlier(since: list[timedelta], posts: int) -> None:
    first, second = (seen(BEGAN + each, None, posts) for each in sorted(since))
    earlier, later = (looked_at(look, look["post_stream"]["posts"]) for look in (first, second))
    assert earlier is not None
    assert later is not None
    assert earlier <= later


@pytest.mark.parametrize(
    "fields",
    [
        {"timeline_lookup": None},
        {"timeline_lookup": [[1]]},
        {"timeline_lookup": [["1", 5]]},
        {"timeline_lookup": [[1, None]]},
        {"timeline_lookup": [[1, 10**18]]},
        {"timeline_lookup": [[True, {}]]},
    ],
)
def test_a_lookup_that_says_nothing(fields: dict[str, Any]) -> None:
    look = seen(EARLY, None) | fields
    assert looked_at(look, look["post_stream"]["posts"]) is None
    assert len(read(look)) == 3
