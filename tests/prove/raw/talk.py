"""Threads and questions, as one finds them in what was done."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from tests.prove.raw.deeds import Deed, World

SAID = (
    "topic", "post", "review", "review_comment", "issue", "pull_request", "comment", "message", "question", "response",
    "article",
)  # fmt: skip
WAITING = ("question", "issue", "pull_request")
"""Whatever they say, somebody waits."""
REPLYING = ("post", "message", "comment", "response", "review", "review_comment", "merge")
WEEK = timedelta(days=7)


class Reply(NamedTuple):
    who: str
    at: datetime


class Clock(NamedTuple):
    """A question, or one that was opened again."""

    at: datetime
    who: str | None
    place: str
    replies: tuple[Reply, ...]
    """By other humans, before it was closed."""
    closed: datetime | None
    accepted: datetime | None

    @property
    def answered(self) -> datetime | None:
        return min((reply.at for reply in self.replies), default=None)

    @property
    def resolved(self) -> datetime | None:
        return min((when for when in (self.closed, self.accepted) if when), default=None)


class Thread(NamedTuple):
    """Over its first seven days."""

    at: datetime
    who: str | None
    replies: int
    others: int
    """Replies by anybody but who began it."""
    people: int
    depth: int


def in_threads(world: World) -> dict[str, list[Deed]]:
    found: dict[str, list[Deed]] = defaultdict(list)
    for deed in world.deeds:
        found[deed.platform + (deed.thread or deed.answers or deed.id)].append(deed)
    return found


@lru_cache(maxsize=1)
def clocks(world: World) -> tuple[Clock, ...]:
    found = [clock for deeds in in_threads(world).values() for clock in _clocks(deeds, world)]
    return tuple(sorted(found, key=lambda clock: clock.at))


def _clocks(deeds: list[Deed], world: World) -> list[Clock]:
    ids = {deed.id for deed in deeds}
    found = []
    for deed in deeds:
        begins = deed.answers is None and (deed.thread in (None, deed.id) or deed.thread not in ids)
        asks = begins and deed.id in world.asking and deed.kind in SAID
        if (deed.kind in WAITING or asks) and deed.who not in world.bots:
            found.append(_clock(deed, deed.id, deeds, world))
            opened = [again for again in deeds if again.kind == "reopen" and again.at > deed.at]
            found += [_clock(again, deed.id, deeds, world) for again in opened if again.who not in world.bots]
    return found


def _clock(began: Deed, question: str, deeds: list[Deed], world: World) -> Clock:
    closed = min((deed.at for deed in deeds if deed.kind in ("close", "merge") and deed.at > began.at), default=None)
    accepted = min((deed.at for deed in deeds if deed.kind == "answer" and deed.at > began.at), default=None)
    replies = tuple(
        Reply(deed.who, deed.at)
        for deed in deeds
        if deed.kind in REPLYING and deed.id != question and deed.at >= began.at and (not closed or deed.at <= closed)
        if deed.who and deed.who != began.who and deed.who not in world.bots
    )
    return Clock(began.at, began.who, began.place, replies, closed, accepted)


@lru_cache(maxsize=1)
def threads(world: World) -> tuple[Thread, ...]:
    """Those that are seven days old, and no bot's."""
    said = [[deed for deed in deeds if deed.kind in SAID] for deeds in in_threads(world).values()]
    found = [_thread(deeds, world) for deeds in said if deeds]
    return tuple(thread for thread in found if thread.at + WEEK <= world.known and thread.who not in world.bots)


def _thread(deeds: list[Deed], world: World) -> Thread:
    named = [deed for deed in deeds if deed.id == (deed.thread or deed.answers or deed.id)]
    first = (named or deeds)[0]
    above = {deed.id: deed.answers for deed in deeds}
    spoke = [deed for deed in deeds if deed.at - first.at <= WEEK and deed.who not in world.bots]
    replies = [deed for deed in spoke if deed.id != first.id]
    return Thread(
        first.at,
        first.who,
        len(replies),
        sum(1 for deed in replies if deed.who is None or deed.who != first.who),
        len({deed.who for deed in spoke if deed.who}),
        max((_level(deed.id, first.id, above) for deed in replies), default=0),
    )


def _level(of: str, first: str, above: dict[str, str | None]) -> int:
    """Steps up to the first message; whatever answers nothing in the thread answers that."""
    steps, seen = 0, {of}
    while of != first:
        steps += 1
        up = above.get(of)
        if up is None or up not in above or up in seen:
            return steps
        seen.add(up)
        of = up
    return steps
