"""YouTube by four roads: today's tables, older pages, live chats, and what yt-dlp writes."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.youtube import archive as archives
from rapport.platforms.youtube.archive import ARCHIVES
from rapport.platforms.youtube.segments import text_of
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

BY_NAME = {archive.name.removeprefix("youtube-"): archive for archive in ARCHIVES}
ME, VIDEO, COMMENT = "UCabcdefghijklmnopqrstuv", "WtOskFeLmr4", "UgxtiXQkY7gqHbldJ1F4AaABAg"
OLD = b"Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text\r\n"
ROW = f"{COMMENT},{ME},2020-05-06T19:32:44Z,0,,{VIDEO},yes\r\n".encode()
LINKS = f'<a href="http://www.youtube.com/watch?v={VIDEO}&amp;lc={COMMENT}">comment</a>'
PAGE = f"<html><ul><li>You added a {LINKS} at 2020-05-06 19:32:44 UTC.<br/>yes</li></ul>".encode()


def read(name: str, data: bytes) -> list[Outcome]:
    return list(BY_NAME[name].read(io.BytesIO(data), Where("upload")))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    assert not [outcome for outcome in outcomes if isinstance(outcome, Unreadable)], outcomes
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def told(**fields: Any) -> dict[str, Any]:
    comment = {"id": COMMENT, "text": "yes", "author_id": ME, "author": "@ada", "parent": "root"}
    return comment | {"timestamp": 1588793564} | fields


def info(comments: list[Any], **fields: Any) -> bytes:
    about = {"id": VIDEO, "title": "Make", "channel_id": ME, "channel": "Ada", "upload_date": "20200501"} | fields
    return json.dumps(about | {"comments": comments, "webpage_url": "https://www.youtube.com/watch?v=x"}).encode()


def test_one_comment_by_three_roads_is_one_and_the_exact_one_stands() -> None:
    (table,) = activities(read("takeout", OLD + ROW))
    (page,) = activities(read("page", PAGE))
    guessed, _ = activities(read("info", info([told()])))
    assert table.native_id == page.native_id == guessed.native_id == COMMENT
    assert table.at == page.at == guessed.at
    assert (table.parent, table.thread) == (page.parent, page.thread) == (guessed.parent, guessed.thread)
    assert page.author is None
    assert page.revision < guessed.revision < table.revision


def test_a_table_in_another_language_reads_like_the_english_one() -> None:
    foreign = "Kommentar-ID,Kanal-ID,Zeitstempel,Preis,Übergeordnet,Video-ID,Kommentartext\r\n".encode()
    assert BY_NAME["takeout"].recognise("Kommentare.csv", foreign + ROW)
    assert read("takeout", foreign + ROW) == read("takeout", OLD + ROW)
    assert not BY_NAME["takeout"].recognise("Kommentare.csv", foreign)


def test_a_table_of_somebody_else_is_not_taken() -> None:
    for content in (
        b"a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n",
        b"Channel Id,Channel Url,Channel Title\nUC,h,A\n",
        b"",
        b",",
        b"\0",
    ):
        assert not BY_NAME["takeout"].recognise("x.csv", content)
    assert not BY_NAME["page"].recognise("x.html", b"<ul><li>one</li></ul>")
    assert not BY_NAME["info"].recognise("x.json", b'{"id": "WtOskFeLmr4", "title": "other"}')


def test_a_private_video_is_left_out() -> None:
    header = b"Video ID,Channel ID,Video Title (Original),Privacy,Video Create Timestamp\n"
    rows = [f"{VIDEO},{ME},Make,{kind},2020-05-06T19:32:44Z\n".encode() for kind in ("Public", "Unlisted", "Private")]
    outcomes = read("takeout", header + b"".join(rows))
    assert [len(outcome.activities) for outcome in outcomes if isinstance(outcome, Record)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("plain {x}", "plain {x}"),
        ('{"takeoutSegments":[{"text":"a"},{"text":" b"}]}', "a b"),
        ('{"text":"a"},{"text":"@ada","mention":{"externalChannelId":"UC"}}', "a@ada"),
        ('{"takeoutSegments":[{"text":""open" marks"}]}', '"open" marks'),
        ('{"text":"line\nend"}', "line\nend"),
        ("{not json", "{not json"),
        ("", None),
    ],
)
def test_the_text_of_a_cell(cell: str, text: str | None) -> None:
    assert text_of(cell) == text


@given(st.text())
def test_no_text_of_a_cell_raises(cell: str) -> None:
    text_of("{" + cell)
    assert text_of(json.dumps({"takeoutSegments": [{"text": cell}]}, ensure_ascii=False)) == (cell.strip() or None)


def test_what_was_set_aside_reads_as_if_never_broken_once_it_is_mended() -> None:
    whole = {"takeout": OLD + ROW, "page": PAGE, "info": info([told(timestamp=1588793564)], upload_date="20200501")}
    faults = {
        "takeout": (b"2020-05-06", b"2020-99-06"), "page": (b"2020-05-06", b"2020-99-06"),
        "info": (b"1588793564", b'"never"'),
    }  # fmt: skip
    for name, (good, bad) in faults.items():
        aside = read(name, whole[name].replace(good, bad))[0]
        assert isinstance(aside, Unreadable)
        (again,) = BY_NAME[name].retry(aside.raw.replace(bad, good), "upload")
        assert isinstance(again, Record)
        assert again.activities == activities(read(name, whole[name]))[:1]


def test_a_video_that_says_no_time_can_be_read_again_without_its_comments() -> None:
    good, aside = read("info", info([told()], upload_date=None))
    assert isinstance(good, Record)
    assert isinstance(aside, Unreadable)
    (again,) = BY_NAME["info"].retry(aside.raw.replace(b"null", b'"20200501"'), "upload")
    assert isinstance(again, Record)
    assert again.activities[0].kind == "video"


KEYS = ["id", "text", "author_id", "author", "parent", "timestamp", "like_count", "author_thumbnail"]
value = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), value) | value, max_size=4))
def test_every_comment_of_a_video_has_one_outcome_and_takes_no_good_one_with_it(comments: list[Any]) -> None:
    outcomes = read("info", info([*comments, told()]))
    assert len(outcomes) == len(comments) + 2
    assert isinstance(outcomes[-2], Record)
    assert isinstance(outcomes[-1], Record)


@given(st.sampled_from(["takeout", "page", "info"]), st.integers(0, 400), st.binary(max_size=5))
def test_no_noise_raises(name: str, place: int, noise: bytes) -> None:
    content = {"takeout": OLD + ROW * 2, "page": PAGE, "info": info([told(), told(id="x")])}[name]
    place %= len(content)
    for broken in (content[:place], content[:place] + noise + content[place + len(noise) :]):
        assert all(isinstance(outcome, Record | Unreadable) for outcome in read(name, broken))


def test_a_video_cut_off_keeps_the_comments_before_the_cut() -> None:
    content = info([told(id=f"Ug{number}") for number in range(50)])
    outcomes = read("info", content[: len(content) // 2])
    assert sum(isinstance(outcome, Record) for outcome in outcomes) >= 20


def test_damage_before_the_comments_costs_none_of_them() -> None:
    content = info([told(), told(id="Ug2")]).replace(b'"channel": "Ada"', b'"channel": Ada')
    outcomes = read("info", content)
    assert [one.activities[0].native_id for one in outcomes if isinstance(one, Record)][:2] == [COMMENT, "Ug2"]
    assert isinstance(outcomes[0], Unreadable)


def test_a_page_too_large_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LONGEST_PAGE", 100)
    (aside,) = read("page", PAGE)
    assert isinstance(aside, Unreadable)
    assert "larger than" in aside.reason


@pytest.mark.parametrize(
    ("file", "video"),
    [
        ("dQw4w9WgXcQ.json", "dQw4w9WgXcQ"),
        ("all.zip › talk [dQw4w9WgXcQ].jsonl", "dQw4w9WgXcQ"),
        ("my-comments.json", None),
        ("comments of dQw4w9WgXcQ and more.json", None),
    ],
)
def test_the_video_of_scraped_comments_stands_in_the_files_name(file: str, video: str | None) -> None:
    one = {"cid": "UgzAAAAAAAAAAAAAAAAAAAABAg", "text": "Hi", "channel": "", "votes": "2", "time_parsed": 1640995200.0}
    pretty = json.dumps({"comments": [one, one | {"cid": one["cid"] + ".9a"}]}, indent=4).encode()
    (archive,) = (each for each in ARCHIVES if each.recognise(file, pretty))
    first, answer = (outcome for outcome in archive.read(io.BytesIO(pretty), Where(file)))
    assert isinstance(first, Record)
    assert isinstance(answer, Record)
    assert (first.activities[0].parent, answer.activities[0].parent) == (video, one["cid"])


def test_a_video_that_is_nested_too_deeply_to_be_written_again_raises_nothing() -> None:
    info = next(archive for archive in ARCHIVES if archive.name == "youtube-info")
    deep = "[" * 990 + "]" * 990
    data = f'{{"id": "ScMzIvxBSi4", "title": {deep}, "comments": [{{"id": "Ugx"}}, {{"id": 1}}]}}'.encode()
    outcomes = list(info.read(io.BytesIO(data), Where("x.info.json")))
    assert [outcome.raw for outcome in outcomes if isinstance(outcome, Unreadable)] == [b""] * len(outcomes)
