"""Everything anybody did, with the member who did it: the table that metrics count.

One row a day (UTC) × platform × kind × identity, at one state of the ledger and of the members' map:
day date, platform string, kind int16, n int64 (activities), first_at timestamp (the first of them),
member int64 (null where the source names no author), side string ('community', 'team', 'bot', 'unnamed').
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

import ibis
from ibis.backends import BaseBackend
from ibis.expr.types import Table

from rapport.measure.periods import Span

UNNAMED = "unnamed"

EARLIEST = date(1970, 1, 1)
"""No clock that was ever set shows an earlier day."""


class Version(NamedTuple):
    """The state of the ledger's copy and of the members' map, and the day it was asked for."""

    copy: tuple[tuple[str, int], ...]
    """Each of its tables' folder and how often it was written."""
    members: int
    today: date

    @property
    def folders(self) -> tuple[str, ...]:
        return tuple(folder for folder, _ in self.copy)


@dataclass(eq=False)
class Acts:
    version: Version
    spans: Mapping[str, Span]
    """Each platform's first and last day of activity."""
    table: Table
    recent: float
    """The share of everything that was done in the last twelve months of it."""
    backend: BaseBackend
    lock: Lock
    """A DuckDB connection answers one question at a time."""
    as_of: datetime | None = None
    """Everything up to this time is in it."""
    verified: float = 0
    """When it was last seen to be the newest, on the clock of `time.monotonic`."""

    def ask(self, question: Callable[[Table], Table]) -> list[dict[str, Any]]:
        with self.lock:
            found: list[dict[str, Any]] = self.backend.to_pyarrow(question(self.table)).to_pylist()
            return found

    def span(self, platform: str | None = None) -> Span | None:
        """The first and last day of what the ledger holds, from 1970 to today.

        An activity dated outside of that (a clock set wrong) does not stretch the span.
        """
        chosen = [span for name, span in self.spans.items() if platform in (None, name)]
        if not chosen:
            return None
        first, last = min(span.first for span in chosen), max(span.last for span in chosen)
        return Span(self._likely(first), self._likely(last))

    def _likely(self, day: date) -> date:
        return min(max(day, EARLIEST), self.version.today)


def named(rollup: Table, members: Table) -> Table:
    """Rollups joined with the map. An identity that nobody has linked yet is a community member by itself."""
    unlinked = -rollup.identity.cast("int64")
    side = ibis.cases((rollup.identity.isnull(), UNNAMED), else_=ibis.coalesce(members.side, "community"))
    joined = rollup.left_join(members, rollup.identity == members.identity)
    return joined.select(
        "day",
        "platform",
        "kind",
        n=rollup.n.cast("int64"),
        first_at=rollup.first_at,
        member=ibis.coalesce(members.member, unlinked),
        side=side,
    )


def load(backend: BaseBackend, rollup: Table, members: Table, version: Version) -> Acts:
    """Join once and keep the result in the engine: every question then takes a few milliseconds.

    The table is temporary: it goes when nobody holds these acts any more.
    """
    table = backend.create_table("acts", named(rollup, members), temp=True)
    days = table.aggregate(by="platform", first=table.day.min(), last=table.day.max())
    found = backend.to_pyarrow(days).to_pylist()
    spans = {row["platform"]: Span(row["first"], row["last"]) for row in found}
    return Acts(
        version, dict(sorted(spans.items())), table, _recent(backend, table, spans, version.today), backend, Lock()
    )


def _recent(backend: BaseBackend, table: Table, spans: Mapping[str, Span], today: date) -> float:
    if not spans:
        return 0.0
    last = min(max(span.last for span in spans.values()), today)
    since = max(last, EARLIEST) - timedelta(days=365)
    counted = table.aggregate(recent=table.n.sum(where=table.day > since), all=table.n.sum())
    (row,) = backend.to_pyarrow(counted).to_pylist()
    return float((row["recent"] or 0) / row["all"])
