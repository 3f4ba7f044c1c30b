"""What no export should hold: any JSON, broken messages among good ones, files that are cut off."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.slack.archive import ARCHIVES
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable
from tests.platforms.slack.workspace import BY_NAME, FILES, PEOPLE, activities, message, read

KEYS = [
    *("type", "subtype", "ts", "thread_ts", "text", "user", "bot_id", "bot_profile", "user_profile", "username"),
    *("edited", "reactions", "users", "count", "name", "files", "file", "comment", "blocks", "elements", "style"),
    *("attachments", "message", "original", "previous_message", "deleted_ts", "room", "participant_history", "profile"),
    *("id", "updated", "tz", "tz_offset", "latest_reply", "reply_count", "permalink", "channel", "date_end", "title"),
]
scalar = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["1705312001.000100", "99999999999.999999", "0", "message_changed", "tombstone", "huddle_thread"])
    | st.sampled_from(["<@U1", "<!date^|", "<||>", "\ud800", "a\0b", "rich_text", "section", "U0ADA0001"])
)
any_json = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
)
almost_message = st.dictionaries(st.sampled_from(KEYS), any_json, max_size=12)
PRETTY = 4


def good(outcomes: list[Outcome]) -> list[Any]:
    return [outcome.activities for outcome in outcomes if isinstance(outcome, Record)]


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: archive.name)
@given(document=any_json)
def test_no_json_raises(archive: Archive, document: Any) -> None:
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(document, archive=archive))
    assert all(isinstance(each, Record | Unreadable) for each in archive.retry(json.dumps(document).encode(), "x.json"))


@given(st.lists(almost_message | any_json, max_size=4))
def test_every_almost_message_has_one_outcome_the_same_each_time(messages: list[Any]) -> None:
    outcomes = read(messages)
    assert len(outcomes) == len(messages)
    assert [type(outcome) for outcome in read(messages)] == [type(outcome) for outcome in outcomes]
    assert all(len(outcome.raw) <= MAX_RAW for outcome in outcomes if isinstance(outcome, Unreadable))


@given(st.lists(any_json.filter(lambda value: not isinstance(value, dict)), min_size=1, max_size=4), st.data())
def test_broken_messages_take_no_good_one_with_them(broken: list[Any], data: st.DataObject) -> None:
    whole = [message(number) for number in range(5)]
    mixed: list[Any] = list(whole)
    for each in broken:
        mixed.insert(data.draw(st.integers(0, len(mixed))), each)
    outcomes = read(mixed)
    assert good(outcomes) == good(read(whole))
    assert sum(isinstance(outcome, Unreadable) for outcome in outcomes) == len(broken)


@given(st.integers(0, 1000), st.sampled_from([None, PRETTY]))
def test_a_file_that_is_cut_off_gives_all_that_came_before(cut: int, indent: int | None) -> None:
    messages = [message(number, reactions=[{"name": "a", "users": ["U1"]}]) for number in range(6)]
    data = json.dumps(messages, indent=indent).encode()
    cut = cut * len(data) // 1000
    whole = sum(data[:cut].count(f"Message {n}".encode()) for n in range(6))
    outcomes = read(data[:cut])
    assert good(read(data))[: len(good(outcomes))] == good(outcomes)
    assert len(good(outcomes)) in (whole, whole - 1)


one_line = st.binary(min_size=1, max_size=8).filter(lambda noise: b"\n" not in noise)


@given(one_line, st.integers(0, 3), st.integers(0, 300), st.sampled_from([PRETTY, None]))
def test_damage_in_one_message_costs_that_message(noise: bytes, which: int, at: int, indent: int | None) -> None:
    messages = [message(number, files=[{"id": "F1", "user": "U1"}]) for number in range(4)]
    data = json.dumps(messages, indent=indent).encode()
    begin, end = data.index(b"Message %d" % which), data.index(messages[which]["ts"].encode())
    place = begin + at % (end - begin)
    texts = {a.text for found in good(read(data[:place] + noise + data[place + 1 :])) for a in found}
    assert {f"Message {number}" for number in range(4) if number != which} <= texts


@given(st.binary(max_size=200), st.integers(0, 300))
def test_any_bytes_in_a_file_never_raise(noise: bytes, at: int) -> None:
    data = json.dumps([message(number) for number in range(3)]).encode()
    assert all(isinstance(outcome, Record | Unreadable) for outcome in read(data[:at] + noise + data[at:]))


@given(st.binary(max_size=300))
def test_damaged_lists_beside_never_raise(noise: bytes) -> None:
    assert len(activities(read([message(1)], beside={"users.json": noise, "channels.json": noise}))) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"ts": None},
        {"ts": "yesterday"},
        {"ts": "-1.0"},
        {"ts": "1e9"},
        {"text": 5},
        {"reactions": "many"},
        {"user": []},
    ],
)
def test_a_field_of_a_wrong_kind_is_said(fields: dict[str, Any]) -> None:
    before, aside, after = read([message(1), message(2, **fields), message(3)])
    assert isinstance(aside, Unreadable)
    assert next(iter(fields)) in aside.reason
    assert len(activities([before, after])) == 2


def test_impossible_lengths_of_a_huddle_are_not_told() -> None:
    for start, end in ((1, 1e300), (1705312001, 1705312000), (1, 2e9)):
        room = {"created_by": "U1", "date_start": start, "date_end": end}
        (activity,) = activities(read([message(1, subtype="huddle_thread", room=room)]))
        assert (activity.kind, activity.facts) == ("event", None)


def test_lone_surrogates_and_nul_do_not_lose_a_message() -> None:
    data = json.dumps([message(1, text="a\ud800b\0", blocks=[])]).encode()
    (activity,) = activities(read(data))
    assert activity.text == "a?b\0"


def test_deep_blocks_are_read_as_far_as_slack_nests() -> None:
    deep: Any = {"type": "text", "text": "x"}
    for _ in range(300):
        deep = {"type": "rich_text_section", "elements": [deep]}
    assert activities(read([message(1, text="", blocks=[deep])]))[0].text is None


def test_a_broken_person_is_set_aside_and_can_be_mended() -> None:
    people = json.loads(FILES["users.json"])
    first, aside = read([people[0], people[1] | {"id": None}], archive=PEOPLE)
    assert isinstance(first, Record)
    assert isinstance(aside, Unreadable)
    (mended,) = PEOPLE.retry(aside.raw.replace(b'"id": null', b'"id": "U0BOB0002"'), "users.json")
    assert isinstance(mended, Record)
    assert [told.who.name for told in mended.people] == ["Bob Example"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("x.zip › general/2024-01-15.json", b"[]", "slack-messages"),
        ("x.zip › groups.json", b"[\n]\n", "slack-channels"),
        ("x.zip › dms.json", b"[]", "slack-others"),
        ("x.zip › dms.json", b'[{"id": "D0ABCDEFG", "created": 1, "members": ["U1", "U2"]}]', "slack-others"),
        ("x.zip › mpims.json", b'[{"id": "G0ABCDEFG", "name": "mpdm-a--b-1", "members": []}]', "slack-others"),
        ("integration_logs.json", b'[{"user_id": "U1", "change_type": "added"}]', "slack-others"),
        ("canvases.json", b'[{"id": "F0ABCDEFG", "filetype": "quip"}]', "slack-others"),
        ("anything.json", b"[]", None),
        ("users.json", b'{"id": "U0ADA0001", "profile": {}}', None),
    ],
)
def test_files_are_told_apart(name: str, data: bytes, kind: str | None) -> None:
    assert [archive.name for archive in BY_NAME.values() if archive.recognise(name, data)] == ([kind] if kind else [])
