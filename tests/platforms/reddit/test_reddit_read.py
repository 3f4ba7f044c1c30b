"""Reddit by both roads: an account's own export and a dump of a subreddit tell of the same things."""

import io
import json
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.reddit import archive as archives
from rapport.platforms.reddit.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

BY_NAME = {archive.name: archive for archive in ARCHIVES}
HEADER = b"id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n"
STATISTICS = {"statistics.csv": b"statistic,value\naccount name,Ada\n"}


def line(**fields: Any) -> dict[str, Any]:
    comment = {"id": "kd1", "author": "Ada", "created_utc": 1698410096, "subreddit": "Example"}
    return comment | {"link_id": "t3_17abc", "parent_id": "t3_17abc", "body": "Yes"} | fields


def dumped(*things: Any) -> list[Outcome]:
    data = b"\n".join(thing if isinstance(thing, bytes) else json.dumps(thing).encode() for thing in things)
    return list(BY_NAME["reddit-dump"].read(io.BytesIO(data), Where("RC_2023-10.zst")))


def exported(rows: bytes, where: Where) -> list[Outcome]:
    return list(BY_NAME["reddit-comments"].read(io.BytesIO(HEADER + rows), where))


def only(outcomes: list[Outcome]) -> Activity:
    (outcome,) = outcomes
    assert isinstance(outcome, Record), outcome
    (activity,) = outcome.activities
    return activity


ROW = b"kd1,https://www.reddit.com/r/Example/comments/17abc/a/kd1/,2023-10-27 12:34:56 UTC,,Example,0,,,Yes,\n"


def test_export_and_dump_tell_of_one_comment_and_the_dump_tells_more() -> None:
    mine = only(exported(ROW, Where("comments.csv", STATISTICS)))
    other = only(dumped(line(score=3)))
    assert mine._replace(revision=0) == other._replace(revision=0, facts=None)
    assert other.revision - mine.revision == 1


def test_the_table_that_says_whose_export_it_is_is_known_and_tells_of_nothing_done() -> None:
    (archive,) = [each for each in ARCHIVES if each.recognise("statistics.csv", STATISTICS["statistics.csv"])]
    assert list(archive.read(io.BytesIO(STATISTICS["statistics.csv"]), Where("statistics.csv"))) == []
    assert not any(each.recognise("statistics.csv", b"statistic,value\nmean,3\n") for each in ARCHIVES)


def test_whose_export_it_is_stands_in_statistics_else_in_the_name_of_the_zip() -> None:
    found = [
        only(exported(ROW, Where("comments.csv", STATISTICS))),
        only(exported(ROW, Where("export_Ada_20240131.zip › comments.csv"))),
        only(exported(ROW, Where("comments.csv"))),
    ]
    assert [one.author and one.author.handle for one in found] == ["Ada", "Ada", None]


@pytest.mark.parametrize("text", ["[deleted]", "[removed]", "[ Removed by Reddit ]"])
def test_a_removed_text_is_a_deletion_that_takes_the_earlier_texts_place(text: str) -> None:
    before = only(dumped(line(edited=1698420000)))
    after = only(dumped(line(body=text, author="[deleted]", retrieved_on=1698500000)))
    assert (after.deleted, after.text, after.author) == (True, None, None)
    assert after.revision > before.revision


def test_an_edit_takes_the_earlier_texts_place() -> None:
    assert only(dumped(line(edited=1698410097.0))).revision > only(dumped(line(edited=False))).revision


def test_a_row_set_aside_reads_as_if_never_broken_once_it_is_mended() -> None:
    (aside,) = exported(ROW.replace(b"2023-10-27", b"2023-99-27"), Where("comments.csv", STATISTICS))
    assert isinstance(aside, Unreadable)
    mended = aside.raw.replace(b"2023-99-27", b"2023-10-27")
    assert only(list(BY_NAME["reddit-comments"].retry(mended, "comments.csv"))) == only(
        exported(ROW, Where("comments.csv", STATISTICS))
    )


def test_votes_and_private_messages_are_records_that_hold_nothing() -> None:
    messages = b"id,permalink,thread_id,date,ip,from,to,subject,body\na,b,c,d,,e,f,g,h\n"
    archive = BY_NAME["reddit-left-out"]
    assert archive.recognise("messages.csv", messages)
    assert list(archive.read(io.BytesIO(messages), Where("messages.csv"))) == [Record("line 2", [])]


def test_one_kind_recognises_each_file_of_an_export() -> None:
    heads = [HEADER, HEADER.replace(b"link,parent,body,media", b"title,url,body"), b"id,permalink,direction\n"]
    for head in [*heads, HEADER.replace(b",body,media", b""), json.dumps(line()).encode()]:
        assert len([one.name for one in ARCHIVES if one.recognise("upload", head)]) == 1
    assert not [one for one in ARCHIVES if one.recognise("comments.csv", b"id,text\n1,2\n")]


KEYS = [
    "id",
    "author",
    "created_utc",
    "subreddit",
    "title",
    "selftext",
    "link_id",
    "parent_id",
    "body",
    "edited",
    "data",
]
value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["17abc", "t3_17abc", "Example", 1698410096, "1e400", "[deleted]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), value) | value, max_size=4))
def test_every_line_has_an_outcome_and_takes_no_good_one_with_it(things: list[Any]) -> None:
    outcomes = dumped(*things, line())
    lists = sum(isinstance(thing, list) or (isinstance(thing, dict) and "data" in thing) for thing in things)
    assert len(outcomes) >= len(things) + 1
    assert lists or len(outcomes) == len(things) + 1
    assert outcomes[-1]._replace(position="") == dumped(line())[0]._replace(position="")


@pytest.mark.parametrize(
    "broken", [b"{", b"[" * 100_000, b"null", b"\xff", b'{"id":"a\\ud800"}', b'{"created_utc":NaN}', b"1", b'"x"']
)
def test_bytes_that_are_no_thing_are_set_aside(broken: bytes) -> None:
    aside, *good = dumped(broken, line(), line(id="kd2"))
    assert isinstance(aside, Unreadable)
    assert aside.reason.endswith(".")
    assert [isinstance(each, Record) for each in good] == [True, True]


def test_a_line_without_end_is_set_aside_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LONGEST_LINE", 4096)
    aside, good = dumped(b"x" * 10_000, line())
    assert isinstance(aside, Unreadable)
    assert "10,001 bytes" in aside.reason
    assert len(aside.raw) <= MAX_RAW
    assert isinstance(good, Record)


POST = {
    "id": "17abc", "name": "t3_17abc", "author": "Ada", "created_utc": 1698400800.0, "title": "How?", "selftext": "So.",
    "permalink": "/r/Example/comments/17abc/how/", "url": "https://www.reddit.com/r/Example/comments/17abc/how/",
}  # fmt: skip
ANSWER = {"id": "kd1", "author": "Bo", "created_utc": 1698400900.0, "body": "Thus.", "parent_id": "t3_17abc"}
AGAIN = {"id": "kd2", "author": "DELETED", "created_utc": 1698401000.0, "body": "Thanks", "parent_id": "t1_kd1"}


def listing(*children: Any) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"after": None, "children": list(children)}}


def wrapped(kind: str, thing: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": kind, "data": {"subreddit": "Example", **thing, **more}}


BY_API = [
    listing(wrapped("t3", POST)),
    listing(
        wrapped(
            "t1", ANSWER, link_id="t3_17abc", replies=listing(wrapped("t1", AGAIN, link_id="t3_17abc", replies=""))
        ),
        {"kind": "more", "data": {"count": 3, "children": ["kd4"]}},
    ),
]
BY_BDFR = POST | {"comments": [
    ANSWER | {"submission": "17abc", "subreddit": "Example",
              "replies": [AGAIN | {"submission": "17abc", "subreddit": "Example", "replies": []}]},
]}  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        json.dumps(BY_API), json.dumps(BY_API, indent=4), json.dumps(BY_BDFR), json.dumps(BY_BDFR, indent=4),
        json.dumps([BY_BDFR]), json.dumps([POST, ANSWER | {"link_id": "t3_17abc", "subreddit": "Example"},
                                           AGAIN | {"link_id": "t3_17abc", "subreddit": "Example", "author": None}]),
    ],
)  # fmt: skip
def test_a_page_of_the_api_or_of_bdfr_gives_its_post_and_comments(page: str) -> None:
    archive = BY_NAME["reddit-dump"]
    assert archive.recognise("how.json", page.encode())
    outcomes = list(archive.read(io.BytesIO(page.encode()), Where("how.json")))
    acts = [outcome.activities[0] for outcome in outcomes if isinstance(outcome, Record)]
    assert [(act.native_id, act.kind, act.parent, act.thread, act.channel.name) for act in acts] == [
        ("t3_17abc", "post", None, "t3_17abc", "r/Example"),
        ("t1_kd1", "comment", "t3_17abc", "t3_17abc", "r/Example"),
        ("t1_kd2", "comment", "t1_kd1", "t3_17abc", "r/Example"),
    ]
    assert [act.author and act.author.handle for act in acts] == ["Ada", "Bo", None]


def test_replies_without_end_are_read_without_recursion() -> None:
    deepest: dict[str, Any] = ANSWER
    for number in range(300):
        deepest = {**ANSWER, "id": f"k{number}", "replies": [deepest]}
    (*_, last) = dumped(POST | {"comments": [deepest]})
    assert isinstance(last, Record)


def test_blank_lines_are_no_records() -> None:
    assert list(BY_NAME["reddit-dump"].read(cast(BinaryIO, io.BytesIO(b"\n \r\n\0\n")), Where("RC"))) == []


def test_damage_in_a_page_costs_the_comment_that_it_touches() -> None:
    for indent in (None, 1):
        page = json.dumps(BY_API, indent=indent).encode()
        outcomes = list(BY_NAME["reddit-dump"].read(io.BytesIO(page.replace(b'"kd1"', b'"kd1')), Where("how.json")))
        found = [outcome.activities[0].native_id for outcome in outcomes if isinstance(outcome, Record)]
        assert found == ["t3_17abc", "t1_kd2"]
        assert any(isinstance(outcome, Unreadable) for outcome in outcomes)
