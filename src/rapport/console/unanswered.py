"""Who waits: topics, issues and pull requests that nobody else has answered yet."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import ibis
from ibis.expr.types import Table
from pyarrow import compute

from rapport.console.lately import Window
from rapport.ledger.engines import duckdb
from rapport.people.acts import LIMITED
from rapport.people.map import member_map
from rapport.words.kinds import BY_NAME

ASKING = tuple(BY_NAME[name].number for name in ("topic", "issue", "pull_request"))
ANSWERING = tuple(BY_NAME[name].number for name in ("post", "answer", "review", "review_comment", "comment"))
SETTLING = tuple(BY_NAME[name].number for name in ("close", "merge"))
"""Who closes something has seen it, be it the asker."""
SHOWN = 5


class Unanswered(NamedTuple):
    total: int
    newest: list[UUID]


def unanswered(lately: Window) -> Unanswered:
    """Of the window's questions, those without a word by another human, the newest first.

    Reads only the window's months of the copy. What bots ask does not wait, and their replies are no answers.
    """
    return duckdb.again_if_swept(lambda: _unanswered(duckdb.version(), lately, _on_side("bot"), _on_side(LIMITED)))


@lru_cache(maxsize=2)
def _unanswered(copy: duckdb.Version, lately: Window, bots: tuple[int, ...], limited: tuple[int, ...]) -> Unanswered:
    """Of one state of the copy; which member an identity is does not matter, as long as it is no bot."""
    engine = duckdb.connect()
    activity = engine.table("activity")
    recent = activity.filter(
        activity.month >= month_of(lately.first),
        activity.at >= _start(lately.first),
        activity.at < _end(lately.last),
    )
    waiting = _waiting(recent, _these(bots), _these(limited))
    found = waiting.mutate(total=waiting.count().over()).order_by(waiting.at.desc(), "id").limit(SHOWN)
    rows = engine.to_pyarrow(found).to_pylist()
    return Unanswered(rows[0]["total"] if rows else 0, [UUID(bytes=row["id"]) for row in rows])


def _these(identities: tuple[int, ...]) -> Table:
    return ibis.memtable({"identity": identities}, schema={"identity": "int32"})


def _waiting(recent: Table, bots: Table, limited: Table) -> Table:
    """What somebody asks who is limited is not shown; what they answer has been answered."""
    humans = recent.anti_join(bots, "identity")
    asking = humans.anti_join(limited, "identity")
    asked = asking.filter(asking.kind.isin(ASKING)).select("id", "at", asker="identity")
    said = humans.filter(humans.kind.isin(ANSWERING)).select(of="thread", by="identity")
    settled = recent.filter(recent.kind.isin(SETTLING)).select(of=ibis.coalesce(recent.thread, recent.parent))
    unheard = asked.anti_join(said, (asked.id == said.of) & ~asked.asker.identical_to(said.by))
    return unheard.anti_join(settled, unheard.id == settled.of)


def _on_side(side: str) -> tuple[int, ...]:
    members = member_map()
    return tuple(sorted(members.filter(compute.equal(members["side"], side))["identity"].to_pylist()))


def month_of(day: date) -> int:
    return day.year * 100 + day.month


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _end(day: date) -> datetime:
    return _start(day + timedelta(days=1))
