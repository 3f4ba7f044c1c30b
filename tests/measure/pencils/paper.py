"""A small ledger on paper, and the way a question picks from it: no Ibis, no product code but its plain values."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from rapport.measure.periods import start_of
from rapport.measure.question import By, Question
from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import Act, Members, topic_of

Key = tuple[date, str | None]
Figures = dict[Key, tuple[float | None, int]]
"""Period and group → value and n; what is missing is none."""


class Paper(NamedTuple):
    acts: list[Act]
    members: Members
    question: Question
    known: datetime

    def member(self, identity: int | None) -> int | None:
        return None if identity is None else self.members.get(identity, (-identity, ""))[0]

    def side(self, identity: int | None) -> str:
        return "unnamed" if identity is None else self.members.get(identity, (0, "community"))[1]

    def wanted(self, act: Act) -> bool:
        """Whether the question asks for what was done by this author, then and there."""
        asked, day, side = self.question, act.at.date(), self.side(act.identity)
        if (asked.since and day < asked.since) or day > (asked.until or self._last):
            return False
        if side in ("bot", "limited") or (asked.without_team and side == "team"):
            return False
        if asked.segment and self.member(act.identity) not in self._segment:
            return False
        return asked.platform in (None, act.platform) and asked.language in ("", act.language or "und")

    @property
    def _segment(self) -> set[int]:
        """Who is in one of the two that pencils know."""
        side = {"in the community": "community", "in the team": "team"}[self.question.segment]
        return {member for member, of in self.members.values() if of == side}

    @property
    def _last(self) -> date:
        """Where no end is told, a period ends with the last day of anything on the platform."""
        return max(act.at.date() for act in self.acts if self.question.platform in (None, act.platform))

    def key(self, act: Act) -> Key:
        groups = {
            None: None,
            By.PLATFORM: act.platform,
            By.KIND: BY_NUMBER[act.kind].name,
            By.SIDE: self.side(act.identity),
            By.LANGUAGE: act.language or "und",
            By.TOPIC: topic_of(act),
        }
        assert self.question.grain
        return start_of(act.at.date(), self.question.grain), groups[self.question.by]

    def sorted(self) -> list[Act]:
        return sorted(self.acts, key=in_order)

    def by_key(self, acts: Iterable[Act]) -> dict[Key, list[Act]]:
        found: dict[Key, list[Act]] = defaultdict(list)
        for act in acts:
            if self.wanted(act):
                found[self.key(act)].append(act)
        return found

    def of(self, member: int) -> list[Act]:
        return [act for act in self.acts if self.member(act.identity) == member]

    def people(self, acts: Iterable[Act]) -> set[int]:
        return {member for act in acts if (member := self.member(act.identity)) is not None}


def in_order(act: Act) -> tuple[object, ...]:
    """Of two at one instant, platform, kind and language decide."""
    return act.at, act.platform, act.kind, act.language or "~"


Pencil = Callable[[Paper], Figures]


def counted(paper: Paper, acts: Iterable[Act]) -> Figures:
    """How many acts of whom."""
    return {key: (len(found), len(paper.people(found))) for key, found in paper.by_key(acts).items()}


def members(paper: Paper, acts: Iterable[Act]) -> Figures:
    """How many people did any of these acts; none where only the unnamed did."""
    found = {key: len(paper.people(those)) for key, those in paper.by_key(acts).items()}
    return {key: (n, n) for key, n in found.items()}
