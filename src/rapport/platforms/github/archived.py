"""`archive.json`, in which groups of the IETF and W3C keep their issues and pull requests beside their drafts.

Source: MikeBishop/archive-repo, archive.py, which martinthomson/i-d-template runs. The fields are GraphQL's, but people
are bare logins, and what is written under an issue or on a line has no id: the thread, the author and the time name it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple

import msgspec

from rapport.platforms.ahead import again
from rapport.platforms.begins import Long, pieces
from rapport.platforms.elements import Damaged
from rapport.platforms.github import camel, dump, rest
from rapport.platforms.github.home import Home, Homes, name_in, repository_told
from rapport.platforms.github.pieces import patiently
from rapport.platforms.github.things import Context, Within, written
from rapport.platforms.values import values_in
from rapport.platforms.window import LONGEST
from rapport.words.activity import Activity, revision_of
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

Json = dict[str, Any]
HEAD = 16 << 20
"""Bytes in which the repository's id is looked for: the oldest issues do not hold it."""
NOTHING = "It is no issue or pull request with an address (url)."

_FIRST = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"magic"\s*:\s*"[^"\\]{1,40}"\s*,[^\[]{0,400}?"repo"\s*:\s*"([\w.-]+/[\w.-]+)"'
)
_BEGINS = re.compile(rb'\{\s*"number"\s*:\s*\d{1,18}\s*,\s*"id"\s*:')


def recognise(_name: str, head: bytes) -> bool:
    return _FIRST.match(head) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """A record for each issue and pull request, and for what is written under it."""
    head = stream.read(HEAD) or b""
    named = _FIRST.match(head)
    homes = Homes(where.beside, head)
    home = homes.of(named[1].decode(), repository_told(head)) if named else None
    found = pieces(again(head, stream), _BEGINS)
    next(found, None)
    for number, piece in enumerate(found, 1):
        place = f"item {number:,}"
        if isinstance(piece, Long):
            yield Unreadable(
                place, f"This is longer than the {LONGEST:,} bytes of which one item is read.", piece.start
            )
            continue
        for value in values_in(piece, _is_item):
            if isinstance(value, Damaged):
                yield Unreadable(place, value.reason, value.start)
            else:
                yield from _item(patiently(value), homes, home, place)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside stands in an archive of its own."""
    outcomes = list(read(BytesIO(raw), Where(name)))
    yield from outcomes or [Unreadable("item 1", NOTHING, raw)]


def _is_item(value: Any) -> bool:
    return isinstance(value, dict) and {"number", "title", "url"} <= value.keys()


def _item(node: Any, homes: Homes, home: Home | None, place: str) -> Iterator[Outcome]:
    """The issue or pull request, its reviews, then its comments and the remarks of its reviews."""
    name = name_in(str(node.get("url"))) if isinstance(node, dict) else None
    if name is None:
        yield Unreadable(place, NOTHING, _kept(home, node))
        return
    home = home if home is not None and home.name == name else homes.of(name)
    reviews = [_with_people(each) for each in camel.items_of(node.get("reviews"))]
    bare = [each | {"comments": []} for each in reviews]
    for shape, fields in camel.rest_of(_with_people(node) | {"comments": [], "reviews": bare}):
        for each in (fields, *fields.get("reviews_data", ())):
            each["node_id"] = None  # all of a file belongs to one repository, whose id is told once
        for outcome in dump.translated(shape, fields, Context(homes, Within(home)), place):
            yield outcome if isinstance(outcome, Record) else outcome._replace(raw=_kept(home, node))
        yield from _under(node, reviews, home, f"{shape} {fields['number']}")


def _with_people(node: Json) -> Json:
    people = {key: node[key] for key in ("author", "mergedBy") if isinstance(node.get(key), str)}
    return node | {key: {"login": login} for key, login in people.items()}


def _under(node: Json, reviews: list[Json], home: Home, place: str) -> Iterator[Outcome]:
    """Comments, then the remarks of reviews: these say no author but their review's."""
    thread = f"{home.repo}#{node['url'].rpartition('/')[2]}"
    seen: Counter[str] = Counter()
    for number, each in enumerate(camel.items_of(node.get("comments")), 1):
        alone = node | {"reviews": [], "comments": [each]}
        said = Said(_with_people(each), "comment", thread, thread, node["url"])
        yield _outcome(said, home, seen, f"{place}, comments {number}", alone)
    for review in reviews:
        about = camel.id_of(review)
        for number, each in enumerate(camel.items_of(review.get("comments")), 1):
            alone = node | {"comments": [], "reviews": [review | {"comments": [each]}]}
            parent = thread if about is None else f"review/{about}"
            one = {"author": review.get("author"), **_with_people(each)}
            said = Said(one, "review_comment", thread, parent, node["url"])
            yield _outcome(said, home, seen, f"{place}, review {about}, comments {number}", alone)


class Said(NamedTuple):
    """Something written that has no id."""

    node: Json
    kind: str
    thread: str
    parent: str
    page: str


def _outcome(said: Said, home: Home, seen: Counter[str], place: str, alone: Json) -> Outcome:
    try:
        activity = _activity(said, home)
    except (ValueError, OverflowError, RecursionError) as problem:
        return Unreadable(place, str(problem), _kept(home, alone))
    seen[activity.native_id] += 1
    if (again_at := seen[activity.native_id]) > 1:
        activity = activity._replace(native_id=f"{activity.native_id}/{again_at}")
    return Record(place, [activity])


def _activity(said: Said, home: Home) -> Activity:
    fields = camel.written_of(said.node) | {"id": 0, "html_url": None}
    wanted = msgspec.convert(msgspec.to_builtins(fields), rest.Comment)
    activity = written(wanted, home, said.kind, said.kind, said.thread)
    author = activity.author.native_id if activity.author else "nobody"
    key = f"{said.thread}/{said.kind}/{author}/{revision_of(activity.at) // 1_000_000}"
    return activity._replace(native_id=key, parent=said.parent, url=said.page)


def _kept(home: Home | None, node: Any) -> bytes:
    """An archive that holds it alone."""
    return msgspec.json.encode({"magic": "rapport", "repo": home.name if home else "", "issues": [node]})[:MAX_RAW]
