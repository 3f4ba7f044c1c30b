"""Slackdump's dumps: one object a conversation, with the replies inside the messages."""

import json
from typing import Any

import pytest

from rapport.words.records import Record, Unreadable
from tests.platforms.slack.workspace import BY_NAME, activities, message, read

DUMP = BY_NAME["slack-dump"]


def dumped(messages: list[Any], **fields: Any) -> bytes:
    return json.dumps({"channel_id": "C0GENERAL", "name": "general", "messages": messages} | fields, indent=2).encode()


def test_what_a_dump_tells_is_what_the_export_tells() -> None:
    replies = [message(number, thread_ts="1705312001.000100") for number in (2, 3)]
    first = message(1, thread_ts="1705312001.000100", reply_count=2)
    whole = dumped([first | {"slackdump_thread_replies": replies}, message(4)])
    assert DUMP.recognise("C0GENERAL.json", whole[:65_536])
    told = read(whole, "C0GENERAL.json", archive=DUMP)
    assert [outcome.position for outcome in told] == [
        "message 1", "message 1, reply 1", "message 1, reply 2", "message 2",
    ]  # fmt: skip
    assert activities(told) == activities(read([first, *replies, message(4)]))


@pytest.mark.parametrize("fields", [{"channel_id": "D0DIRECT1"}, {"name": "mpdm-ada--bob-1"}])
def test_a_dump_of_a_conversation_among_a_few_leaves_nothing(fields: dict[str, str]) -> None:
    whole = dumped([message(1) | {"slackdump_thread_replies": [message(2)]}, {"type": "message"}], **fields)
    outcomes = read(whole, "D0DIRECT1.json", archive=DUMP)
    assert [isinstance(outcome, Record) and not outcome.activities for outcome in outcomes] == [True] * 3


def test_a_damaged_message_of_a_dump_takes_no_other_with_it() -> None:
    damaged = dumped([message(1), message(2), message(3)]).replace(b'"Message 2"', b'"Message 2', 1)
    outcomes = read(damaged, "C0GENERAL.json", archive=DUMP)
    assert [isinstance(outcome, Unreadable) for outcome in outcomes] == [False, True, False]
    assert [each.text for each in activities([outcomes[0], outcomes[2]])] == ["Message 1", "Message 3"]
