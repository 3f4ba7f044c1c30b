"""What kind of thing an object of the REST API is, told by its fields."""

from collections.abc import Callable, Iterator
from operator import attrgetter

from msgspec import Raw

from rapport.platforms.github.migration import TYPES
from rapport.platforms.github.rest import LISTS, Marks

NULL = b"null"
MIGRATED = frozenset(f'"{type_}"'.encode() for type_ in TYPES)
"""Migration archives name the type of each record."""


def is_there(raw: Raw) -> bool:
    return len(raw) > 0 and bytes(raw) != NULL


def is_object(raw: Raw) -> bool:
    return len(raw) > 0 and memoryview(raw)[0] == ord("{")


def is_list(raw: Raw) -> bool:
    return len(raw) > 0 and memoryview(raw)[0] == ord("[")


def shape_of(marks: Marks) -> str | None:
    """None where it is nothing that is read here. The order matters: later fields stand in earlier kinds too."""
    for shape, fits in _SHAPES:
        if fits(marks):
            return shape
    return None


_SHAPES: tuple[tuple[str, Callable[[Marks], bool]], ...] = (
    ("perceval", lambda m: is_there(m.backend_name) and is_object(m.data)),
    ("migrated", lambda m: bytes(m.type) in MIGRATED and is_there(m.url) and not is_object(m.issue)),
    ("activity", lambda m: is_object(m.payload) and is_there(m.type)),
    ("graphql", lambda m: is_object(m.data)),
    ("graphql", lambda m: is_there(m.number) and is_there(m.url) and is_there(m.createdAt)),
    ("event", lambda m: is_there(m.event)),
    ("wrapped", lambda m: not len(m.number) and any(map(is_object, (m.issue, m.pull, m.pull_request)))),
    ("wrapped", lambda m: not len(m.number) and any(map(is_list, (m.issues, m.pulls, m.pull_requests)))),
    ("page", lambda m: is_list(m.items) and is_there(m.total_count)),
    ("star", lambda m: is_there(m.starred_at)),
    ("release", lambda m: is_there(m.tag_name)),
    ("commit", lambda m: is_there(m.sha) and is_object(m.commit)),
    ("review comment", lambda m: is_there(m.diff_hunk) or (len(m.pull_request_url) > 0 and is_there(m.path))),
    ("review", lambda m: len(m.pull_request_url) > 0 and not len(m.issue_url)),
    ("pull request", lambda m: is_there(m.number) and (is_object(m.base) or len(m.merge_commit_sha) > 0)),
    # A milestone has a number and a title too.
    ("issue", lambda m: is_there(m.number) and is_there(m.title) and not len(m.open_issues)),
    ("comment", lambda m: is_there(m.issue_url)),
    ("discussion comment", lambda m: is_there(m.discussion_id) and len(m.body) > 0),
    ("commit comment", lambda m: is_there(m.commit_id) and len(m.body) > 0),
    ("reaction", lambda m: is_there(m.content)),
    ("repository", lambda m: is_there(m.full_name)),
    ("account", lambda m: is_there(m.login) and is_there(m.created_at)),
)


def lists_in(marks: Marks) -> Iterator[tuple[str, str | None, Raw]]:
    """Each list that a tool laid into the object: its field, what stands in it, and the list."""
    found = _lists(marks)
    if any(found):
        for (name, shape), raw in zip(LISTS.items(), found, strict=True):
            if is_list(raw):
                yield name, shape, raw


_lists = attrgetter(*LISTS)
