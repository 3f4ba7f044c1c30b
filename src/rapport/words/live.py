"""What it takes to read a platform as it lives: how it is asked, what it answers, where one goes on.

A platform's `client.py` gives one `Reader`, a value; `collect.connections` runs it. What is asked and what an answer
means is decided in pure modules of the platform (`Ask`, `Answer`), so that only the client knows the network.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from rapport.words.records import Outcome

Json = dict[str, Any]


class Ask(NamedTuple):
    """One request to a platform."""

    path: str
    params: Mapping[str, str] = MappingProxyType({})
    query: str = ""
    """Of GraphQL: the question; its variables are `params`."""
    etag: str = ""
    """What an earlier answer said; where nothing changed since, the platform says so and counts nothing."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


Asking = Callable[[Ask], Answer]
"""Sends one request and waits for its answer; only an answer that is good comes back.

Raises RateLimited, CredentialsRefused, PlaceGone, Unreachable.
"""


class Budget(NamedTuple):
    """What a platform says is left of one of its quotas."""

    name: str
    """As the platform calls it: `core`, `graphql`."""
    limit: int
    left: int
    anew_at: datetime
    """When the whole limit is there again."""


@dataclass(frozen=True)
class Access:
    """What a client needs to speak for one connection. Its secrets are in no repr, so in no log."""

    address: str
    """Where the platform's API is."""
    secrets: Mapping[str, str] = field(repr=False)
    chosen: Json
    """What the person chose: repositories, how far back."""


class Place(NamedTuple):
    """Something a connection may read: a repository, a channel."""

    native_id: str
    name: str


class Found(NamedTuple):
    """What a look at the platform with new credentials told, before anything is kept."""

    account: str
    """Whose credentials they are, as the platform calls it."""
    account_id: str
    places: Sequence[Place]
    problems: Sequence[str] = ()
    """What will not work, and what to do about it, in plain words."""
    items: int = 0
    """How many things a backfill of the chosen depth reads, at most."""
    requests: Mapping[str, int] = MappingProxyType({})
    """How many requests that takes, by the budget that they are taken from."""
    budgets: Sequence[Budget] = ()
    expires_at: datetime | None = None
    """When the credentials end, where the platform says so."""


class Stream(NamedTuple):
    """One thing that is read from its beginning and then followed: the issues of a repository."""

    name: str
    """Unique in its connection and lasting: `186853002/issues`."""
    label: str
    """For people: `pond/reeds, issues`."""
    budget: str
    """The quota its requests are taken from."""
    every: int
    """Seconds from one look to the next, once all there was is read."""


class Step(NamedTuple):
    """What one request of a stream brought."""

    outcomes: Sequence[Outcome]
    cursor: Json
    """Where the next step goes on. JSON, and small."""
    caught_up: bool
    """Whether all there was at the time of the request has been read."""
    reached: datetime | None = None
    """The time of the last thing it brought, by which one sees how far a backfill is."""
    budget: Budget | None = None


class Heard(NamedTuple):
    """What one event that a platform sent means."""

    outcomes: Sequence[Outcome]
    streams: Sequence[str] = ()
    """Streams that should be read now, as the event tells of something that only they tell in full."""


class Signed(NamedTuple):
    """An event whose signature is right."""

    key: str
    """The platform's own id of it: one that comes again is dropped."""
    kind: str
    """What the platform calls this sort of event."""


class NotSigned(ValueError):
    """An event without a right signature; its words tell the sender why, and nothing of the secret."""


@dataclass(frozen=True)
class Hooks:
    """The events that a platform sends to us."""

    checked: Callable[[Mapping[str, str], bytes, str, datetime], Signed]
    """Headers (names in lower case), raw body, secret, now. Raises NotSigned. Compares in constant time."""
    heard: Callable[[str, bytes, Json, datetime], Heard]
    """The event's kind, its body, what the connection chose, when it came. Pure; never raises for a bad event."""
    largest: int
    """Bytes of the largest event that the platform sends."""
    steps: Sequence[str]
    """What a person clicks on the platform, with {url} and {secret}, one step a line."""


@dataclass(frozen=True)
class Secret:
    """Something secret that a person enters to connect."""

    name: str
    label: str
    help: str


@dataclass(frozen=True)
class Reader:
    """How one platform is read."""

    platform: str
    address: str
    """Of its API. A connection may have another one, where the platform has many servers."""
    secrets: Sequence[Secret]
    places: str
    """What a person chooses, as a label: `Repositories`."""
    places_help: str
    costs: str
    """What reading costs, in a sentence."""
    opened: Callable[[Access], AbstractContextManager[Asking]]
    """The only way to the network."""
    look: Callable[[Asking, Json], Found]
    """What is chosen. Raises as `Asking` does."""
    streams: Callable[[Json], Sequence[Stream]]
    """From what was chosen."""
    step: Callable[[Asking, Json, str, Json | None], Step]
    """What is chosen, the stream's name, and where it stands (None at its beginning). Raises as `Asking` does."""
    archive: str
    """The kind of archive whose `retry` reads what was set aside (`words.records.Archive`)."""
    hooks: Hooks | None = None


def since_of(chosen: Json) -> date | None:
    """How far back a person wants to read; None for everything."""
    return date.fromisoformat(chosen["since"]) if chosen.get("since") else None
