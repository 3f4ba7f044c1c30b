"""How long the catalogue takes on DuckDB, on a Spark cluster of one worker, and on one of two; the answers are equal.

A made-up community (PROVE_ACTIVITIES of it, a million else) is asked every metric over all its years, by month. One
worker and two have a driver of their own each, which begins as cold.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.prove.database import own_database
from tests.prove.spark.cluster import Cluster, cluster
from tests.prove.spark.engines import on_duckdb, on_spark
from tests.prove.spark.unequal import differences

if TYPE_CHECKING:
    from rapport.measure.answer import Answer
    from rapport.people.acts import Acts

ACTIVITIES = int(os.environ.get("PROVE_ACTIVITIES", "1000000"))
PASSES = 2
ASKED = {"grain": "month"}


class Taken(NamedTuple):
    """Seconds, and the answers."""

    loading: float
    first: dict[str, float]
    """Each metric for the first time, with what is made for it and stays."""
    best: dict[str, float]
    """The least of PASSES times more."""
    answers: dict[str, "Answer"]


def main() -> int:
    with own_database(), tempfile.TemporaryDirectory(prefix="rapport-spark-") as folder:
        from rapport.ledger import copy
        from tests.bench.numbers import made

        made.fill(ACTIVITIES, ACTIVITIES // 50)
        copy.rebuild()
        print(f"{ACTIVITIES:,} activities of {ACTIVITIES // 50:,} identities", flush=True)
        local, loading = on_duckdb()
        duckdb = timed(local, loading)
        with cluster(Path(folder)) as machines:
            machines.add_worker()
            one = timed_on(machines, local)
            machines.add_worker()
            two = timed_on(machines, local)
    show(duckdb, one, two)
    return different(duckdb, one) + different(duckdb, two)


def timed_on(machines: Cluster, local: "Acts") -> Taken:
    with on_spark(machines, local) as (acts, loading):
        return timed(acts, loading)


def timed(acts: "Acts", loading: float) -> Taken:
    passes, answers = [], {}
    for number in range(1 + PASSES):
        began = time.perf_counter()
        seconds, answers = asked(acts)
        passes.append(seconds)
        print(f"  pass {number}: {time.perf_counter() - began:.1f} s", flush=True)
    first, *others = passes
    return Taken(loading, first, {name: min(each[name] for each in others) for name in first}, answers)


def asked(acts: "Acts") -> tuple[dict[str, float], dict[str, "Answer"]]:
    from rapport.measure.answer import work_out
    from rapport.measure.metrics import all_metrics
    from rapport.measure.question import read_question

    seconds, answers = {}, {}
    for metric in all_metrics():
        began = time.perf_counter()
        answers[metric.name] = work_out(acts, metric.name, read_question(ASKED))
        seconds[metric.name] = time.perf_counter() - began
    return seconds, answers


def show(*taken: Taken) -> None:
    print(f"\n{'seconds':32}{'DuckDB':>10}{'one worker':>12}{'two workers':>13}{'two / one':>11}")
    row("the acts are loaded", [each.loading for each in taken])
    row("each metric for the first time", [sum(each.first.values()) for each in taken])
    row("each metric again", [sum(each.best.values()) for each in taken])
    for name in taken[0].best:
        row(f"  {name}", [each.best[name] for each in taken])


def row(name: str, seconds: list[float]) -> None:
    duckdb, one, two = seconds
    print(f"{name:32}{duckdb:10.2f}{one:12.2f}{two:13.2f}{two / one:11.2f}")


def different(here: Taken, there: Taken) -> int:
    """How many answers differ; each is told."""
    found = {name: differences(answer, there.answers[name]) for name, answer in here.answers.items()}
    wrong = {name: told for name, told in found.items() if told}
    for name, told in wrong.items():
        print(f"  {name}: {'; '.join(told)}")
    print(f"{len(found)} answers compared: {len(wrong)} differ.", flush=True)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
