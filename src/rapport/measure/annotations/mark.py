"""One thing that happened, as charts, lists, files and programs tell it. Pure."""

from datetime import date
from enum import IntEnum
from typing import NamedTuple

HAND = "hand"
"""The source of what somebody of the team wrote down."""


class Rank(IntEnum):
    """What goes first where there is not room for all; of equals the newest does."""

    BY_HAND = 0
    MAJOR = 1
    """A release like 2.0."""
    EVENT = 2
    """That happened once or twice."""
    MINOR = 3
    """A release like 2.1, or one without such a number."""
    PATCH = 4
    """A release like 2.1.3."""
    REGULAR = 5
    """An event that comes again and again."""
    EARLY = 6
    """A release before the release: alpha, beta, candidate, nightly. It is listed and never drawn."""


CALLED = {
    Rank.BY_HAND: "", Rank.MAJOR: "major release", Rank.EVENT: "event", Rank.MINOR: "release",
    Rank.PATCH: "patch release", Rank.REGULAR: "regular event", Rank.EARLY: "pre-release",
}  # fmt: skip


class Mark(NamedTuple):
    kind: str
    """`release`, `event`, `campaign` or `note`."""
    title: str
    first: date
    last: date
    """The same day where it took no longer."""
    rank: Rank
    source: str
    """HAND, or the platform that told of it."""
    label: str = ""
    """The title where there is little room."""
    platform: str = ""
    """The only platform that it concerns; empty where it concerns all, as what is read from the ledger does."""
    link: str = ""
    number: int | None = None
    """Of what was written down by hand."""
    by: str = ""
    """Who wrote it down; empty on the command line."""

    @property
    def what(self) -> str:
        """What kind of thing it is, as people call it."""
        return CALLED[self.rank] or self.kind

    @property
    def short(self) -> str:
        return self.label or self.title

    def within(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


def by_weight(mark: Mark) -> tuple[int, int, str]:
    """To sort by: what goes first where there is not room for all."""
    return mark.rank, -mark.first.toordinal(), mark.title


def by_day(mark: Mark) -> tuple[date, int, str]:
    return mark.first, mark.rank, mark.title
