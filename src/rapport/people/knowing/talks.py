"""With whom a member talks, both ways: answers and mentions, each activity once."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import ibis
from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.knowing.orbit import IDLE_MONTH
from rapport.people.models import Member

MOST = 8
EXCHANGES = 5


class Talk(NamedTuple):
    member: Member
    to: int
    """Activities of theirs that answer or mention this person."""
    by: int
    """Of this person that answer or mention them."""


class Exchange(NamedTuple):
    """The newest that was said between the two, one way."""

    member: Member
    """Of the team."""
    theirs: bool
    """Whether the member spoke to the team, not the team to them."""
    at: datetime
    id: UUID


class Talks(NamedTuple):
    people: list[Talk]
    """The most first."""
    connections: int
    """With how many they ever spoke."""
    reach: float
    exchanges: list[Exchange]
    """With the team, the newest first."""


def talks(acts: Acts, member: int, identities: Collection[int], at: date) -> Talks:
    """Of the member who is these identities; `at` is the day from which connections are idle."""
    rows = acts.ask(_told(_spoken(acts, member, identities), at))
    known = Member.objects.in_bulk([row["who"] for row in rows])
    rows = [row for row in rows if row["who"] in known]
    most = sorted((row for row in rows if row["place"] < MOST), key=lambda row: row["place"])
    return Talks(
        people=[Talk(known[row["who"]], row["to"], row["by"]) for row in most],
        connections=rows[0]["connections"] if rows else 0,
        reach=rows[0]["reach"] if rows else 0.0,
        exchanges=_exchanges([row for row in rows if row["side"] == "team"], known),
    )


def _exchanges(team: list[dict[str, Any]], known: Mapping[int, Member]) -> list[Exchange]:
    told = [
        Exchange(known[row["who"]], theirs, row[f"{way}_at"], UUID(bytes=row[f"{way}_id"]))
        for row in team
        for theirs, way in ((True, "to"), (False, "by"))
        if row[f"{way}_at"]
    ]
    return sorted(told, key=lambda one: one.at, reverse=True)[:EXCHANGES]


def _spoken(acts: Acts, member: int, identities: Collection[int]) -> Table:
    """One row a tie: who (never the member, never a bot), side, theirs (the member spoke), n, last_at, last_id."""
    ties, mine = acts.ties, list(identities)
    people = acts.members.filter(acts.members.side != "bot", acts.members.member != member)
    whose = people.select(whose="identity", who="member", side="side")
    there = ties.filter(ties.identity.isin(mine)).mutate(theirs=True)
    back = ties.filter(ties.other.isin(mine)).mutate(theirs=False)
    met = [tied.join(whose, other == whose.whose) for tied, other in ((there, there.other), (back, back.identity))]
    columns = ("who", "side", "theirs", "n", "last_at", "last_id")
    return met[0].select(*columns).union(met[1].select(*columns))


def _told(spoken: Table, at: date) -> Table:
    """With whom most, and who of the team last; each row says how many there are in all and how far that reaches."""
    ways = {"to": spoken.theirs, "by": ~spoken.theirs}
    each = spoken.group_by("who", "side").aggregate(
        n=spoken.n.sum(),
        last=spoken.last_at.max(),
        **{way: spoken.n.sum(where=chosen).fill_null(0) for way, chosen in ways.items()},
        **{f"{way}_at": spoken.last_at.max(where=chosen) for way, chosen in ways.items()},
        **{f"{way}_id": spoken.last_id.argmax(spoken.last_at, where=chosen) for way, chosen in ways.items()},
    )
    months = (at.year - each["last"].year()) * 12 + at.month - each["last"].month()
    told = each.mutate(strength=each.n * ibis.literal(IDLE_MONTH) ** ibis.greatest(months, 0))
    told = told.mutate(
        connections=told.count().over(),
        reach=told.strength.sum().over(),
        place=ibis.row_number().over(order_by=[told.n.desc(), told.who]),
        lately=ibis.row_number().over(group_by="side", order_by=[told["last"].desc(), told.who]),
    )
    return told.filter((told.place < MOST) | ((told.side == "team") & (told.lately < EXCHANGES)))
