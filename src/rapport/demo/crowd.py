"""Who is there to answer: on a platform, on a day, awake, and in one's language."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import NamedTuple

from rapport.demo.people import Person, awake

FRESH = 5
"""Days for which it is not looked up anew who is still here."""


class _Group(NamedTuple):
    people: Sequence[Person]
    sums: Sequence[float]


class Crowd:
    def __init__(self, people: Sequence[Person]) -> None:
        self._all = people
        self._groups: dict[tuple[str, str], _Group] = {}
        self._looked = -FRESH

    def look(self, day: int) -> None:
        """See who is here; every few days is enough."""
        if day - self._looked < FRESH:
            return
        self._looked = day
        sorted_: dict[tuple[str, str], list[Person]] = {}
        for person in self._all:
            if person.here(day):
                for platform, since in person.since.items():
                    if since <= day:
                        sorted_.setdefault((platform, "team" if person.team else "anybody"), []).append(person)
                        if person.culture.language:
                            sorted_.setdefault((platform, person.culture.language), []).append(person)
        self._groups = {
            key: _Group(found, list(accumulate(person.helps for person in found))) for key, found in sorted_.items()
        }

    def someone(
        self, chance: Random, platform: str, at: datetime, group: str, but: Collection[int] = ()
    ) -> Person | None:
        """Somebody of `team`, `anybody` (of the community) or who speaks a language; the readiest most often.

        The first of a few who is awake; None where nobody else is there.
        """
        there = self._groups.get((platform, group))
        found = None
        if there:
            for person in chance.choices(there.people, cum_weights=there.sums, k=8):
                if person.number not in but:
                    found = found or person
                    if awake(person, at):
                        return person
        return found
