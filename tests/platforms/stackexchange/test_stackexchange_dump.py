"""A whole real dump, counted again by other means: the standard library's tree of each file."""

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rapport.words.activity import Activity
from rapport.words.records import Record, Where
from tests.platforms.stackexchange.dumps import BY_NAME

DUMP = Path(__file__).parents[4] / "shared/data/stackexchange"
FILES = ("Badges", "Comments", "PostLinks", "Posts", "Tags", "Users", "Votes")

pytestmark = pytest.mark.skipif(not DUMP.exists(), reason=f"{DUMP} is not here")


def rows(file: str) -> list[ElementTree.Element]:
    return list(ElementTree.parse(DUMP / f"{file}.xml").getroot())  # noqa: S314  # the folder is ours


def records(file: str) -> list[Record]:
    archive = BY_NAME[file.lower()]
    content = DUMP / f"{file}.xml"
    assert archive.recognise(content.name, content.read_bytes()[:65_536])
    beside = {name: (DUMP / name).read_bytes() for name in archive.beside}
    with content.open("rb") as stream:
        outcomes = list(archive.read(stream, Where(f"dump/{content.name}", beside)))
    assert all(isinstance(outcome, Record) for outcome in outcomes)
    return [outcome for outcome in outcomes if isinstance(outcome, Record)]


def activities(file: str) -> list[Activity]:
    return [activity for record in records(file) for activity in record.activities]


@pytest.mark.parametrize("file", FILES)
def test_every_row_is_one_record(file: str) -> None:
    assert len(records(file)) == len(rows(file)) > 0


def test_questions_answers_and_accepted_answers() -> None:
    posts = rows("Posts")
    types = Counter(one.get("PostTypeId") for one in posts)
    answers = {one.get("Id") for one in posts if one.get("PostTypeId") == "2"}
    accepted = {one.get("AcceptedAnswerId") for one in posts} & answers
    found = activities("Posts")
    kinds = Counter(one.kind for one in found)
    assert (kinds["question"], kinds["response"]) == (types["1"], types["2"]) == (1_042, 1_496)
    assert {one.parent for one in found if one.kind == "answer"} == {f"unknown/post/{number}" for number in accepted}
    assert kinds["answer"] == len(accepted) == 459
    assert {one.thread for one in found if one.kind == "response"} <= {one.native_id for one in found}


def test_votes_tell_of_the_same_acceptances_as_posts() -> None:
    from_posts = {one for one in activities("Posts") if one.kind == "answer"}
    from_votes = [one for one in activities("Votes") if one.kind == "answer"]
    assert set(map(str, from_posts)) == set(map(str, from_votes))
    named = sum(one.get("UserId") is not None for one in rows("Votes"))
    assert len(activities("Votes")) == len(from_votes) + named


def test_comments_are_of_their_threads_and_links_of_both_posts() -> None:
    found = activities("Comments")
    assert len(found) == 1_829
    questions = {one.thread for one in activities("Posts")}
    assert sum(one.thread in questions for one in found) / len(found) > 0.99
    links = Counter(one.get("LinkTypeId") for one in rows("PostLinks"))
    told = Counter((one.facts or {})["link"] for one in activities("PostLinks"))
    assert (told["linked"], told["duplicate"]) == (links["1"], links["3"])


def test_everybody_who_wrote_is_among_the_people_told_of() -> None:
    people = {told.who.native_id for record in records("Users") for told in record.people}
    assert len(people) == len(rows("Users"))
    authors = {one.author.native_id for one in activities("Posts") if one.author}
    assert len(authors - people) <= 0.02 * len(authors)
