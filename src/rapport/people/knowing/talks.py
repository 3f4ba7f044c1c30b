"""With whom a member talks, both ways: answers and mentions, each activity once."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.knowing.orbit import reach
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
    ties = acts.ties
    people = acts.members.filter(acts.members.side != "bot")
    whose = people.select(whose="identity", who="member", side="side")
    there = ties.filter(ties.identity.isin(list(identities))).mutate(theirs=True)
    back = ties.filter(ties.other.isin(list(identities))).mutate(theirs=False)
    sides = [(there, there.other), (back, back.identity)]
    rows = [row for tied, other in sides for row in acts.ask(_by_member(tied, other, whose, member))]
    spoken: Counter[int] = Counter()
    ways: dict[tuple[int, bool], int] = {}
    last: dict[int, datetime] = {}
    for row in rows:
        spoken[row["who"]] += row["times"]
        ways[row["who"], row["theirs"]] = row["times"]
        last[row["who"]] = max(row["at"], last.get(row["who"], row["at"]))
    most = [who for who, _ in spoken.most_common(MOST)]
    team = sorted((row for row in rows if row["side"] == "team"), key=lambda row: row["at"], reverse=True)[:EXCHANGES]
    known = Member.objects.in_bulk({*most, *(row["who"] for row in team)})
    return Talks(
        people=[Talk(known[who], ways.get((who, True), 0), ways.get((who, False), 0)) for who in most if who in known],
        connections=len(spoken),
        reach=reach((n, _months(last[who], at)) for who, n in spoken.items()),
        exchanges=_exchanges(team, known),
    )


def _by_member(tied: Table, other: Table, whose: Table, member: int) -> Table:
    found = tied.join(whose, other == whose.whose).filter(lambda row: row.who != member)
    return found.group_by("who", "side", "theirs").aggregate(
        times=found.n.sum(), at=found.last_at.max(), id=found.last_id.argmax(found.last_at)
    )


def _months(last: datetime, at: date) -> int:
    return max(0, (at.year - last.year) * 12 + at.month - last.month)


def _exchanges(rows: Iterable[dict[str, object]], known: dict[int, Member]) -> list[Exchange]:
    return [
        Exchange(known[row["who"]], row["theirs"], row["at"], UUID(bytes=row["id"]))  # type: ignore
        for row in rows
        if row["who"] in known
    ]
