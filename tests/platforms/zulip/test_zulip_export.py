"""Zulip's export: what is kept, what is not, and what no file should hold."""

import json
import time
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.zulip.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

REALM_KIND, MESSAGES = ARCHIVES
GOLDEN = Path(__file__).parents[1] / "golden/zulip"
REALM = (GOLDEN / "realm.native.json").read_bytes()
KEYS = [
    "id",
    "sender",
    "recipient",
    "subject",
    "content",
    "date_sent",
    "last_edit_time",
    "type",
    "type_id",
    "invite_only",
]
scalar = st.none() | st.booleans() | st.integers(-(1 << 70), 1 << 70) | st.floats() | st.text(max_size=8) | st.just(31)
any_json = st.recursive(
    scalar,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
)


def message(number: int, **fields: Any) -> dict[str, Any]:
    said = {"id": number, "sender": 11, "recipient": 31, "subject": "x", "content": f"Message {number}"}
    return said | {"date_sent": 1_554_100_000 + number} | fields


def read(*messages: Any, realm: bytes | None = REALM, file: str = "messages-000001.json") -> list[Outcome]:
    data = json.dumps({"zerver_usermessage": [], "zerver_message": messages}).encode()
    return of(MESSAGES, data, {"realm.json": realm} if realm else {}, file)


def of(archive: Archive, data: bytes, beside: Mapping[str, bytes], file: str = "x.json") -> list[Outcome]:
    return list(archive.read(BytesIO(data), Where(file, beside)))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def test_the_server_is_the_host_that_the_container_is_called_like() -> None:
    (said,) = activities(read(message(7), file="chat.example.org.tar.gz › kites/messages-000001.json"))
    assert said.native_id == "chat.example.org/7"
    assert said.url == "https://chat.example.org/#narrow/channel/21/near/7"


def test_private_messages_are_counted_and_not_kept() -> None:
    outcomes = read(message(7, recipient=32), message(8, recipient=33), message(9, recipient=999))
    assert [outcome.position for outcome in outcomes] == [f"message {number}, private" for number in (7, 8, 9)]
    assert activities(outcomes) == []


def test_without_its_realm_nothing_is_kept() -> None:
    (aside,) = read(message(7), realm=None)
    assert isinstance(aside, Unreadable)
    assert aside.raw == b""


def test_a_channel_that_does_not_say_whether_it_is_private_counts_as_private() -> None:
    realm = json.loads(REALM)
    del realm["zerver_stream"][0]["invite_only"]
    assert activities(read(message(7), realm=json.dumps(realm).encode())) == []


def test_what_was_set_aside_reads_again_as_its_persons() -> None:
    (aside,) = read(message(7, date_sent=None))
    assert isinstance(aside, Unreadable)
    (again,) = MESSAGES.retry(aside.raw.replace(b'"date_sent":null', b'"date_sent":1554100000'), "x")
    (said,) = activities([again])
    assert said.author
    assert (said.text, said.author.name, said.channel.name) == ("Message 7", "Ada", "general")


def test_each_file_is_taken_by_one_reader() -> None:
    both = [REALM, json.dumps({"zerver_usermessage": [{"id": 1}]}).encode()]
    assert [[each.name for each in ARCHIVES if each.recognise("x", head)] for head in both] == [
        ["zulip-realm"],
        ["zulip-messages"],
    ]
    assert not any(each.recognise("x", b'{"zerver_attachment": []}') for each in ARCHIVES)


@given(st.lists(any_json | st.dictionaries(st.sampled_from(KEYS), any_json, max_size=8), max_size=4))
def test_no_json_raises(values: list[Any]) -> None:
    for outcome in read(*values):
        assert isinstance(outcome, Record | Unreadable)
        if isinstance(outcome, Unreadable):
            assert all(isinstance(each, Record | Unreadable) for each in MESSAGES.retry(outcome.raw, "x"))
    tables = ("zerver_realm", "zerver_userprofile", "zerver_stream", "zerver_recipient", "zerver_reaction")
    realm = json.dumps(dict.fromkeys(tables, values)).encode()
    assert all(isinstance(each, Record | Unreadable) for each in of(REALM_KIND, realm, {}))
    assert all(isinstance(each, Record | Unreadable) for each in read(message(7), realm=realm))


@given(st.binary(max_size=60), st.integers(0, 3_000))
def test_damage_costs_the_messages_it_touches(noise: bytes, at: int) -> None:
    data = json.dumps({"zerver_message": [message(number) for number in range(1, 9)]}).encode()
    begun = data.index(b"}, {")  # behind the first message, by which the others are found
    place = begun + at % (len(data) - begun)
    damaged = data[:place] + noise + data[place + len(noise) :]
    found = {each.text for each in activities(of(MESSAGES, damaged, {"realm.json": REALM}))}
    assert len({f"Message {number}" for number in range(1, 9)} - found) <= 3


def test_many_reactions_to_one_message_cost_no_time() -> None:
    reactions = [{"message": 7, "user_profile": 11, "emoji_name": f"kite{number}"} for number in range(100_000)]
    begun = time.process_time()
    (said, *given) = activities(
        read(message(7), realm=json.dumps(json.loads(REALM) | {"zerver_reaction": reactions}).encode())
    )
    assert time.process_time() - begun < 5
    assert (said.facts, len(given)) == ({"reactions": 100_000}, 100_000)
