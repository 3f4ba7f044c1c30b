"""How much some identities did, by platform and kind. Counted by the copy, limited ones too."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rapport.people.current import current
from rapport.words.kinds import BY_NUMBER, Kind


class Count(NamedTuple):
    platform: str
    kind: Kind
    n: int


def counted(identities: Sequence[int]) -> list[Count]:
    """The most frequent first."""
    acts = current()
    mine = acts.every_act.filter(acts.every_act.identity.isin(list(identities)))
    rows = acts.ask(mine.aggregate(by=["platform", "kind"], n=mine.n.sum()))
    return sorted((Count(row["platform"], BY_NUMBER[row["kind"]], row["n"]) for row in rows), key=lambda one: -one.n)


def first_day(identity: int) -> date | None:
    """The day of the first thing it did; the first of all days where there is no copy that could tell."""
    acts = current()
    if acts.version.copy is None:
        return date.min
    mine = acts.every_act.filter(acts.every_act.identity == identity)
    [row] = acts.ask(mine.aggregate(day=mine.day.min()))
    day: date | None = row["day"]
    return day
