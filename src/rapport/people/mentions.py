"""Whom a member mentions, and who mentions them: what the acts count, under the map of this moment."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.people.models import Member
from rapport.people.whose import whose

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


def mentions(member: int, identities: Collection[int]) -> Mentions:
    """Of the member who is these identities."""
    acts = current()
    pairs = acts.mentions
    made = _most(acts, member, pairs.filter(pairs.identity.isin(list(identities))), "mentioned")
    met = _most(acts, member, pairs.filter(pairs.mentioned.isin(list(identities))), "identity")
    there = Member.objects.in_bulk({*made, *met})
    return Mentions(*([Mentioned(there[who], n) for who, n in found.items() if who in there] for found in (made, met)))


def _most(acts: Acts, member: int, pairs: Table, side: str) -> dict[int, int]:
    """The members who stand most often on one side of the pairs, others than this one."""
    found = acts.arrow(pairs.select("n", other=side))
    who = whose(acts, found["other"].to_numpy()).member
    members, place = np.unique(who, return_inverse=True)
    times = np.bincount(place, found["n"].to_numpy()).astype(np.int64)
    times[(members == 0) | (members == member)] = 0
    most = [one for one in np.lexsort((members, -times))[:MOST] if times[one]]
    return {int(members[one]): int(times[one]) for one in most}
