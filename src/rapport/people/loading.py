"""A state's tables put together from the copy's rollups and the map of members.

In SQL, as Ibis would take longer to write it than the engine takes to answer.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow
from ibis.expr.types import Table

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.engine import Engine
from rapport.people.acts import EARLIEST, Acts, Steps, Version
from rapport.people.careers import careers_anew, everybody_anew
from rapport.people.contributions.weights import Weights
from rapport.people.standing import AS_TYPE, LIMITED, OF_ROW
from rapport.words.span import Span

_ACTS = (
    "CREATE TABLE map AS SELECT identity, member, side::standing AS side FROM given",
    # What one person did stands together, so that a question about them reads little.
    f"""
    CREATE TABLE every_act AS
    SELECT day, platform, kind, language, n, first_at, r.identity, {OF_ROW}
    FROM rollup r LEFT JOIN map m ON m.identity = r.identity ORDER BY r.identity
    """,
    f"CREATE VIEW acts AS SELECT * FROM every_act WHERE side <> '{LIMITED}'",
    f"CREATE VIEW members AS SELECT * FROM map WHERE side <> '{LIMITED}'",
)
_MENTIONS = """
    CREATE TABLE mentions AS
    SELECT identity, mentioned, sum(n)::int AS n FROM mention GROUP BY identity, mentioned
"""


def load(
    engine: Engine,
    members: pyarrow.Table,
    version: Version,
    weights: Weights | None = None,
    *,
    copy: Callable[[], Engine] = duckdb.copied,
) -> Acts:
    """Join the engine's `rollup` with the map, once; the result goes when nobody holds these acts any more.

    Its `mention` counts whom people mention. Without `weights`, kinds weigh what they weigh by default. `copy` gives an
    engine over the copy for what is read from every single activity.
    """
    weights = weights or Weights()
    with engine.given({"given": members}):
        for statement in (AS_TYPE, *_ACTS, careers_anew(weights), _MENTIONS, *everybody_anew()):
            engine.run(statement)
    spans = spans_in(engine)
    recent = recent_in(engine, spans, version.today)
    return Acts(
        version,
        engine,
        spans,
        languages_in(engine),
        recent,
        weights,
        copy=copy,
        steps=Steps(version.copy),
        merged=version.members,
    )


def spans_in(engine: Engine) -> dict[str, Span]:
    """Each platform's first and last day."""
    acts = Acts.table
    days = _ask(engine, acts.aggregate(by="platform", first=acts.day.min(), last=acts.day.max()))
    return {row["platform"]: Span(row["first"], row["last"]) for row in sorted(days, key=lambda row: row["platform"])}


def languages_in(engine: Engine) -> tuple[str, ...]:
    acts = Acts.table
    counted = acts.filter(acts.language.notnull()).aggregate(by="language", n=acts.n.sum())
    return tuple(row["language"] for row in _ask(engine, counted.order_by(counted.n.desc(), "language")))


def recent_in(engine: Engine, spans: Mapping[str, Span], today: date) -> float:
    if not spans:
        return 0.0
    last = min(max(span.last for span in spans.values()), today)
    since = max(last, EARLIEST) - timedelta(days=365)
    acts = Acts.table
    counted = acts.aggregate(recent=acts.n.sum(where=acts.day > since).fill_null(0), all=acts.n.sum())
    [row] = _ask(engine, counted)
    return float(row["recent"] / row["all"])


def _ask(engine: Engine, question: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.arrow(question).to_pylist()
    return rows
