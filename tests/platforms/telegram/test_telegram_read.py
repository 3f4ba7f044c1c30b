"""What becomes of chats, messages, replies, reactions and service messages."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from rapport.words.records import Record, Unreadable
from tests.platforms.telegram.chats import DESKTOP, account, activities, chat, message, read


def test_times_come_from_the_unix_time_and_edits_raise_the_revision() -> None:
    plain, edited = activities(
        read(chat([message(1), message(2, edited="2023-05-01T15:00:00", edited_unixtime="1682946000")]))
    )
    assert plain.at == datetime(2023, 5, 1, 12, 0, 1, tzinfo=UTC)
    assert edited.at == datetime(2023, 5, 1, 12, 0, 2, tzinfo=UTC)
    assert edited.revision == 1_682_946_000_000_000


def test_an_old_export_has_numbers_for_ids_and_a_local_time_only() -> None:
    old = {"id": 9, "type": "message", "date": "2019-02-03T10:00:00", "edited": "1970-01-01T01:00:00"}
    old |= {"from": "Ada", "from_id": 4_294_967_299, "text": "x"}
    (said,) = activities(read(chat([old], id=8_589_934_592 + 1_234)))
    assert (said.native_id, said.at) == ("-1001234/9", datetime(2019, 2, 3, 10, tzinfo=UTC))
    assert said.author is not None
    assert said.author.native_id == "-3"
    assert said.revision == 1_549_188_000_000_000


def test_a_thread_is_whole_from_its_first_message_on() -> None:
    replies = [message(1), message(2, reply_to_message_id=1), message(3, reply_to_message_id=2), message(4)]
    read_ = activities(read(chat(replies)))
    first = "-1001234567890/1"
    assert [each.thread for each in read_] == [first, first, first, "-1001234567890/4"]
    assert [each.parent for each in read_] == [None, first, "-1001234567890/2", None]


def test_messages_from_before_a_group_became_a_supergroup_have_numbers_below_zero() -> None:
    first, second = activities(
        read(chat([message(-999_999_999), message(-999_999_998, reply_to_message_id=-999_999_999)]))
    )
    assert (second.parent, second.thread, second.url) == (first.native_id, first.native_id, None)


def test_a_reply_to_another_chat_points_there_and_begins_a_thread_here() -> None:
    (said,) = activities(read(chat([message(5, reply_to_message_id=8, reply_to_peer_id="channel44")])))
    assert (said.parent, said.thread) == ("-10044/8", "-1001234567890/5")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"action": "join_group_by_link", "inviter": "Bo"}, "join"),
        ({"action": "join_group_by_request"}, "join"),
        ({"action": "invite_members", "members": ["Ada Example"]}, "join"),
        ({"action": "invite_members", "members": ["Bo", None]}, "member"),
        ({"action": "remove_members", "members": ["Ada Example"]}, "leave"),
        ({"action": "remove_members", "members": ["Bo"]}, "moderation"),
        ({"action": "pin_message", "message_id": 3}, "moderation"),
        ({"action": "topic_created", "title": "Help"}, "topic"),
        ({"action": "boost_apply", "boosts": 2}, "other"),
        ({"action": ["?"]}, "other"),
    ],
)
def test_service_messages_tell_what_somebody_did(fields: dict[str, Any], kind: str) -> None:
    told = {"id": 8, "type": "service", "date_unixtime": "1682942400", "actor": "Ada Example", "actor_id": "user7"}
    (done,) = activities(read(chat([told | fields])))
    assert done.kind == kind
    assert done.author is not None
    assert done.author.native_id == "7"
    assert done.text is None
    assert "Bo" not in json.dumps(dict(done.facts or {}))


def test_reactions_with_a_name_are_activities_and_all_are_counted() -> None:
    recent = [{"from": "Bo", "from_id": "user9", "date": "2023-05-01T14:10:00"}, {"from": None, "date": 3}]
    marks = [
        {"type": "emoji", "count": 4, "emoji": "👍", "recent": recent},
        {"type": "custom_emoji", "count": 1, "document_id": "stickers/x.webp"},
    ]
    said, given = activities(read(chat([message(0, reactions=marks)])))
    assert said.facts == {"reactions": 5}
    assert (given.kind, given.parent) == ("reaction", said.native_id)
    assert given.native_id == "-1001234567890/0/reaction/👍/9"
    # The exporter's clock was two hours ahead, as the message itself tells.
    assert given.at == datetime(2023, 5, 1, 12, 10, tzinfo=UTC)


def test_private_chats_of_an_account_are_counted_and_hold_nothing() -> None:
    document = account(
        chat([message(1), message(2)], "personal_chat"),
        chat([message(3)], "private_group", id=55),
        {"type": "saved_messages", "id": 1, "messages": [message(4)]},
        left=(chat([message(5)], "private_channel"),),
    )
    outcomes = read(document)
    assert len(outcomes) == 5
    assert [each.native_id for each in activities(outcomes)] == ["-55/3", "-1001234567890/5"]
    assert DESKTOP.recognise("result.json", json.dumps(document).encode())


def test_a_chat_whose_type_stands_behind_its_messages_gives_nothing_away() -> None:
    (aside,) = read({"id": 5, "messages": [message(1)], "name": "x", "type": "personal_chat"})
    assert isinstance(aside, Unreadable)
    assert aside.raw == b""


def test_an_unsupported_message_is_counted_and_holds_nothing() -> None:
    assert read(chat([{"id": 4, "type": "unsupported"}])) == [Record("message 4 of -1001234567890", [])]


def test_a_control_character_as_telegram_writes_it_is_read() -> None:
    data = json.dumps(chat([message(1, text="TAB"), message(2)])).encode().replace(b'"TAB"', b'"a\\x1Bb\\\\x41"')
    first, second = activities(read(data))
    assert first.text == "a\x1bb\\x41"
    assert second.text == "Message 2."
