"""The files of a Stack Exchange data dump (Posts.xml, Comments.xml, Users.xml, Votes.xml …), and the API's answers."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from rapport.platforms.stackexchange import acts, api, read
from rapport.platforms.stackexchange.accepted import Posts, Waiting, acceptance, accepting_votes_in, posts_in
from rapport.platforms.stackexchange.rows import NotReadable, Piece, Row, pieces_of, row_of, whole
from rapport.platforms.stackexchange.site import site_of
from rapport.platforms.stackexchange.who import user
from rapport.words.activity import Activity
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

POSTS, VOTES = "Posts.xml", "Votes.xml"

_ROOT = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?<([a-z]+)\s*/?>", re.IGNORECASE)
_KEPT = re.compile(rb"<\?rapport ([^ ?]+) ([0-9]*)\?>\n?")


class Place(NamedTuple):
    """What a row is read with besides itself."""

    site: str
    beside: Mapping[str, bytes]
    waiting: Waiting
    question: int | None = None
    """Kept with a row that was set aside: the question that accepted this answer."""

    @property
    def posts(self) -> Posts | None:
        return posts_in(self.beside[POSTS]) if POSTS in self.beside else None


Reader = Callable[[Row, Place, str], Record]


def _post(row: Row, place: Place, position: str) -> Record:
    question = place.waiting.question_of(row) or place.question
    activity = read.post(row, place.site)
    number = whole(row, "Id")
    if question is None or number is None:
        return Record(position, [activity])
    place.waiting.came(number)
    votes = accepting_votes_in(place.beside[VOTES]) if VOTES in place.beside else {}
    accepted = acceptance(row, number, question, votes.get(number), place.site)
    return Record(position, [activity._replace(facts={**(activity.facts or {}), "accepted": True}), accepted])


def _comment(row: Row, place: Place, position: str) -> Record:
    under, posts = whole(row, "PostId"), place.posts
    question = posts.question_of(under) if posts is not None and under is not None else None
    return Record(position, [read.comment(row, place.site, question)])


def _user(row: Row, place: Place, position: str) -> Record:
    return user(row, place.site, position)


def _of_activities(activities: Callable[[Row, Place], list[Activity]]) -> Reader:
    return lambda row, place, position: Record(position, activities(row, place))


_vote = _of_activities(lambda row, place: acts.vote(row, place.site, place.posts))
_change = _of_activities(lambda row, place: acts.change(row, place.site, place.posts))
_link = _of_activities(lambda row, place: acts.link(row, place.site))
_nothing = _of_activities(lambda _row, _place: [])


def _outcome(piece: Piece, place: Place, reader: Reader) -> Outcome:
    position = f"row {piece.number}"
    try:
        return reader(row_of(piece), place, position)
    except NotReadable as error:
        return Unreadable(position, str(error), _raw(piece, place))


def _raw(piece: Piece, place: Place) -> bytes:
    """The row, behind what a later reading of it alone would not know."""
    question = place.waiting.named(piece.raw) or place.question
    kept = f"<?rapport {place.site} {question or ''}?>\n".encode()
    return (kept + piece.raw)[:MAX_RAW]


def _archive(root: str, label: str, mark: str, reader: Reader, beside: frozenset[str] = frozenset()) -> Archive:
    """`mark`: an attribute that every row of the file has, and no row of another."""
    attribute = re.compile(rb"\b%s\s*=" % mark.encode())

    def recognise(name: str, head: bytes) -> bool:
        head = _plain(head)
        found = _ROOT.match(head)
        if found is None or found[1].lower() != root.encode():
            return False
        return attribute.search(head) is not None if b"<row" in head else name.lower() == f"{root}.xml"

    def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
        place = Place(site_of(where.file, where.given), where.beside, Waiting())
        for piece in pieces_of(stream):
            yield _outcome(piece, place, reader)

    def retry(raw: bytes, name: str) -> Iterator[Outcome]:
        kept = _KEPT.match(raw)
        site, question = (kept[1].decode(), int(kept[2] or 0) or None) if kept else (site_of(name), None)
        row = raw[kept.end() :] if kept else raw
        yield _outcome(Piece(1, row, len(row)), Place(site, {}, Waiting(), question), reader)

    return Archive("stackexchange", f"stackexchange-{root}", label, recognise, read, retry, beside)


def _plain(head: bytes) -> bytes:
    """The head in UTF-8 without its mark."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


_AROUND = frozenset({POSTS})

ARCHIVES: tuple[Archive, ...] = (
    _archive("posts", "Stack Exchange posts", "PostTypeId", _post, frozenset({VOTES})),
    _archive("comments", "Stack Exchange comments", "PostId", _comment, _AROUND),
    _archive("users", "Stack Exchange users", "DisplayName", _user),
    _archive("votes", "Stack Exchange votes", "VoteTypeId", _vote, _AROUND),
    _archive("posthistory", "Stack Exchange edits", "PostHistoryTypeId", _change, _AROUND),
    _archive("postlinks", "Stack Exchange links", "LinkTypeId", _link),
    _archive("badges", "Stack Exchange badges", "UserId", _nothing),
    _archive("tags", "Stack Exchange tags", "TagName", _nothing),
    Archive("stackexchange", "stackexchange-api", "Stack Exchange API", api.looks_like_answer, api.read, api.retry),
)
