"""What the files of a dump say of each other: whose answer was accepted and when, which question a comment is under."""

from io import BytesIO

import pytest

from rapport.platforms.stackexchange import accepted
from rapport.platforms.stackexchange.site import UNKNOWN, site_of
from rapport.words.records import Record, Where
from tests.platforms.stackexchange.dumps import BY_NAME, SITE, activities, answer, dump, question, read, row

POSTS = [question(1, AcceptedAnswerId=3), answer(2, 1), answer(3, 1, OwnerUserId=9)]
VOTE = row(Id=5, PostId=3, VoteTypeId=1, CreationDate="2021-05-01T00:00:00.000")


def test_an_acceptance_is_one_activity_by_both_roads() -> None:
    around = {"Votes.xml": dump("votes", [VOTE])}
    (by_post,) = [one for one in activities(read("posts", POSTS, around)) if one.kind == "answer"]
    (by_vote,) = activities(read("votes", [VOTE], {"Posts.xml": dump("posts", POSTS)}))
    assert by_post == by_vote
    assert (by_post.native_id, by_post.parent, by_post.at.isoformat()) == (
        f"{SITE}/post/1/accepted", f"{SITE}/post/3", "2021-05-01T00:00:00+00:00"
    )  # fmt: skip
    assert by_post.author is not None
    assert by_post.author.native_id == f"{SITE}/9"


def test_without_votes_an_acceptance_has_the_answers_own_time_and_gives_way_to_the_dated_one() -> None:
    (alone,) = [one for one in activities(read("posts", POSTS)) if one.kind == "answer"]
    (dated,) = activities(read("votes", [VOTE], {"Posts.xml": dump("posts", POSTS)}))
    assert alone.at.isoformat() == "2021-04-28T00:00:00+00:00"
    assert (alone.native_id, alone.revision < dated.revision) == (dated.native_id, True)


def test_the_day_of_a_vote_never_puts_an_acceptance_before_its_answer() -> None:
    """Dumps cut the time of a vote down to its day."""
    late = answer(3, 1, CreationDate="2021-05-01T18:00:00")
    around = {"Votes.xml": dump("votes", [VOTE])}
    (one,) = [one for one in activities(read("posts", [POSTS[0], late], around)) if one.kind == "answer"]
    assert one.at.isoformat() == "2021-05-01T18:00:00+00:00"


def test_a_question_has_one_accepted_answer_and_a_later_acceptance_takes_its_place() -> None:
    other = row(Id=6, PostId=2, VoteTypeId=1, CreationDate="2022-01-01T00:00:00.000")
    first, later = activities(read("votes", [VOTE, other], {"Posts.xml": dump("posts", POSTS)}))
    assert first.native_id == later.native_id
    assert first.revision < later.revision


def test_a_vote_that_nobody_can_be_told_by_is_no_activity() -> None:
    votes = [VOTE, *(row(Id=n, PostId=3, VoteTypeId=n, CreationDate="2021-05-01T00:00:00.000") for n in range(2, 17))]
    outcomes = read("votes", votes)
    assert len(outcomes) == 16
    assert activities(outcomes) == []


def test_accepted_answers_that_never_come_do_not_fill_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepted, "MOST_WAITING", 3)
    posts = [*(question(n, AcceptedAnswerId=100 + n) for n in range(1, 8)), answer(101, 1), answer(107, 7)]
    assert [one.thread for one in activities(read("posts", posts)) if one.kind == "answer"] == [f"{SITE}/post/7"]


def test_a_comment_is_of_the_thread_of_its_post_and_the_fuller_look_wins() -> None:
    comments = [row(Id=n, PostId=n, Text="Yes", CreationDate="2021-05-01T00:00:00.000", UserId=7) for n in (1, 3, 9)]
    alone = activities(read("comments", comments))
    placed = activities(read("comments", comments, {"Posts.xml": dump("posts", POSTS)}))
    assert [one.thread for one in alone] == [None, None, None]
    assert [one.thread for one in placed] == [f"{SITE}/post/1", f"{SITE}/post/1", None]
    assert [one.parent for one in alone] == [one.parent for one in placed]
    assert [b.revision - a.revision for a, b in zip(alone, placed, strict=True)] == [1, 1, 0]


def test_an_edit_of_title_and_body_at_once_is_one_activity() -> None:
    rows = [
        row(Id=n, PostHistoryTypeId=n, PostId=1, RevisionGUID="A-1", CreationDate="2021-05-01T00:00:00", UserId=7)
        for n in (4, 5, 6)
    ]
    assert {one.native_id for one in activities(read("posthistory", rows))} == {f"{SITE}/revision/a-1"}


def test_a_removed_account_is_told_by_its_number_alone() -> None:
    posts = [
        row(Id=n, PostTypeId=1, CreationDate="2021-05-01T00:00:00", OwnerDisplayName=name)
        for n, name in enumerate(("user204", "Ada", "user2x"), 1)
    ]
    authors = [one.author for one in activities(read("posts", posts))]
    assert [author and author.native_id for author in authors] == [f"{SITE}/204", None, None]


def test_a_later_edit_closing_or_removal_takes_the_posts_place() -> None:
    dates: tuple[dict[str, object], ...] = (
        {}, {"LastEditDate": "2021-06-01T00:00:00.001"}, {"ClosedDate": "2021-06-02T00:00:00"},
        {"DeletionDate": "2021-06-03T00:00:00"},
    )  # fmt: skip
    looks = [activities(read("posts", [question(1, Title="T", **more)]))[0] for more in dates]
    assert [one.revision for one in looks] == sorted({one.revision for one in looks})
    assert (looks[-1].deleted, looks[-1].title, looks[-1].facts) == (True, None, None)


@pytest.mark.parametrize(
    ("file", "site"),
    [
        ("dumps/ai.stackexchange.com/Posts.xml", "ai.stackexchange.com"),
        ("ai.meta.stackexchange.com.zip › Posts.xml", "ai.meta.stackexchange.com"),
        ("stackexchange.tar.gz › stackexchange/ru.stackoverflow.com/Posts.xml", "ru.stackoverflow.com"),
        ("stackoverflow.com-Posts.xml", "stackoverflow.com"),
        ("MathOverflow.net/Users.xml", "mathoverflow.net"),
        ("dumps/answers.example.org/Posts.xml", "answers.example.org"),
        ("answers.example.org.tar.gz › Posts.xml", "answers.example.org"),
        ("notstackoverflow.com.evil/Posts.xml", "notstackoverflow.com.evil"),
        ("Posts.xml", UNKNOWN),
        ("stackexchange/Posts.xml", UNKNOWN),
    ],
)
def test_the_site_is_the_innermost_host_of_the_path(file: str, site: str) -> None:
    assert site_of(file) == site


@pytest.mark.parametrize(
    ("file", "given", "site"),
    [
        ("Posts.xml", "ai.stackexchange.com", "ai.stackexchange.com"),
        ("Posts.xml", "../dumps/AI.stackexchange.com/", "ai.stackexchange.com"),
        ("Posts.xml", "ai.stackexchange.com/Posts.xml", "ai.stackexchange.com"),
        ("ru.stackoverflow.com/Posts.xml", "stackexchange.com", "ru.stackoverflow.com"),
        ("Posts.xml", "answers.example.org", "answers.example.org"),
        ("Posts.xml", "/srv/rapport.example.org/dump", UNKNOWN),
        ("Posts.xml", ".", UNKNOWN),
    ],
)
def test_the_site_may_be_the_name_of_the_folder_that_was_given(file: str, given: str, site: str) -> None:
    assert site_of(file, given) == site
    (first, *_) = BY_NAME["posts"].read(BytesIO(dump("posts", POSTS)), Where(file, given=given))
    assert isinstance(first, Record)
    assert first.activities[0].native_id == f"{site}/post/1"


@pytest.mark.parametrize("root", ["posts", "comments", "users", "votes", "posthistory", "postlinks", "badges", "tags"])
def test_an_empty_file_of_a_dump_is_known_by_its_name(root: str) -> None:
    for content in (dump(root, []), b"<%s />" % root.encode()):
        assert BY_NAME[root].recognise(f"{root.title()}.xml", content)
        assert not BY_NAME[root].recognise("other.xml", content)
        assert read(root, content) == []


def test_xml_that_is_no_dump_or_declares_entities_is_not_taken() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE posts [<!ENTITY a "aaaa">]>' + dump("posts", [question(1)])
    for content in (bomb, b"<posts><row Id='1'/></posts>", b"<rss><row PostTypeId='1'/></rss>", b"<posts>", b""):
        assert not BY_NAME["posts"].recognise("p.xml", content)


def test_a_file_in_utf16_is_read_too() -> None:
    content = dump("posts", POSTS).decode().encode("utf-16")
    assert BY_NAME["posts"].recognise("Posts.xml", content[:999])
    assert read("posts", content) == read("posts", POSTS)
    assert all(isinstance(outcome, Record) for outcome in read("posts", POSTS))
