"""Whom a member mentions, and who mentions them: what the acts count, under the map of this moment."""

from typing import NamedTuple

from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.people.models import Member

MOST = 5


class Mentioned(NamedTuple):
    member: Member
    n: int
    """Activities that name one of their identities."""


class Mentions(NamedTuple):
    made: list[Mentioned]
    """Whom they mention, the most often first; never themselves."""
    met: list[Mentioned]
    """Who mentions them."""


def mentions(member: int) -> Mentions:
    acts = current()
    by = acts.members.select("identity", by="member")
    of = acts.members.select(mentioned="identity", of="member")
    pairs = acts.mentions.join(by, "identity").join(of, "mentioned")
    pairs = pairs.filter(pairs.by != pairs.of)
    made = _most(acts, pairs.filter(pairs.by == member), "of")
    met = _most(acts, pairs.filter(pairs.of == member), "by")
    there = Member.objects.in_bulk({*made, *met})
    return Mentions(*([Mentioned(there[who], n) for who, n in found.items() if who in there] for found in (made, met)))


def _most(acts: Acts, pairs: Table, who: str) -> dict[int, int]:
    counted = pairs.aggregate(by=who, times=pairs.n.sum())
    found = acts.ask(counted.order_by(counted.times.desc(), who).limit(MOST))
    return {row[who]: row["times"] for row in found}
