"""What somebody did, as one reads it in a raw file. Nothing here knows the product."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import NamedTuple


class Deed(NamedTuple):
    id: str
    kind: str
    """In the words of docs/words.md."""
    at: datetime
    who: str | None
    """The account; None where the source names none."""
    thread: str | None = None
    answers: str | None = None
    """The id of what it answers."""
    place: str = ""
    platform: str = ""
    zone: int | None = None
    """Minutes east of UTC on the author's own clock."""

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True, eq=False)
class World:
    """A source, read."""

    deeds: tuple[Deed, ...]
    bots: frozenset[str]
    asking: frozenset[str]
    """Ids of messages that ask something: where nothing but a text tells, this is taken from the product."""

    @cached_property
    def first(self) -> date:
        return min(deed.day for deed in self.deeds)

    @cached_property
    def last(self) -> date:
        return max(deed.day for deed in self.deeds)

    @cached_property
    def known(self) -> datetime:
        """An archive is known until its last day is over."""
        return datetime.combine(self.last, time.max, UTC)


def world(deeds: Iterable[Deed], bots: Iterable[str] = (), asking: Iterable[str] = ()) -> World:
    """Each thing once, in the order in which things were done."""
    once = {(deed.platform, deed.id): deed for deed in deeds}
    return World(tuple(sorted(once.values(), key=lambda deed: (deed.at, deed.id))), frozenset(bots), frozenset(asking))


def as_one(found: World, persons: dict[str, str]) -> World:
    """The same, where several accounts are one person."""
    joined = (deed._replace(who=persons.get(deed.who, deed.who) if deed.who else None) for deed in found.deeds)
    return replace(found, deeds=tuple(joined), bots=frozenset(persons.get(bot, bot) for bot in found.bots))
