"""What people save of GitHub's REST API: issues, pull requests, comments, timelines, alone or in lists or lines.

Also what tools make of them: an issue wrapped with its events and comments, Perceval's lines, python-github-backup's
files. Every object is one record, however deep it stands.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple

import msgspec
from msgspec import Raw

from rapport.platforms.github import camel, migration, rest, things
from rapport.platforms.github.aside import Kept, kept, kept_in
from rapport.platforms.github.happening import utc
from rapport.platforms.github.history import happened
from rapport.platforms.github.home import Homes, name_in
from rapport.platforms.github.pieces import CHUNK, Bad, patiently, pieces
from rapport.platforms.github.read import YEARS, Unfit, read_event
from rapport.platforms.github.shape import is_object, lists_in, shape_of
from rapport.platforms.github.things import Context, Read, Within
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

DEEPEST = 4
"""A page of lines of wrapped issues with comments; nothing real stands deeper."""


class Leaf(NamedTuple):
    decode: Callable[[Raw | bytes], Any]
    type: Any
    read: Callable[[Any, Context], Read]


def _leaf(type_: Any, read_: Callable[[Any, Context], Read]) -> Leaf:
    return Leaf(msgspec.json.Decoder(type_).decode, type_, read_)


LEAVES = {
    "issue": _leaf(rest.Issue, things.issue),
    "pull request": _leaf(rest.Pull, things.pull),
    "comment": _leaf(rest.Comment, things.comment),
    "review comment": _leaf(rest.Comment, things.review_comment),
    "review": _leaf(rest.Comment, things.review),
    "discussion comment": _leaf(rest.Comment, things.discussion_comment),
    "commit comment": _leaf(rest.Comment, things.commit_comment),
    "event": _leaf(rest.Dated, happened),
    "reaction": _leaf(rest.Reaction, things.reaction),
    "release": _leaf(rest.Release, things.release),
    "commit": _leaf(rest.Commit, things.commit),
    "star": _leaf(rest.Star, things.star),
    "fork": _leaf(rest.Fork, things.fork),
    "repository": _leaf(rest.Named, things.repository),
    "account": _leaf(rest.Profile, things.profile),
}
_marks = msgspec.json.Decoder(rest.Marks).decode
_list = msgspec.json.Decoder(list[Raw]).decode
_entries: Callable[[Raw], Sequence[rest.Dated | None]] = msgspec.json.Decoder(list[rest.Dated]).decode


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """An error of the stream itself (a damaged gzip) is raised after what came before it."""
    head = stream.read(CHUNK) or b""
    context = Context(Homes(where.beside, head))
    for piece in pieces(stream, head):
        place = f"item {piece.number}"
        if isinstance(piece, Bad):
            yield Unreadable(place, piece.reason, piece.raw)
        else:
            yield from outcomes(piece.raw, context, place)


def retry(raw: bytes, _name: str) -> Iterator[Outcome]:
    """What was set aside with what it stood in; a whole object is read as a file of its own."""
    found = kept_in(raw)
    if found is None:
        homes = Homes({}, raw)
        for piece in pieces(_Nothing(), raw):  # type: ignore[arg-type]
            if isinstance(piece, Bad):
                yield Unreadable(f"item {piece.number}", piece.reason, piece.raw)
            else:
                yield from outcomes(piece.raw, Context(homes), f"item {piece.number}")
        return
    yield from _object(found.piece, found.context, found.place, found.shape, DEEPEST)


class _Nothing:
    def read(self, _size: int) -> bytes:
        return b""


def outcomes(raw: bytes | Raw, context: Context, place: str, shape: str | None = None) -> Iterator[Outcome]:
    """`shape` where the object does not say what it is."""
    yield from _object(raw, context, place, shape, DEEPEST)


def _object(raw: bytes | Raw, context: Context, place: str, shape: str | None, depth: int) -> Iterator[Outcome]:
    """The record of one object, then those of what tools laid into it."""
    if shape == "event":
        yield from _event(raw, context, place, depth)
        return
    try:
        marks = _marks(raw)
    except (msgspec.DecodeError, RecursionError) as problem:
        yield _aside(raw, context, place, shape, str(problem))
        return
    shape = shape or shape_of(marks)
    if shape in LEAVES:
        if shape == "event":
            yield from _event(raw, context, place, depth)
            return
        outcome, within = _record(raw, context, place, shape)
        yield outcome
        if any(lists_in(marks)):
            yield from _lists(marks, context._replace(within=within), outcome.position, depth)
    elif shape is None:
        yield _aside(raw, context, place, shape, "This is JSON, but none of GitHub's objects that are read here.")
    else:
        yield from _around(marks, raw, context, place, shape, depth)


def _around(
    marks: rest.Marks, raw: bytes | Raw, context: Context, place: str, shape: str, depth: int
) -> Iterator[Outcome]:
    """What a tool put around an object, or a page around a list."""
    if shape == "activity":
        try:
            yield Record(place, read_event(bytes(raw)))
        except Unfit as problem:
            yield _aside(raw, context, place, None, str(problem))
    elif depth <= 0:
        yield _aside(raw, context, place, None, "Objects stand in one another too deeply.")
    elif shape == "migrated":
        found = migration.rest_of(patiently(bytes(raw)), context.homes.account)
        if found is None:
            yield Record(place, ())
        else:
            yield from translated(*found, context, place, raw, depth)
    elif shape == "graphql":
        for kind, fields in camel.rest_of(patiently(bytes(raw))):
            yield from translated(kind, fields, context, place, raw, depth)
    elif shape == "perceval":
        name = name_in(_text(marks.origin))
        within = context.within._replace(home=context.homes.of(name)) if name else context.within
        yield from _object(marks.data, context._replace(within=within), place, None, depth - 1)
    elif shape == "page":
        for number, item in enumerate(_list(marks.items), 1):
            yield from _object(item, context, f"{place}, items {number}", None, depth - 1)
    else:
        yield from _wrapped(marks, context, place, depth)


def translated(
    shape: str, fields: dict[str, Any], context: Context, place: str, raw: bytes | Raw = b"", depth: int = DEEPEST
) -> Iterator[Outcome]:
    """An object of another format, in the fields of the REST API."""
    try:
        encoded = msgspec.json.encode(fields)
    except (ValueError, OverflowError, RecursionError) as problem:
        yield _aside(raw, context, place, None, f"It holds a value that GitHub does not write: {problem}")
        return
    yield from _object(encoded, context, place, shape, depth - 1)


def _wrapped(marks: rest.Marks, context: Context, place: str, depth: int) -> Iterator[Outcome]:
    """An issue or a pull request with its events and comments beside it; first what both of its kinds tell."""
    inside = context
    for raw, shape in ((marks.issue, "issue"), (marks.pull, "pull request"), (marks.pull_request, "pull request")):
        if is_object(raw):
            outcome, within = _record(raw, context, place, shape)
            inside, place = context._replace(within=within), outcome.position
            yield outcome
            yield from _lists(_marks(raw), inside, place, depth)
    yield from _lists(marks, inside, place, depth)


def _lists(marks: rest.Marks, context: Context, place: str, depth: int) -> Iterator[Outcome]:
    if depth <= 0:
        return
    for name, shape, raw in lists_in(marks):
        if shape == "event":
            yield from _timeline(raw, context, f"{place}, {name}", depth - 1)
            continue
        for number, item in enumerate(_list(raw), 1):
            if is_object(item):
                yield from _object(item, context, f"{place}, {name} {number}", shape, depth - 1)


def _timeline(raw: Raw, context: Context, place: str, depth: int) -> Iterator[Outcome]:
    """Most objects are entries of timelines: these are decoded together, and only what is odd goes the usual way."""
    items: list[Raw] = []
    try:
        entries = _entries(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        items = _list(raw)
        entries = [None] * len(items)
    for number, entry in enumerate(entries, 1):
        at = f"{place} {number}"
        activities = _sound(entry, context) if entry else None
        if activities is not None:
            yield Record(at, activities)
        else:
            items = items or _list(raw)
            if is_object(items[number - 1]):
                yield from _event(items[number - 1], context, at, depth)


def _sound(entry: rest.Dated, context: Context) -> list[Activity] | None:
    """What an entry tells; None where something is wrong with it, and where others stand in it."""
    try:
        activities = happened(entry, context).activities
        _dated_well(activities)
    except (ValueError, OverflowError):
        return None
    return activities if activities or not len(entry.comments) else None


def _event(raw: bytes | Raw, context: Context, place: str, depth: int) -> Iterator[Outcome]:
    """Remarks on lines stand together in one entry of a timeline; each is a record of its own."""
    outcome, _ = _record(raw, context, place, "event")
    yield outcome
    may_hold_some = not (isinstance(outcome, Record) and outcome.activities)
    if may_hold_some and b'"comments"' in bytes(raw):
        with suppress(msgspec.DecodeError, RecursionError):
            yield from _lists(_marks(raw), context, place, depth)


def _record(raw: bytes | Raw, context: Context, place: str, shape: str) -> tuple[Outcome, Within]:
    """One outcome, and what stands within the object."""
    leaf = LEAVES[shape]
    try:
        value = _decoded(raw, leaf)
        told = leaf.read(value, context)
        _dated_well(told.activities)
    except OverflowError as problem:
        return _aside(raw, context, place, shape, f"A time lies outside the years 1 to 9999: {problem}"), context.within
    except (ValueError, RecursionError) as problem:
        return _aside(raw, context, place, shape, str(problem)), context.within
    within = context.within if shape == "event" else _within(value, told, context)
    if shape in ("issue", "pull request"):
        place = f"{shape} {within.number}"
    return Record(place, told.activities, told.channels, told.people), within


def _dated_well(activities: list[Activity]) -> None:
    """Raises ValueError."""
    for activity in activities:
        if activity.at.year not in YEARS and activity.platform != "git":
            raise ValueError(f"The year {activity.at.year} is none of GitHub's.")


def _decoded(raw: bytes | Raw, leaf: Leaf) -> Any:
    try:
        return leaf.decode(raw)
    except (msgspec.DecodeError, UnicodeError):
        # Ids written as text, lone surrogates.
        return msgspec.convert(patiently(bytes(raw)), leaf.type, strict=False)


def _within(value: Any, told: Read, context: Context) -> Within:
    """What an object tells of what stands in it."""
    if not told.activities:
        return context.within
    first = told.activities[0]
    within = context.within._replace(target=first.native_id)
    if isinstance(value, rest.Issue):
        return within._replace(
            home=things.home_of_issue(value, context), number=value.number, pull=value.is_pull(),
            closed_at=utc(value.closed_at) if value.closed_at else None, merged_at=things.merged_when(value),
        )  # fmt: skip
    if isinstance(value, rest.Pull):
        return within._replace(
            home=things.home_of_pull(value, context), number=int(first.native_id.rpartition("#")[2]), pull=True,
            closed_at=utc(value.closed_at) if value.closed_at else None,
            merged_at=utc(value.merged_at) if value.merged_at else None,
        )  # fmt: skip
    if isinstance(value, rest.Comment) and first.thread:
        name = name_in(value.issue_url, value.pull_request_url, value.url, value.html_url)
        home = context.homes.of(name) if name and within.home is None else within.home
        return within._replace(home=home, number=int(first.thread.rpartition("#")[2]))
    return within


def _text(raw: Raw) -> str | None:
    try:
        return msgspec.json.decode(raw, type=str) if len(raw) else None
    except msgspec.DecodeError:
        return None


def _aside(raw: bytes | Raw, context: Context, place: str, shape: str | None, reason: str) -> Unreadable:
    message, _, field = reason.partition(" - at `$")
    field = field.strip("`").lstrip(".")
    return Unreadable(place, f"{field}: {message}" if field else message, kept(Kept(bytes(raw), context, place, shape)))
