"""What becomes of messages, edits, deletions, threads, reactions, polls and members."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from rapport.words.identity import Channel
from rapport.words.records import Archive, Record
from tests.platforms.matrix.rooms import EXPORT, LINES, START, activities, event, export, latest, read, relating


def test_a_message_has_its_room_s_name_and_its_sender() -> None:
    told, first = read(export([event(1)]))
    assert isinstance(told, Record)
    assert isinstance(first, Record)
    room = Channel("matrix", "!room:example.org", "Builders", "https://matrix.to/#/!room:example.org")
    assert told.channels == [room]
    (said,) = first.activities
    assert said.channel == room
    assert (said.native_id, said.at) == ("$1", datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC))
    assert said.author is not None
    assert (said.author.native_id, said.author.name) == ("@ada:example.org", None)


def test_an_edit_replaces_the_message_and_keeps_its_time() -> None:
    new = {"msgtype": "m.text", "body": "Better."}
    edit = event(3, content={"body": "* Better.", "m.new_content": new, **relating("m.replace", 1)})
    kept = latest([event(1), event(2), edit])
    assert set(kept) == {"$1", "$2"}
    assert (kept["$1"].text, kept["$1"].revision) == ("Better.", (START + 3000) * 1000)
    assert kept["$1"].at == datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC)


def test_an_edit_by_somebody_else_does_nothing() -> None:
    content = {"m.new_content": {"body": "Evil."}, **relating("m.replace", 1)}
    assert latest([event(1), event(2, content=content, sender="@eve:example.org")])["$1"].text == "Message 1."


def test_an_edit_that_the_server_sums_up_is_read() -> None:
    edit = {"sender": "@ada:example.org", "origin_server_ts": START + 9000, "content": {"m.new_content": {"body": "B"}}}
    (said,) = activities([event(1, unsigned={"m.relations": {"m.replace": edit}})])
    assert (said.text, said.revision) == ("B", (START + 9000) * 1000)


@pytest.mark.parametrize("where", ["event", "content"])
def test_a_deletion_leaves_nothing_and_by_somebody_else_is_moderation(where: str) -> None:
    content, top = ({"redacts": "$1"}, {}) if where == "content" else ({}, {"redacts": "$1"})
    own = latest([event(1), event(2, "m.room.redaction", content, **top)])
    assert (own["$1"].deleted, own["$1"].text, own["$1"].kind) == (True, None, "message")
    assert set(own) == {"$1"}
    other = latest([event(1), event(2, "m.room.redaction", content, sender="@mod:example.org", **top)])
    assert other["$1"].deleted
    assert other["$1"].author == own["$1"].author
    assert (other["$2"].kind, other["$2"].parent) == ("moderation", "$1")


def test_what_was_deleted_before_the_export_stays_deleted() -> None:
    (gone,) = activities([event(1, content={}, unsigned={"redacted_because": {"origin_server_ts": START + 8000}})])
    assert (gone.deleted, gone.revision) == (True, (START + 8000) * 1000)


def test_replies_and_threads_point_at_the_first_message() -> None:
    reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$1"}}, "body": "> <@ada:example.org> Hi\n> there\n\nYes"}
    again = {"m.relates_to": {"m.in_reply_to": {"event_id": "$2"}}, "body": "> quoted by hand\n\nNo"}
    hidden = relating("m.thread", 1, is_falling_back=True, **{"m.in_reply_to": {"event_id": "$3"}}) | {"body": "T"}
    inside = relating("m.thread", 1, is_falling_back=False, **{"m.in_reply_to": {"event_id": "$4"}}) | {"body": "U"}
    made = [event(1), event(2, content=reply), event(3, content=again), event(4, content=hidden)]
    said = activities([*made, event(5, content=inside)])
    assert [each.thread for each in said] == ["$1"] * 5
    assert [each.parent for each in said] == [None, "$1", "$2", "$1", "$4"]
    assert [each.text for each in said[1:3]] == ["Yes", "> quoted by hand\n\nNo"]


def test_the_newest_first_reads_like_the_oldest_first() -> None:
    events = [event(number, content={"body": "x", **relating("m.thread", 1)}) for number in range(2, 9)]
    assert activities([event(1), *events]) == activities([*reversed(events), event(1)])


def test_what_stayed_encrypted_counts_and_gives_way_to_its_clear_form() -> None:
    (hidden,) = activities([event(1, "m.room.encrypted", {"ciphertext": "AAA"})])
    assert (hidden.kind, hidden.text, hidden.facts) == ("message", None, {"encrypted": True})
    assert hidden.revision < activities([event(1)])[0].revision
    (bad,) = activities([event(1, content={"msgtype": "m.bad.encrypted", "body": "** Unable to decrypt **"})])
    assert bad == hidden


@pytest.mark.parametrize(
    ("content", "text", "facts"),
    [
        ({"msgtype": "m.image", "body": "cat.png"}, None, {"media": "image"}),
        ({"msgtype": "m.image", "body": "Look", "filename": "cat.png"}, "Look", {"media": "image"}),
        ({"msgtype": "m.emote", "body": "waves"}, "waves", {"form": "emote"}),
        ({"msgtype": "m.notice", "body": "Built."}, "Built.", {"form": "notice"}),
        ({"msgtype": 7, "body": 7}, None, None),
    ],
)
def test_forms_of_messages(content: dict[str, Any], text: str | None, facts: dict[str, Any] | None) -> None:
    (said,) = activities([event(1, content=content)])
    assert (said.text, said.facts) == (text, facts)


def test_reactions_and_votes_hang_on_their_message() -> None:
    poll = {
        "question": {"org.matrix.msc1767.text": "Which?"},
        "answers": [{"id": "a", "org.matrix.msc1767.text": "main"}],
    }
    start = event(1, "org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": poll})
    vote = event(2, "org.matrix.msc3381.poll.response", relating("m.reference", 1))
    mark = event(3, "m.reaction", relating("m.annotation", 1, key="👍"))
    asked, voted, reacted = activities([start, vote, mark])
    assert (asked.text, asked.facts) == ("Which?\n- main", {"options": 1})
    assert (voted.kind, voted.parent, voted.thread) == ("vote", "$1", "$1")
    assert (reacted.kind, reacted.parent, reacted.facts) == ("reaction", "$1", {"reaction": "👍"})


@pytest.mark.parametrize(
    ("now", "before", "about", "kind", "who"),
    [
        ("join", None, "@ada:example.org", "join", "@ada:example.org"),
        ("join", "leave", "@ada:example.org", "join", "@ada:example.org"),
        ("leave", "join", "@ada:example.org", "leave", "@ada:example.org"),
        ("leave", "join", "@bo:example.org", "moderation", "@ada:example.org"),
        ("ban", "join", "@bo:example.org", "moderation", "@ada:example.org"),
        ("invite", None, "@bo:example.org", "other", "@ada:example.org"),
    ],
)
def test_members_come_and_go(now: str, before: str | None, about: str, kind: str, who: str) -> None:
    unsigned = {"prev_content": {"membership": before}} if before else {}
    content = {"membership": now, "displayname": "Somebody"}
    (done,) = activities([event(1, "m.room.member", content, state_key=about, unsigned=unsigned)])
    assert done.kind == kind
    assert done.author is not None
    assert done.author.native_id == who


def test_a_new_display_name_is_told_and_is_no_arrival() -> None:
    content = {"membership": "join", "displayname": "Ada L."}
    renamed = event(1, "m.room.member", content, state_key="@ada:example.org")
    renamed["unsigned"] = {"prev_content": {"membership": "join"}}
    _, told = read(export([renamed]))
    assert isinstance(told, Record)
    assert told.activities == []
    assert [each.who.name for each in told.people] == ["Ada L."]


def test_every_shape_of_file_gives_the_same_events() -> None:
    events = [event(1), event(2)]
    expected = [outcome.activities for outcome in read(events) if isinstance(outcome, Record)]
    bare = [{key: value for key, value in each.items() if key != "room_id"} for each in events]
    shapes: list[Any] = [
        {"chunk": events[::-1], "start": "a", "end": "b", "state": []},
        {"next_batch": "s", "rooms": {"join": {"!room:example.org": {"timeline": {"events": bare}, "state": {}}}}},
    ]
    for shape in shapes:
        assert EXPORT.recognise("x.json", json.dumps(shape).encode())
        assert [outcome.activities for outcome in read(shape) if isinstance(outcome, Record)] == expected
    lines = b"".join(json.dumps(each).encode() + b"\n" for each in events)
    assert LINES.recognise("x.jsonl", lines)
    assert not EXPORT.recognise("x.jsonl", lines)
    assert [outcome.activities for outcome in read(lines, LINES) if isinstance(outcome, Record)] == expected


def test_what_matrix_commander_writes_around_an_event_is_taken_off() -> None:
    around = {"source": event(1, room_id=None), "room": {"room_id": "!room:example.org"}, "sender_nick": "Ada"}
    line = json.dumps(around).encode() + b"\n"
    assert LINES.recognise("room.jsonl", line)
    (told,) = read(line, LINES)
    (plain,) = read(json.dumps(event(1)).encode(), LINES)
    assert told == plain


def test_what_stands_around_an_event_in_an_answer_of_context_is_read() -> None:
    answer = {"start": "t1", "events_before": [event(1)], "event": event(2), "events_after": [event(3)], "state": []}
    assert EXPORT.recognise("context.json", json.dumps(answer).encode())
    outcomes = read(answer)
    assert [each.activities[0].native_id for each in outcomes if isinstance(each, Record)] == ["$1", "$2", "$3"]


@pytest.mark.parametrize("archive", [EXPORT, LINES])
def test_a_direct_chat_is_counted_and_not_kept(archive: Archive) -> None:
    invited = {"membership": "invite", "is_direct": True}
    events = [
        event(1, "m.room.create", {}, state_key=""),
        event(2, "m.room.member", invited, state_key="@bob:example.org"),
        event(3),
    ]
    data = b"\n".join(json.dumps(each).encode() for each in events)
    outcomes = read(export(events) if archive is EXPORT else data, archive)
    assert [outcome.position[-8:] for outcome in outcomes] == [", direct"] * 3
    assert not any(isinstance(outcome, Record) and (outcome.activities or outcome.people) for outcome in outcomes)
