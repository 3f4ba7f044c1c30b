"""What a reader makes of one record of a source: activities, or the reason why it could not be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity


class Record(NamedTuple):
    """One record of a source that was read: a post, an event, a commit.

    The first activity is the record's own and decides whether the record was new; the others came with it
    (the commits in a push, the accepted answer that a post is). A record may hold no activity at all.
    """

    position: str
    activities: Sequence[Activity]
    channels: Sequence[Channel] = ()
    """Places that it tells of besides those of its activities: a forum's categories with their names."""
    people: Sequence["Told"] = ()
    """People it tells of besides the authors of its activities: a workspace's list of users."""


class Told(NamedTuple):
    """Somebody whom a source describes, though it tells of nothing they did."""

    who: Identity
    at: datetime
    """When the description was true. Newer ones replace older ones; where nothing tells, the source's own time."""


class Unreadable(NamedTuple):
    """One record that could not be read; it is set aside with its reason and can be tried again."""

    position: str
    """Where in the file: `line 17`, `topic 6640, post 3`."""
    reason: str
    """What is wrong, in words a person can act on."""
    raw: bytes
    """The record as it was found, at most MAX_RAW bytes of it."""


MAX_RAW = 1 << 20


class Where(NamedTuple):
    """The place of a file in what was given."""

    file: str
    """Its path, also through a container: `export.zip › general/2024-01-31.json`."""
    beside: Mapping[str, bytes] = MappingProxyType({})
    """The content of the files that the archive's kind looks into, by their names: the nearest ones, of the same folder
    or of those above it."""
    given: str = ""
    """What was asked for, as the person wrote it: a folder's own name is in no path inside it."""
    saved_at: datetime | None = None
    """When the file, or the container it lies in, was last written to the disk, if that is known."""


Outcome = Record | Unreadable


@dataclass(frozen=True)
class Archive:
    """A kind of file that a platform's users can lay hands on, and how to read it.

    A file is recognised by its content: `recognise` gets its name (of the member, inside a container) and up
    to 64 KiB of its decompressed head. `read` gets the decompressed stream and its place, is pure apart from
    reading that stream, keeps memory flat, and never raises for a bad record: it yields `Unreadable` and goes
    on. `retry` reads the raw bytes of one record that was set aside.
    """

    platform: str
    name: str
    """Unique, with the platform's name: `github-archive`, `discourse-topic`, `git-table`."""
    label: str
    """For people: `GH Archive events`."""
    recognise: Callable[[str, bytes], bool]
    read: Callable[[BinaryIO, Where], Iterator[Outcome]]
    retry: Callable[[bytes, str], Iterator[Outcome]]
    beside: frozenset[str] = frozenset()
    """Names of small files that `read` looks into where they stand around a file: `users.json`."""
    tells: Callable[[str, bytes], Mapping[str, bytes]] | None = None
    """What the path and the first 64 KiB of a JSON file or log tell the files around it, under names that no file has;
    each of them finds it in `beside`. Never raises."""
