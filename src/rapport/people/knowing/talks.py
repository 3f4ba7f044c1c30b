"""With whom a member talks, both ways: answers and mentions, each activity once."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pyarrow

from rapport.people.acts import Acts
from rapport.people.knowing.orbit import IDLE_MONTH
from rapport.people.models import Member
from rapport.people.whose import whose

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
    spoken = _spoken(acts, member, identities)
    ties = spoken.group_by("who").aggregate([("to", "sum"), ("by", "sum"), ("last_at", "max")])
    who, to, by = (ties[name].to_numpy() for name in ("who", "to_sum", "by_sum"))
    most = np.lexsort((who, -(to + by)))[:MOST]
    team = _of_the_team(spoken)
    known = Member.objects.in_bulk({*who[most].tolist(), *(row["who"] for row in team)})
    return Talks(
        people=[Talk(known[int(who[one])], int(to[one]), int(by[one])) for one in most if int(who[one]) in known],
        connections=len(who),
        reach=_reach(to + by, ties["last_at_max"], at),
        exchanges=_exchanges(team, known),
    )


def _spoken(acts: Acts, member: int, identities: Collection[int]) -> pyarrow.Table:
    """One row a tie: who (never the member, never a bot), team, to, by (activities), last_at, last_id."""
    ties, mine = acts.ties, list(identities)
    found = []
    for own, other in (("identity", "other"), ("other", "identity")):
        tied = acts.arrow(ties.filter(ties[own].isin(mine)).select("n", "last_at", "last_id", other=other))
        who, n = whose(acts, tied["other"].to_numpy()), tied["n"].to_numpy().astype(np.int64)
        theirs = own == "identity"
        columns = {
            "who": who.member,
            "team": who.team,
            "to": n if theirs else np.zeros_like(n),
            "by": np.zeros_like(n) if theirs else n,
            "last_at": tied["last_at"],
            "last_id": tied["last_id"],
        }
        counts = (who.member > 0) & (who.member != member) & ~who.bot
        found.append(pyarrow.table(columns).filter(pyarrow.array(counts)))
    return pyarrow.concat_tables(found)


def _reach(n: npt.NDArray[np.int64], last: pyarrow.ChunkedArray, at: date) -> float:
    """What all ties are worth, each less for every month since the two last spoke."""
    then = last.to_numpy().astype("datetime64[M]").astype(np.int64)
    months = (at.year - 1970) * 12 + at.month - 1 - then
    return float((n * IDLE_MONTH ** np.maximum(months, 0)).sum())


def _of_the_team(spoken: pyarrow.Table) -> list[dict[str, Any]]:
    """The newest that was said with each of the team, either way, the last first: enough for all that is shown."""
    rows = spoken.filter(spoken["team"]).sort_by([("last_at", "descending"), ("who", "ascending")])
    latest: dict[tuple[int, bool], dict[str, Any]] = {}
    for row in rows.to_pylist():
        latest.setdefault((row["who"], row["to"] > 0), row)
    return list(latest.values())[:EXCHANGES]


def _exchanges(team: list[dict[str, Any]], known: Mapping[int, Member]) -> list[Exchange]:
    return [
        Exchange(known[row["who"]], row["to"] > 0, row["last_at"], UUID(bytes=row["last_id"]))
        for row in team
        if row["who"] in known
    ]
