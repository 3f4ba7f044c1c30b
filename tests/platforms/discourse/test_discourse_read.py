"""Decisions that span two readings of the same forum: ids, revisions, hosts, recognition."""

from time import process_time

import pytest

from rapport.platforms.discourse.archive import ARCHIVES
from rapport.platforms.discourse.site import UNKNOWN, host_of
from rapport.platforms.fields import dump
from tests.platforms.discourse.posts import BY_NAME, activities, post, read, topic


def test_the_topic_tells_more_of_a_post_than_the_list_of_latest_posts() -> None:
    (alone,) = activities(read({"latest_posts": [post(3, reply_to_post_number=2)]}, archive=BY_NAME["discourse-posts"]))
    second, third = activities(read(topic([post(2), post(3, reply_to_post_number=2)])))
    assert third.native_id == alone.native_id
    assert (alone.parent, third.parent) == (None, second.native_id)
    assert third.revision > alone.revision


@pytest.mark.parametrize(
    "removal", [{"hidden": True}, {"user_deleted": True}, {"deleted_at": "2022-01-01T10:02:00.000Z"}]
)
def test_a_removal_wins_over_the_post_as_it_was(removal: dict[str, object]) -> None:
    (before,) = activities(read(topic([post(2)])))
    (after,) = activities(read(topic([post(2, **removal)])))
    assert after.native_id == before.native_id
    assert after.revision > before.revision
    assert after.deleted
    assert (after.text, after.title, after.facts) == (None, None, None)


def test_an_edit_wins_over_a_removal_that_was_taken_back_by_it() -> None:
    (hidden,) = activities(read(topic([post(2, hidden=True)])))
    (edited,) = activities(read(topic([post(2, updated_at="2022-01-01T10:02:00.001Z")])))
    assert edited.revision > hidden.revision


def test_a_deleted_topic_takes_its_posts_along() -> None:
    gone = list(activities(read(topic([post(1), post(2)], deleted_at="2022-02-01T00:00:00Z"))))
    assert [activity.deleted for activity in gone] == [True, True]


def test_an_answer_that_only_the_topic_names_is_an_answer() -> None:
    kinds = [a.kind for a in activities(read(topic([post(1), post(2)], accepted_answer={"post_number": 2})))]
    assert kinds == ["topic", "post", "answer"]


@pytest.mark.parametrize(
    ("document", "name", "host"),
    [
        (
            {"avatar_template": "https://cdn.example.net/x/user_avatar/Forum.Example.org/ada/{size}/1.png"},
            "",
            "forum.example.org",
        ),
        ({"acting_avatar_template": "/user_avatar/localhost:3000/ada/{size}/1.png"}, "", "localhost:3000"),
        ({"link_counts": [{"internal": True, "url": "https://a.example.org/t/x/1"}]}, "", "a.example.org"),
        ({"link_counts": [{"internal": False, "url": "https://a.example.org/t/x/1"}]}, "", UNKNOWN),
        ({"cooked": '<a href="https://a.example.org/t/x/1">'}, "x/7.json", UNKNOWN),
        ({}, "data/forum.example.org/t/7.json", "forum.example.org"),
        ({}, "dump.zip › forum.example.org/7.json", "forum.example.org"),
        ({}, "data/posts/loading.7.json", UNKNOWN),
        ([], "", UNKNOWN),
    ],
)
def test_the_host_is_the_servers_word_else_the_folders_name(document: object, name: str, host: str) -> None:
    assert host_of(document, name) == host


def test_the_servers_word_goes_before_the_folders_name() -> None:
    (activity,) = activities(read(topic([post(1)]), name="other.example.net/3.json"))
    assert activity.native_id == "forum.example.org/topic/3"


@pytest.mark.parametrize(
    ("document", "names"),
    [
        (topic([post(1)]), ["discourse-topic"]),
        ({"id": 3, "post_stream": {"posts": [post(1)]}}, ["discourse-topic"]),
        ({"latest_posts": []}, ["discourse-posts"]),
        (post(1), ["discourse-posts"]),
        ([post(1)], ["discourse-posts"]),
        ({"user": {"avatar_template": ""}}, ["discourse-users"]),
        ({"user_actions": []}, ["discourse-likes"]),
        ({"body": '"post_stream": {'}, []),
        ({"payload": {"post_stream": 1}}, []),
        ({"user": {"login": "ada", "avatar_url": ""}}, []),
        ([{"username": "ada"}], []),
        ("post_stream", []),
    ],
)
def test_files_are_told_apart_by_their_own_keys(document: object, names: list[str]) -> None:
    for data in (dump(document), b"\xef\xbb\xbf \n" + dump(document)):
        assert [archive.name for archive in ARCHIVES if archive.recognise("any name", data)] == names


def test_a_head_cut_anywhere_after_the_first_key_is_recognised() -> None:
    head = dump(topic([post(1)]))
    for end in range(len(b'{"post_stream":'), len(head)):
        assert BY_NAME["discourse-topic"].recognise("", head[:end])


def test_a_head_cut_within_a_text_of_quotes_is_looked_at_once() -> None:
    head = (b'{"body": "' + rb"\"" * 40_000)[:65_536]
    begun = process_time()
    assert not any(archive.recognise("", head) for archive in ARCHIVES)
    assert process_time() - begun < 2  # seconds; a milli-second, or half a minute where each quote starts anew


def test_a_head_that_is_no_json_is_not_recognised() -> None:
    for head in (b"", b"\xff\xfe\0", b"sha\tdate\n", b'"post_stream":', b'{"a":1}\n{"post_stream":{}}'):
        assert not any(archive.recognise("", head) for archive in ARCHIVES)
