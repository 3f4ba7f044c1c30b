"""One thing somebody did, at a time, on a platform."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from rapport.words.identity import Channel, Identity

Fact = str | int | float | bool | None


class Activity(NamedTuple):
    """One activity, as a platform's reader understood it.

    `native_id` names the object (a post, a commit), never the event that told of it, so that the same thing
    seen by two roads is one activity. `revision` only rises: of two versions the higher one is the truth;
    readers give microseconds since 1970 of the last change (`revision_of`) where the source has a time.
    `parent` and `thread` are native ids on the same platform: what it answers, and the first of its thread.
    A deletion has `deleted=True` and no text; its id and revision stay, so that no old archive revives it.
    """

    platform: str
    native_id: str
    kind: str
    at: datetime
    author: Identity | None
    channel: Channel
    revision: int
    zone: int | None = None
    """Minutes east of UTC where the author was, if the source says."""
    parent: str | None = None
    thread: str | None = None
    title: str | None = None
    text: str | None = None
    """Plain text as the person wrote it, without markup of the platform's own making."""
    url: str | None = None
    facts: Mapping[str, Fact] | None = None
    """Small figures that belong to it: likes, files changed, lines added. Never names or addresses."""
    deleted: bool = False


def activity_id(platform: str, native_id: str) -> bytes:
    """The ledger's key of an activity: 16 bytes that depend on platform and native id alone.

    128 bits of BLAKE2b: among a billion activities two share a key with a probability under 10⁻²⁰.
    A lone surrogate in an id is kept apart (`surrogatepass`), not an error.
    """
    return blake2b(f"{platform}\0{native_id}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def revision_of(at: datetime) -> int:
    """Microseconds since 1970 of a time with a zone."""
    return (at - EPOCH) // _MICROSECOND


_MICROSECOND = timedelta(microseconds=1)

# A commit never changes, but three sources tell more or less of it; the fullest one wins.
COMMIT_FROM_PUSH = 1
"""A push event: author and message, but the push's time and no lines changed."""
COMMIT_FROM_TABLE = 2
"""A commit table: author, time and subject."""
COMMIT_FROM_CLONE = 3
"""A clone: everything."""
