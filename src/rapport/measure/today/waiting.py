"""Who waits for an answer, and how long: the questions of some days that nobody else has said anything to.

Today and the weekly digest both ask here, so that of the same days they tell the same.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import ibis

from rapport.measure.behind import Asked, told
from rapport.measure.figures import lasting
from rapport.measure.today.aside import aside_since
from rapport.people.acts import Acts
from rapport.people.standing import COMMUNITY, UNNAMED
from rapport.words.span import Span

NEW = timedelta(days=30)
"""Whoever did their very first thing so shortly before they asked is a newcomer."""

SHORT = 80

Row = dict[str, Any]


class Waits(NamedTuple):
    asked: Asked
    newcomer: bool
    hours: float
    """Until the end of what is known."""

    @property
    def title(self) -> str:
        """Of what has none, how it begins."""
        said = self.asked.title or "".join(piece.said for piece in self.asked.said).strip() or self.asked.kind.label
        return said if len(said) <= SHORT else f"{said[:SHORT].rstrip()}…"

    @property
    def lasted(self) -> str:
        return lasting(self.hours)


class Waiting(NamedTuple):
    total: int
    by_platform: Mapping[str, int]
    """The most first."""
    newcomers: int
    """How many of them newcomers ask."""
    aside: int
    """How many more wait for nothing, as somebody of the team said."""
    put_aside: list[Waits]
    """The newest of these."""
    longest: list[Waits]
    """Those that wait the longest first."""
    newcomers_longest: list[Waits]
    """The same of newcomers alone."""


def waiting(acts: Acts, asked: Span, shown: int) -> Waiting:
    """As the metric `unanswered` counts them, without the team's own and without what needs no answer."""
    rows = unanswered(acts, asked)
    aside = aside_since(asked.first)
    gone = [row for row in rows if _is_aside(row, aside)] if aside else []
    left = [row for row in rows if row not in gone] if gone else rows
    new = [row for row in left if row["newcomer"]]
    return Waiting(
        len(left),
        dict(Counter(row["platform"] for row in left).most_common()),
        len(new),
        len(gone),
        _told(acts, gone[-shown:][::-1]),
        _told(acts, left[:shown]),
        _told(acts, new[:1]),
    )


@lru_cache(maxsize=2)
def unanswered(acts: Acts, asked: Span) -> list[Row]:
    """Rows of `acts.waits`, each with `newcomer`; the longest waiting first."""
    waits, firsts = acts.waits, acts.firsts.select(who="member", began="first_at")
    found = waits.filter(
        waits.day.between(asked.first, asked.last),
        waits.side.isin((COMMUNITY, UNNAMED)),
        waits.answered_at.isnull(),
        waits.until.isnull(),
        waits.accepted_at.isnull(),
    )
    known = found.left_join(firsts, found.member == firsts.who)
    newcomer = (known.began >= known.first_at - ibis.literal(NEW)).fill_null(ibis.literal(False))
    columns = ("id", "platform", "kind", "identity", "first_at", "answered_at", "until", "again")
    return acts.ask(known.select(*columns, newcomer=newcomer).order_by("first_at", "id"))


def _is_aside(row: Row, aside: Mapping[UUID, datetime]) -> bool:
    """What was opened again after somebody said that it needs no answer waits anew."""
    said = aside.get(UUID(bytes=row["id"]))
    return said is not None and said >= row["first_at"]


def _told(acts: Acts, rows: list[Row]) -> list[Waits]:
    new = {UUID(bytes=row["id"]): row["newcomer"] for row in rows}
    return [Waits(one, new[one.id], max((acts.known - one.at).total_seconds() / 3600, 0.0)) for one in told(acts, rows)]
