"""The API's answers, saved: the same ids as a dump's, and nothing that raises."""

import json
from io import BytesIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where
from tests.platforms.stackexchange.dumps import API, answer, question
from tests.platforms.stackexchange.dumps import activities as all_of
from tests.platforms.stackexchange.dumps import read as read_dump

OWNER = {"user_id": 7, "display_name": "Ada", "link": "https://ai.stackexchange.com/users/7/ada"}
AT = 1619535600
KEYS = [
    "question_id",
    "answer_id",
    "comment_id",
    "user_id",
    "post_id",
    "owner",
    "link",
    "creation_date",
    "body",
    "title",
]
scalar = st.none() | st.booleans() | st.integers(-(1 << 70), 1 << 70) | st.floats() | st.text(max_size=8) | st.just(AT)
any_json = st.recursive(
    scalar,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, "answers", "comments", "tags", "title"]), inner, max_size=8)
    ),
)


def item(**fields: Any) -> dict[str, Any]:
    return {"owner": OWNER, "creation_date": AT, **fields}


def read(document: Any, file: str = "page-1.json") -> list[Outcome]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(API.read(BytesIO(data), Where(file)))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def test_a_question_and_its_accepted_answer_have_the_ids_of_a_dump() -> None:
    dumped = all_of(read_dump("posts", [question(1, AcceptedAnswerId=2), answer(2, 1)]))
    asked = item(question_id=1, title="?", answers=[item(answer_id=2, question_id=1, is_accepted=True)])
    assert [each.native_id for each in activities(read({"items": [asked]}))] == [each.native_id for each in dumped]


def test_pages_and_lists_are_recognised_and_other_json_is_not() -> None:
    asked = item(question_id=1, link="https://ai.stackexchange.com/q/1")
    assert API.recognise("x", json.dumps({"has_more": False, "items": [asked]}).encode())
    assert API.recognise("x", json.dumps([asked]).encode())
    assert not API.recognise("x", b'{"items": [{"id": 1, "creation_date": "2021-01-01", "link": "x"}]}')


def test_an_item_without_a_link_is_of_the_site_that_its_path_names() -> None:
    (asked,) = activities(read([item(question_id=1, owner={})], "ai.stackexchange.com/1.json"))
    assert (asked.native_id, asked.author) == ("ai.stackexchange.com/post/1", None)


def test_a_broken_item_is_set_aside_and_read_again() -> None:
    aside, good = read({"items": [item(question_id=1, creation_date=None), item(question_id=2)]})
    assert isinstance(aside, Unreadable)
    assert isinstance(good, Record)
    (again,) = API.retry(aside.raw.replace(b'"creation_date":null', b'"creation_date":1619535600'), "x")
    assert isinstance(again, Record)
    assert again.activities[0].native_id == "ai.stackexchange.com/post/1"


@given(st.lists(any_json | st.dictionaries(st.sampled_from(KEYS), any_json, max_size=8), max_size=4))
def test_no_json_raises(found: list[Any]) -> None:
    for outcome in read({"items": found}):
        assert isinstance(outcome, Record | Unreadable)
        if isinstance(outcome, Unreadable):
            assert all(isinstance(each, Record | Unreadable) for each in API.retry(outcome.raw, "x"))


@given(st.binary(max_size=60), st.integers(0, 1_000))
def test_damage_costs_the_items_it_touches(noise: bytes, at: int) -> None:
    data = json.dumps({"items": [item(question_id=number, title="?") for number in range(1, 7)]}).encode()
    begun = data.index(b"}, {")  # behind the first item, by which the others are found
    place = begun + at % (len(data) - begun)
    ids = {each.native_id for each in activities(read(data[:place] + noise + data[place + len(noise) :]))}
    assert len({f"ai.stackexchange.com/post/{number}" for number in range(1, 7)} - ids) <= 3
