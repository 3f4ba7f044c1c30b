"""What every event tells beside its payload: who, where, when."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from rapport.words.activity import Activity, Fact
from rapport.words.identity import Channel, Identity

SEEN_BARE = 1
"""The revision of a thing of which we know little more than that it is there; any whole version replaces it."""


class Happening(NamedTuple):
    actor: Identity | None
    channel: Channel
    repo: str
    """The first part of most native ids: the repository's id."""
    url: str | None
    """The repository's page."""
    at: datetime
    """In UTC, as every time that leaves these readers."""
    revision: int

    @property
    def unix(self) -> int:
        return self.revision // 1_000_000


def utc(at: datetime) -> datetime:
    """Raises OverflowError where the time in UTC has no year from 1 to 9999."""
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def below(url: str | None, path: str) -> str | None:
    """A page below another, where that one is known."""
    return None if url is None else f"{url}/{path}"


def act(
    h: Happening,
    kind: str,
    native_id: str,
    *,
    title: str | None = None,
    text: str | None = None,
    url: str | None = None,
    about: str | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> Activity:
    """Something the actor did at the event's time and that does not change later; `about` is its thread."""
    return Activity(
        "github", native_id, kind, h.at, h.actor, h.channel, h.revision, None, about, about, title, text or None,
        url, facts,
    )  # fmt: skip
