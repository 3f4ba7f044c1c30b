"""A forum's own backup: it tells what the API tells, keeps what is private to itself, and survives damage."""

import gzip
import io
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.collect.archives import recognise
from rapport.collect.containers import Found, Walk
from rapport.collect.streams import Content
from rapport.platforms.discourse.archive import ARCHIVES
from rapport.platforms.discourse.held import Held
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

BY_NAME: dict[str, Archive] = {archive.name: archive for archive in ARCHIVES}
BACKUP, TOPIC = BY_NAME["discourse-backup"], BY_NAME["discourse-topic"]
DUMP = (Path(__file__).parents[1] / "golden/discourse/dump.native.sql").read_bytes()


def read(data: bytes, archive: Archive = BACKUP) -> list[Outcome]:
    return list(archive.read(io.BytesIO(data), Where("dump.sql")))


def activities(outcomes: list[Outcome]) -> dict[str, Activity]:
    found = [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]
    return {activity.native_id: activity for activity in found}


def test_a_post_is_the_same_by_backup_and_by_api() -> None:
    api = b"""{"post_stream": {"posts": [{"id": 12, "username": "bob", "user_id": 4, "admin": false, "moderator": false,
      "avatar_template": "/user_avatar/forum.example.org/bob/{size}/1.png", "created_at": "2024-01-01T10:00:00.500Z",
      "updated_at": "2024-01-01T10:05:00.250Z", "raw": "Because of the wind.", "post_number": 2, "post_type": 1,
      "topic_id": 7, "version": 2, "reads": 5, "accepted_answer": true, "actions_summary": [{"id": 2, "count": 1}]}]},
      "id": 7, "title": "Kites fail", "slug": "kites-fail", "category_id": 4, "archetype": "regular",
      "accepted_answer": {"post_number": 2}}"""
    ours, theirs = activities(read(DUMP)), activities(read(api, TOPIC))
    for key, theirs_one in theirs.items():
        assert theirs_one.author
        named = theirs_one.author._replace(avatar=None)
        assert ours[key]._replace(revision=0) == theirs_one._replace(revision=0, author=named)
    assert ours["forum.example.org/post/12"].revision == theirs["forum.example.org/post/12"].revision


def test_what_only_some_may_read_is_counted_and_not_kept() -> None:
    found = activities(read(DUMP))
    assert not {"forum.example.org/topic/8", "forum.example.org/topic/9", "forum.example.org/post/16"} & found.keys()
    assert not any("secret" in (each.text or "").lower() for each in found.values())


def test_without_its_topics_nothing_of_a_post_is_kept() -> None:
    cut = DUMP[: DUMP.index(b"COPY public.topics")]
    outcomes = read(cut)
    (aside,) = [each for each in outcomes if isinstance(each, Unreadable)]
    assert "ends before its topics" in aside.reason
    assert activities(outcomes) == {}


def test_before_2018_a_post_said_itself_that_it_is_the_answer() -> None:
    begun = DUMP.index(b"COPY public.discourse_solved")
    old = (
        b"COPY public.post_custom_fields (id, post_id, name, value) FROM stdin;\n1\t12\tis_accepted_answer\ttrue\n\\.\n"
    )
    found = activities(read(DUMP[:begun] + old + DUMP[DUMP.index(b"\\.", begun) + 3 :]))
    assert found["forum.example.org/topic/7/accepted"].parent == "forum.example.org/post/12"


def test_a_backup_with_uploads_is_read_through_its_containers(tmp_path: Path) -> None:
    packed = gzip.compress(DUMP)
    with tarfile.open(tmp_path / "forum.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("dump.sql.gz")
        member.size = len(packed)
        tar.addfile(member, io.BytesIO(packed))
    found: dict[str, Activity] = {}
    for entry in Walk(tmp_path / "forum.tar.gz"):
        assert isinstance(entry, Found)
        archive = recognise(entry.name, entry.stream.head())
        assert archive is BACKUP
        found = activities(list(archive.read(Content(entry.stream), Where(entry.file))))
    assert found.keys() == activities(read(DUMP)).keys()


def test_a_dump_of_another_program_is_not_taken() -> None:
    other = DUMP.replace(b"discourse_functions", b"x").replace(b"public.backup_metadata", b"public.things")
    assert not BACKUP.recognise("dump.sql", other)


def test_what_is_set_aside_reads_again() -> None:
    broken = DUMP.replace(b"2024-01-01 11:00:00\t2024-01-01 11:00:00\t2", b"yesterday\tyesterday\t2")
    (aside,) = [each for each in read(broken) if isinstance(each, Unreadable) and "created_at" in each.reason]
    (again,) = BACKUP.retry(aside.raw.replace(b"yesterdayTZ", b"2024-01-01T11:00:00Z"), "x")
    assert activities([again])["forum.example.org/post/13"].text == "Thanks!"


@pytest.mark.parametrize("rows", [0, 1, 499, 500, 501, 1_300])
def test_what_is_held_comes_back_in_its_order(rows: int) -> None:
    with closing(Held()) as held:
        for number in range(rows):
            held.add([str(number), None])
        assert [row[0] for row in held] == [row[0] for row in held] == [str(number) for number in range(rows)]


@given(st.binary(max_size=60), st.integers(0, len(DUMP)))
def test_no_damage_raises(noise: bytes, at: int) -> None:
    for outcome in read(DUMP[:at] + noise + DUMP[at + len(noise) :]):
        assert isinstance(outcome, Record | Unreadable)
        if isinstance(outcome, Unreadable):
            retried: list[Any] = list(BACKUP.retry(outcome.raw, "dump.sql"))
            assert all(isinstance(each, Record | Unreadable) for each in retried)


def test_a_category_that_is_not_told_of_is_taken_for_a_private_one() -> None:
    told_of_staff = b"6\tStaff\tBF1E2E\t\\N\tt\t3\n"
    assert told_of_staff in DUMP
    for damaged in (DUMP.replace(told_of_staff, b""), DUMP.replace(told_of_staff, b"6\tStaff\n")):
        assert "forum.example.org/topic/9" not in activities(read(damaged))
    bare = DUMP.replace(b"COPY public.categories", b"COPY public.others")
    assert any(isinstance(each, Unreadable) and "no categories" in each.reason for each in read(bare))
    assert not any("/topic/" in key for key in activities(read(bare)))


def test_what_somebody_wrote_begins_no_table() -> None:
    fake = b"COPY public.posts (id, user_id, topic_id, post_number, raw, created_at) FROM stdin;\n"
    written = b"COPY public.drafts (data) FROM stdin;\n" + fake + b"666\t3\t7\t9\tforged\t2024-01-01 00:00:00\n\\.\n\n"
    place = DUMP.index(b"COPY public.posts")
    found = activities(read(DUMP[:place] + written + DUMP[place:]))
    assert found.keys() == activities(read(DUMP)).keys()


def test_a_like_of_a_whisper_is_not_kept() -> None:
    liked = DUMP.replace(b"1\t12\t3\t2\t", b"1\t16\t3\t2\t")
    assert "forum.example.org/post/12/like/3" in activities(read(DUMP))
    assert not any("/post/16" in key for key in activities(read(liked)))
