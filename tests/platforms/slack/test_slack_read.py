"""What becomes of each sort of message, and where it stands."""

import json
from io import BytesIO
from typing import Any

import pytest

from rapport.platforms.slack.moment import GONE
from rapport.words.activity import revision_of
from rapport.words.identity import Channel
from rapport.words.records import Record, Where
from tests.platforms.slack.workspace import ADA, FILES, MESSAGES, activities, message, one, read


@pytest.mark.parametrize(
    ("file", "beside", "channel"),
    [
        ("x.zip › general/2024-01-15.json", FILES, Channel("slack", "C0GENERAL", "general")),
        ("x.zip › export/general/2024-01-15.json", FILES, Channel("slack", "C0GENERAL", "general")),
        ("general/2024-01-15.json", {}, Channel("slack", "name:general", "general", stands_in=True)),
        ("2024-01-15.json", FILES, Channel("slack", "name:unknown channel", "unknown channel", stands_in=True)),
        # What a zip's name becomes where its maker did not say that it is UTF-8.
        ("x.zip › " + "überall".encode().decode("cp437") + "/2024-01-15.json", {},
         Channel("slack", "name:überall", "überall", stands_in=True)),
        # As a Mac unpacks it.
        ("u\u0308berall/2024-01-15.json", {}, Channel("slack", "name:überall", "überall", stands_in=True)),
    ],
)  # fmt: skip
def test_the_folder_tells_the_channel(file: str, beside: dict[str, bytes], channel: Channel) -> None:
    (activity,) = activities(read([message(1)], file, beside))
    assert activity.channel == channel
    assert activity.native_id == f"{channel.native_id}/1705312001.000100"


@pytest.mark.parametrize(
    ("given", "file"),
    [
        ("export/{}", "2024-01-15.json"),
        ("export/{}/", "2024-01-15.json"),
        ("export/{}/2024-01-15.json", "2024-01-15.json"),
        ("export/{}.zip", "{}.zip › 2024-01-15.json"),
    ],
)
@pytest.mark.parametrize(("folder", "kept"), [("general", ["name:general"]), ("D0ABCDEFG", [])])
def test_a_folder_that_is_given_alone_tells_the_channel_too(
    given: str, file: str, folder: str, kept: list[str]
) -> None:
    data = BytesIO(json.dumps([message(1)]).encode())
    (outcome,) = MESSAGES.read(data, Where(file.format(folder), {}, given.format(folder)))
    assert isinstance(outcome, Record)
    assert [each.channel.native_id for each in outcome.activities] == kept


def test_a_message_that_names_its_channel_is_of_it_where_no_list_tells() -> None:
    (activity,) = activities(read([message(1, channel="C0GENERAL")], "2024-01-15.json", {}))
    assert (activity.native_id, activity.channel.name) == ("C0GENERAL/1705312001.000100", "C0GENERAL")


@pytest.mark.parametrize("folder", ["D0ABCDEFG", "mpdm-ada--bob-1", "ada-and-bob"])
def test_conversations_among_a_few_are_counted_and_left_out(folder: str) -> None:
    beside = FILES | {"mpims.json": json.dumps([{"id": "G0ABCDEFG", "name": "ada-and-bob"}]).encode()}
    outcomes = read([message(1), message(2)], f"x.zip › {folder}/2024-01-15.json", beside)
    assert outcomes == [Record("message 1", []), Record("message 2", [])]


def test_a_private_channel_is_read_under_its_own_id() -> None:
    beside = {"groups.json": json.dumps([{"id": "G0SECRET1", "name": "staff"}]).encode()}
    (activity,) = activities(read([message(1)], "x.zip › staff/2024-01-15.json", beside))
    assert activity.channel == Channel("slack", "G0SECRET1", "staff")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<@U0ADA0001> and <@U0ADA0001|ada>", "@ada l. and @ada"),
        ("<@U0GONE000>", "@U0GONE000"),
        ("<#C0GENERAL> <#C0GENERAL|general> <#C0OTHER00|>", "#general #general #C0OTHER00"),
        ("<https://example.org/a|here> <https://example.org>", "here (https://example.org/a) https://example.org"),
        ("<http://example.org|example.org>", "http://example.org"),
        ("<mailto:ada@example.org|ada@example.org>", "ada@example.org"),
        ("<!here> <!subteam^S0TEAM000|@docs> <!date^1392734382^{date}|18 February>", "@here @docs 18 February"),
        ("a &lt;b&gt; &amp;amp; `x &lt; y` :smile:", "a <b> &amp; `x < y` :smile:"),
        ("5 < 6 > 4 and <\n>", "5 < 6 > 4 and <\n>"),
    ],
)
def test_mrkdwn_becomes_plain_text(text: str, plain: str) -> None:
    assert one(text=text).text == plain


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        (None, "message"),
        ("me_message", "message"),
        ("channel_join", "join"),
        ("group_join", "join"),
        ("channel_leave", "leave"),
        ("group_purpose", "moderation"),
        ("pinned_item", "moderation"),
        ("something_new", "message"),
    ],
)
def test_the_subtype_tells_the_kind(subtype: str | None, kind: str) -> None:
    assert one(subtype=subtype).kind == kind


def test_whom_an_app_speaks_for_is_a_bot() -> None:
    for fields in (
        {"user": None, "bot_id": "B0BUILD01", "bot_profile": {"id": "B0BUILD01", "name": "Build"}},
        {"user": None, "bot_id": "B0BUILD01", "username": "Build", "subtype": "bot_message"},
    ):
        author = one(**fields).author
        assert author is not None
        assert (author.native_id, author.name, author.bot) == ("B0BUILD01", "Build", True)
    nameless = one(user=None, username="Old Hook", subtype="bot_message").author
    assert nameless is not None
    assert (nameless.native_id, nameless.bot) == ("bot:old hook", True)


def test_an_apps_blocks_say_more_than_its_short_text() -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Deployed *1.2* to <https://example.org|here>"}},
              {"type": "context", "elements": [{"type": "plain_text", "text": "a & b"}]}]  # fmt: skip
    assert (
        one(text="Deployed", bot_id="B1", blocks=blocks).text == "Deployed *1.2* to here (https://example.org)\na & b"
    )
    assert one(text="Deployed", blocks=blocks).text == "Deployed"


def test_old_shares_keep_what_the_person_said() -> None:
    file = {"title": "Cities", "initial_comment": {"user": "U0ADA0001", "comment": "the ten"}}
    share = one(
        subtype="file_share", text="<@U0ADA0001> uploaded a file: <https://x|Cities> and commented: …", file=file
    )
    assert (share.text, share.title, share.facts) == ("the ten", "Cities", {"files": 1})
    comment = one(subtype="file_comment", user=None, text="…", comment={"user": "U0BOB0002", "comment": "&lt;3"})
    assert comment.author is not None
    assert (comment.author.native_id, comment.text) == ("U0BOB0002", "<3")


def test_the_zone_is_the_authors_at_that_time() -> None:
    assert one().zone == 60
    assert one(ts="1720000000.000000").zone == 120
    users = json.dumps([ADA | {"tz": "Mars/Olympus"}]).encode()
    assert activities(read([message(1)], beside={"users.json": users}))[0].zone == 120
    assert one(user="U0BOB0002").zone is None


def test_the_latest_of_edit_and_reply_is_the_revision() -> None:
    first = one()
    assert first.revision == revision_of(first.at)
    edited = one(edited={"user": "U0ADA0001", "ts": "1705320000.000000"})
    assert edited.revision == 1_705_320_000_000_000
    assert one(latest_reply="1705330000.000000", edited={"ts": "1705320000.000000"}).revision == 1_705_330_000_000_000


@pytest.mark.parametrize(
    "gone",
    [
        message(1, subtype="tombstone", user="USLACKBOT", text="This message was deleted."),
        {"type": "message", "subtype": "message_deleted", "ts": "1705399999.0", "deleted_ts": "1705312001.000100"},
        {
            "type": "message",
            "subtype": "message_changed",
            "ts": "1705399999.0",
            "message": message(1, subtype="tombstone"),
        },
        {"type": "message", "subtype": "message_deleted", "ts": "1705399999.0", "original": message(1)},
    ],
)
def test_a_deleted_message_stays_deleted(gone: dict[str, Any]) -> None:
    (activity,) = activities(read([gone]))
    assert (activity.native_id, activity.deleted, activity.text) == ("C0GENERAL/1705312001.000100", True, None)
    assert activity.revision == GONE > one(edited={"ts": "99999999999.000000"}).revision


@pytest.mark.parametrize(
    "changed",
    [
        {"message": message(1, text="new", edited={"ts": "1705320000.0"}), "previous_message": message(1, text="old")},
        {"text": "new", "original": message(1, text="old"), "editor_id": "U0ADA0001"},
    ],
)
def test_a_changed_message_replaces_the_former(changed: dict[str, Any]) -> None:
    (activity,) = activities(read([{"type": "message", "subtype": "message_changed", "ts": "1705320000.0"} | changed]))
    assert (activity.native_id, activity.text) == ("C0GENERAL/1705312001.000100", "new")
    assert activity.revision == 1_705_320_000_000_000


def test_every_reaction_of_a_person_is_one_activity() -> None:
    reactions = [{"name": "+1", "users": ["U0BOB0002", "U0BOB0002", None], "count": 3}, {"name": "eyes", "users": []}]
    own, reaction = activities(read([message(1, reactions=reactions, thread_ts="1705312000.000000")]))
    assert own.facts == {"reactions": 3}
    assert reaction.native_id == "C0GENERAL/1705312001.000100/reaction/+1/U0BOB0002"
    assert (reaction.kind, reaction.parent, reaction.thread) == (
        "reaction",
        own.native_id,
        "C0GENERAL/1705312000.000000",
    )


def test_a_reply_answers_the_first_of_its_thread() -> None:
    root = one(thread_ts="1705312001.000100")
    assert (root.parent, root.thread) == (None, root.native_id)
    reply = one(thread_ts="1705312000.000000")
    assert (reply.parent, reply.thread) == ("C0GENERAL/1705312000.000000", "C0GENERAL/1705312000.000000")
    assert (one().parent, one().thread) == (None, None)


def test_a_time_written_as_a_number_names_the_same_message() -> None:
    assert one(ts=1705312001.0001).native_id == "C0GENERAL/1705312001.000100"


def test_a_message_set_aside_and_mended_reads_as_if_never_broken() -> None:
    whole = activities(read([message(1, text="<@U0BOB0002> in <#C0GENERAL>", user="U0EVE0003")]))
    (aside,) = read([message(1, text="<@U0BOB0002> in <#C0GENERAL>", user="U0EVE0003", ts="never")])
    mended = aside.raw.replace(b"never", b"1705312001.000100")  # type: ignore[union-attr]
    assert activities(list(MESSAGES.retry(mended, "2024-01-15.json"))) == whole
