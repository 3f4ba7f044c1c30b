"""What everybody who plans something for the simulated community needs at hand, and how an activity is put together."""

from datetime import datetime
from random import Random
from typing import NamedTuple

from rapport.demo.book import Book
from rapport.demo.crowd import Crowd
from rapport.demo.happenings import Happenings
from rapport.demo.ids import Ids
from rapport.demo.plan import Plan
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity


class Scene(NamedTuple):
    chance: Random
    plan: Plan
    book: Book
    crowd: Crowd
    ids: Ids
    happened: Happenings


def act(
    kind: str,
    native_id: str,
    at: datetime,
    author: Identity | None,
    channel: Channel,
    *,
    parent: str | None = None,
    thread: str | None = None,
    title: str | None = None,
    text: str | None = None,
    facts: dict[str, Fact] | None = None,
    zone: int | None = None,
) -> Activity:
    """No address: there is no page to lead to, and a made-up one might be somebody's."""
    return Activity(
        channel.platform, native_id, kind, at, author, channel, revision_of(at), zone, parent, thread, title or None,
        text or None, None, facts,
    )  # fmt: skip
