"""Which answers were accepted, and when: it takes a question, its answer and a vote to know.

A question names its accepted answer, the answer its author, and a vote of Votes.xml the day. Posts.xml is read once,
from the top: an answer's number is higher than its question's, so what questions named waits until the answer comes.
"""

import io
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from rapport.platforms.stackexchange.read import ANSWER, QUESTION, SEEN_ALONE, SEEN_IN_THREAD, post_id, stamp
from rapport.platforms.stackexchange.rows import NotReadable, Row, moment, pieces_of, row_of, whole
from rapport.platforms.stackexchange.site import channel_of, web
from rapport.platforms.stackexchange.who import author_of
from rapport.words.activity import Activity

ACCEPTING = 1
"""Its VoteTypeId (AcceptedByOriginator)."""
MOST_WAITING = 1_000_000
"""Accepted answers that were named and have not come, over 100 MB of them. The oldest are let go: they were removed."""


_ID = re.compile(rb"\sId=\"([0-9]{1,19})\"")


class Answer(NamedTuple):
    """What Posts.xml says of an answer."""

    question: int
    row: Row
    """Its time and author only."""


class Waiting:
    """Accepted answers whose row has not come yet: answer → question."""

    def __init__(self) -> None:
        self._questions: OrderedDict[int, int] = OrderedDict()

    def question_of(self, row: Row) -> int | None:
        """The question that named this answer. A question's own row is remembered for what it names."""
        number, named, type_ = whole(row, "Id"), whole(row, "AcceptedAnswerId"), whole(row, "PostTypeId")
        if number is None or type_ != QUESTION:
            return None if number is None else self._questions.get(number)
        if named is not None:
            self._questions[named] = number
            if len(self._questions) > MOST_WAITING:
                self._questions.popitem(last=False)
        return None

    def named(self, raw: bytes) -> int | None:
        """The same of a row that cannot be read."""
        number = _ID.search(raw)
        return self._questions.get(int(number[1])) if number else None

    def came(self, answer: int) -> None:
        self._questions.pop(answer, None)


def acceptance(answer: Row, number: int, question: int, voted: datetime | None, site: str) -> Activity:
    """The accepted answer, by whoever wrote it, at the day of the vote, never before the answer.

    A question has one: another one, accepted later, takes its place. Raises NotReadable for an answer without time.
    """
    written = moment(answer, "CreationDate")
    if written is None:
        raise NotReadable("The answer's time (CreationDate) is missing or no date.")
    at = max(written, voted or written)
    return Activity(
        platform="stackexchange",
        native_id=f"{post_id(site, question)}/accepted",
        kind="answer",
        at=at,
        author=author_of(answer, site, "OwnerUserId", "OwnerDisplayName"),
        channel=channel_of(site),
        revision=stamp(at, SEEN_ALONE if voted is None else SEEN_IN_THREAD),
        parent=post_id(site, number),
        thread=post_id(site, question),
        url=web(site, f"/a/{number}"),
    )


class Posts(NamedTuple):
    """What comments and votes need of the posts that they are about."""

    answers: Mapping[int, Answer]
    questions: frozenset[int]

    def question_of(self, post: int) -> int | None:
        """The question that a post is, or answers."""
        if post in self.questions:
            return post
        return self.answers[post].question if post in self.answers else None


@lru_cache(2)
def posts_in(content: bytes) -> Posts:
    """Of a Posts.xml that is small enough to be looked into."""
    answers, questions = dict[int, Answer](), set[int]()
    for row in _rows_in(content):
        number, question, type_ = whole(row, "Id"), whole(row, "ParentId"), whole(row, "PostTypeId")
        if number is not None and type_ == QUESTION:
            questions.add(number)
        elif number is not None and type_ == ANSWER and question is not None:
            kept = {name: row[name] for name in ("CreationDate", "OwnerUserId", "OwnerDisplayName") if name in row}
            answers[number] = Answer(question, kept)
    return Posts(answers, frozenset(questions))


@lru_cache(2)
def accepting_votes_in(votes: bytes) -> Mapping[int, datetime]:
    """The day on which each answer was accepted, of a Votes.xml that is small enough to be looked into."""
    return {
        number: at
        for row in _rows_in(votes)
        if whole(row, "VoteTypeId") == ACCEPTING
        and (number := whole(row, "PostId")) is not None
        and (at := moment(row, "CreationDate")) is not None
    }


def _rows_in(content: bytes) -> Iterator[Row]:
    for piece in pieces_of(io.BytesIO(content)):
        with suppress(NotReadable):
            yield row_of(piece)
