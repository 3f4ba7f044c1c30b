"""What becomes of a message of DiscordChatExporter's JSON, and of which guild and channel it is."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from rapport.words.activity import revision_of
from rapport.words.records import Record
from tests.platforms.discord.chat import ADA, BOB, CHANNEL, GUILD, JSON, activities, export, message, one, read


@pytest.mark.parametrize("indent", [2, 4, None])
def test_every_layout_reads_the_same(indent: int | None) -> None:
    messages = [message(number) for number in range(7)]
    assert read(export(messages, indent)) == read(export(messages))
    assert [activity.text for activity in activities(read(export(messages, indent)))] == [
        f"Message {number}" for number in range(7)
    ]


@pytest.mark.parametrize("indent", [3, None])
def test_another_order_of_keys_reads_the_same(indent: int | None) -> None:
    messages = [message(number) for number in range(4)]
    data = json.dumps(json.loads(export(messages)), indent=indent, sort_keys=True).encode()
    assert JSON.recognise("x.json", data)
    assert read(data) == read(export(messages))


def test_a_message_is_named_by_its_id_and_linked() -> None:
    activity = one()
    assert activity.native_id == "1100000000000000001"
    assert activity.channel.name == "Example / talk"
    assert activity.url == "https://discord.com/channels/1000000000000000001/1000000000000000005/1100000000000000001"
    assert (activity.parent, activity.thread) == (None, None)


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("Default", "message"),
        ("Reply", "message"),
        ("20", "message"),
        ("GuildMemberJoin", "join"),
        ("7", "join"),
        ("ChannelPinnedMessage", "moderation"),
        ("ThreadCreated", "other"),
        ("8", "other"),
    ],
)
def test_the_type_tells_the_kind(type_: str, kind: str) -> None:
    activity = one(type=type_)
    assert activity.kind == kind
    assert (activity.text is None) == (kind != "message")


def test_a_reply_answers_what_it_refers_to() -> None:
    reference = {"messageId": "1100000000000000000", "channelId": "1", "guildId": "1"}
    assert one(type="Reply", reference=reference).parent == "1100000000000000000"
    assert one(type="ChannelPinnedMessage", reference=reference).parent is None


def test_in_a_thread_everything_hangs_on_what_it_began_with() -> None:
    thread = CHANNEL | {"type": "GuildPublicThread", "id": "1100000000000000000", "category": "help", "name": "Why?"}
    starter = message(9, type="21", content="", reference={"messageId": "1100000000000000000"})
    pointer, inside = read(export([starter, message(1)], channel=thread))
    assert pointer == Record("message 1", [])
    (activity,) = activities([inside])
    assert activity.channel.name == "Example / help / Why?"
    assert (activity.parent, activity.thread, activity.kind) == (
        "1100000000000000000",
        "1100000000000000000",
        "message",
    )
    (first,) = activities(read(export([message(0)], channel=thread)))
    assert (first.kind, first.title, first.parent, first.thread) == ("topic", "Why?", None, first.native_id)


@pytest.mark.parametrize("kind", ["DirectTextChat", "DirectGroupTextChat"])
def test_direct_messages_are_counted_and_left_out(kind: str) -> None:
    data = export([message(1), message(2)], guild=GUILD | {"id": "0"}, channel=CHANNEL | {"type": kind})
    assert read(data) == [Record("message 1", []), Record("message 2", [])]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"timestamp": "2023-04-24T11:05:31.1930000+02:00"}, datetime(2023, 4, 24, 9, 5, 31, 193_000, UTC)),
        ({"timestamp": "2023-04-24T09:05:31"}, datetime(2023, 4, 24, 9, 5, 31, 0, UTC)),
        ({"timestamp": None, "id": "175928847299117063"}, datetime(2016, 4, 30, 11, 18, 25, 796_000, UTC)),
        ({"timestamp": "0001-01-01T00:00:00+14:00", "id": "175928847299117063"},
         datetime(2016, 4, 30, 11, 18, 25, 796_000, UTC)),
    ],
)  # fmt: skip
def test_a_time_is_in_utc_and_where_it_is_missing_the_id_tells(fields: dict[str, Any], at: datetime) -> None:
    assert one(**fields).at == at


def test_an_edit_raises_the_revision() -> None:
    edited = one(timestampEdited="2023-04-25T00:00:00+00:00")
    assert edited.revision == revision_of(datetime(2023, 4, 25, tzinfo=UTC)) > one().revision


def test_every_reaction_of_a_person_is_one_activity() -> None:
    gone = {"id": "456226577798135808", "name": "Deleted User"}
    reactions = [
        {"emoji": {"id": "", "name": "👍", "code": "thumbsup"}, "count": 3, "users": [ADA, BOB, BOB, gone]},
        {"emoji": {"id": "77777777", "name": "rust", "code": "rust"}, "count": 1, "users": [BOB]},
        {"emoji": {"id": None, "name": "old"}, "count": 4},
    ]
    own, *others = activities(read(export([message(1, reactions=reactions)])))
    assert own.facts == {"reactions": 8}
    assert [(other.native_id.removeprefix(f"{own.native_id}/reaction/"), other.facts) for other in others] == [
        ("👍/200000000000000001", {"emoji": "👍"}),
        ("👍/200000000000000002", {"emoji": "👍"}),
        ("77777777/200000000000000002", {"emoji": "rust"}),
    ]
    assert {other.parent for other in others} == {own.native_id}


def test_the_account_of_all_deleted_ones_is_nobody() -> None:
    assert one(author={"id": "456226577798135808", "name": "Deleted User"}).author is None


def test_a_tag_belongs_to_the_handle_while_there_were_tags() -> None:
    assert [one(author=who).author.handle for who in (ADA, BOB)] == ["ada", "bob#4711"]  # type: ignore[union-attr]


def test_raw_markup_is_made_readable() -> None:
    text = "<@200000000000000002> <@!9999999> <a:wave:1234567890> `a < b` <https://example.org>"
    assert one(content=text).text == "@bob @9999999 :wave: `a < b` <https://example.org>"


def test_what_is_passed_on_has_its_words_and_answers_nothing() -> None:
    forward = {"type": "Forward", "messageId": "800000000000000001", "channelId": "9", "guildId": None}
    said = one(content="", reference=forward, forwardedMessage={"content": "<@!77777> said", "timestamp": "2024-02-01"})
    assert (said.text, said.parent, said.facts) == ("@77777 said", None, {"forwarded": True})


def test_a_head_that_says_nothing_leaves_it_to_the_files_name() -> None:
    data = export([message(1)], guild=None, channel=None)
    (activity,) = activities(read(data, "x.zip › Example - Lobby - talk [1000000000000000005] (after 2020-01-01).json"))
    assert (activity.channel.native_id, activity.channel.name) == ("1000000000000000005", "Example / Lobby / talk")


def test_a_message_set_aside_and_mended_reads_as_if_never_broken() -> None:
    whole = read(export([message(1)]))
    (aside,) = read(export([message(1, id="never")]))
    mended = aside.raw.replace(b"never", b"1100000000000000001")  # type: ignore[union-attr]
    assert list(JSON.retry(mended, "another.json")) == whole
