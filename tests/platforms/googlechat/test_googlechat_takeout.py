"""Google Chat's Takeout: what is private, and what no export should hold."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.googlechat.archive import ARCHIVES
from rapport.platforms.googlechat.read import moment
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

MESSAGES, PEOPLE = ARCHIVES
GOLDEN = (Path(__file__).parents[1] / "golden/googlechat/space.native.json").read_bytes()
INFO = b'{"name": "Otters", "members": [{"name": "Ada", "email": "ada@example.org", "user_type": "Human"}]}'
SPACE = "takeout.zip › Takeout/Google Chat/Groups/Space AAAA/messages.json"


def read(data: bytes, file: str = SPACE, info: bytes = INFO) -> list[Outcome]:
    return list(MESSAGES.read(BytesIO(data), Where(file, {"group_info.json": info} if info else {})))


def acts(outcomes: list[Outcome]) -> list[Activity]:
    return [act for outcome in outcomes if isinstance(outcome, Record) for act in outcome.activities]


def test_a_space_is_called_as_the_api_calls_it() -> None:
    first = acts(read(GOLDEN))[0]
    assert first.native_id == "spaces/AAAA/messages/T1.T1"
    assert (first.channel.native_id, first.channel.name) == ("spaces/AAAA", "Otters")
    assert acts(read(GOLDEN, info=b""))[0].channel.stands_in


@pytest.mark.parametrize(
    ("file", "info", "said"),
    [
        (SPACE.replace("Space", "DM"), INFO, "a private talk, message 1"),
        ("messages.json", b"", "Nothing tells whether this is a space"),
        ("messages.json", b'{"members": []}', "Nothing tells whether this is a space"),
        ("messages.json", b"{", "Nothing tells whether this is a space"),
    ],
)
def test_nothing_is_kept_of_what_is_or_may_be_private(file: str, info: bytes, said: str) -> None:
    outcomes = read(GOLDEN, file, info)
    assert acts(outcomes) == []
    first = outcomes[0]
    assert said in (first.position if isinstance(first, Record) else first.reason)
    assert b"dam" not in b"".join(each.raw for each in outcomes if isinstance(each, Unreadable))


def test_members_of_a_private_talk_are_not_told_of() -> None:
    where = Where(SPACE.replace("Space", "DM").replace("messages", "group_info"))
    assert [each for each in PEOPLE.read(BytesIO(INFO), where) if isinstance(each, Record) and each.people] == []


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday, September 6, 2016 at 3:24:08 PM UTC", "Tuesday, September 6, 2016 at 3:24:08\u202fPM UTC",
        "mardi 6 septembre 2016 à 15:24:08 UTC", "Dienstag, 6. September 2016 um 15:24:08 UTC", "2016-09-06T15:24:08Z",
        "martes, 6 de septiembre de 2016, 15:24:08 UTC", "terça-feira, 6 de setembro de 2016 às 15:24:08 UTC",
        "martedì 6 settembre 2016 alle ore 15:24:08 UTC",
    ],
)  # fmt: skip
def test_dates_in_the_language_of_the_account(text: str) -> None:
    assert moment(text) == datetime(2016, 9, 6, 15, 24, 8, tzinfo=UTC)


def test_what_was_set_aside_is_read_again_in_its_space() -> None:
    aside = [outcome for outcome in read(GOLDEN) if isinstance(outcome, Unreadable)]
    assert len(aside) == 2
    (again,) = MESSAGES.retry(aside[0].raw.replace(b"someday", b"2016-09-07T10:00:00Z"), "x")
    assert isinstance(again, Record)
    assert again.activities[0].native_id == "spaces/AAAA/messages/T4.T4"
    assert again.activities[0].channel.name == "Otters"
    assert [type(each) for each in MESSAGES.retry(b"{", "x")] == [Unreadable]


KEYS = ["creator", "name", "email", "created_date", "text", "message_id", "reactions", "reactor_emails", "emoji"]
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["A/B/C", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
)
whole = json.loads(GOLDEN)["messages"][0]
almost = st.dictionaries(st.sampled_from(KEYS), anything, max_size=4).map(lambda odd: whole | odd)
objects = st.dictionaries(st.sampled_from(KEYS), anything, max_size=4)


@given(st.lists(almost | objects, max_size=4))
def test_every_message_has_one_outcome(messages: list[Any]) -> None:
    outcomes = read(json.dumps({"messages": messages}).encode())
    assert len(outcomes) == len(messages)
    for outcome in outcomes:
        assert isinstance(outcome, Record) or list(MESSAGES.retry(outcome.raw, "x"))


@given(st.binary(max_size=200), st.integers(0, len(GOLDEN)))
def test_no_bytes_raise(noise: bytes, at: int) -> None:
    for data in (noise, GOLDEN[:at], GOLDEN[:at] + noise + GOLDEN[at:]):
        assert all(isinstance(each, Record | Unreadable) for each in read(data))
        assert all(isinstance(each, Record | Unreadable) for each in PEOPLE.read(BytesIO(data), Where(SPACE)))
        assert read(GOLDEN, info=data)
