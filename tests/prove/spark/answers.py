"""The whole catalogue gives equal answers on DuckDB and on a Spark cluster of a master and two workers.

The simulated community (PROVE_PEOPLE of it, 3,000 else) is asked every metric with every filter of `filters` that it
knows; every figure of every answer must be the same: value, interval and n of each period and group, the total, whom
it leaves out.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.prove.database import own_database
from tests.prove.spark.cluster import cluster
from tests.prove.spark.engines import on_duckdb, on_spark
from tests.prove.spark.unequal import differences

if TYPE_CHECKING:
    from rapport.people.acts import Acts

PEOPLE = int(os.environ.get("PROVE_PEOPLE", "3000"))

Filter = dict[str, str]


def main() -> int:
    with own_database(), tempfile.TemporaryDirectory(prefix="rapport-spark-") as folder:
        print(f"A simulated community of {PEOPLE:,} people", flush=True)
        simulate(PEOPLE)
        local, _ = on_duckdb()
        with cluster(Path(folder)) as machines:
            machines.add_worker()
            machines.add_worker()
            with on_spark(machines, local) as (acts, _):
                return compare(local, acts)


def simulate(people: int) -> None:
    from rapport.demo.fill import begin, fill
    from rapport.demo.plan import Plan
    from rapport.ledger import copy
    from rapport.people.follow import follow

    plan = Plan(datetime.now(UTC).replace(microsecond=0), people=people)
    fill(begin(plan), plan, lambda _: None)
    follow()
    copy.refresh()


def compare(local: "Acts", acts: "Acts") -> int:
    """How many answers differ."""
    from rapport.measure.answer import work_out
    from rapport.measure.question import read_question

    began, asked, rows, wrong = time.perf_counter(), 0, 0, 0
    for name, values in questions(local):
        since = time.perf_counter()
        here, there = (work_out(each, name, read_question(values)) for each in (local, acts))
        found = differences(here, there)
        asked, rows, wrong = asked + 1, rows + len(here.rows), wrong + bool(found)
        told = "; ".join(found) or f"{len(here.rows)} rows equal"
        print(f"  {name} {values}: {told} ({time.perf_counter() - since:.1f} s)", flush=True)
    seconds = time.perf_counter() - began
    print(f"{asked} questions asked of both engines, {rows:,} rows, {seconds:.0f} s: {wrong} answers differ.")
    return wrong


def questions(acts: "Acts") -> Iterator[tuple[str, Filter]]:
    """Every metric with every filter that it knows."""
    from rapport.measure.metrics import all_metrics
    from rapport.measure.question import By

    for metric in all_metrics():
        for values in filters(acts):
            if "by" not in values or By(values["by"]) in metric.breaks:
                yield metric.name, values


def filters(acts: "Acts") -> list[Filter]:
    span = acts.span()
    assert span is not None, "the ledger holds something"
    since, until = span.last - timedelta(days=200), span.last - timedelta(days=20)
    some_days: Filter = {"since": since.isoformat(), "until": until.isoformat()}
    return [
        {},
        {"by": "platform"},
        {"by": "kind", "without_team": "1"},
        {"by": "side", "grain": "quarter"},
        {"by": "language", "grain": "year"},
        {**some_days, "grain": "week", "without_team": "1"},
        {**some_days, "grain": "day", "platform": "discourse"},
        {"platform": "github", "grain": "quarter", "without_team": "1"},
        {"language": "en", "grain": "year"},
        {"segment": "contributed at least 5 times, not in the team", "grain": "quarter"},
    ]


if __name__ == "__main__":
    sys.exit(min(main(), 1))
