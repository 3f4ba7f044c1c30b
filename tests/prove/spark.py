"""The whole catalogue gives equal answers on DuckDB and on a Spark cluster: `make prove-spark`.

A made-up community (PROVE_ACTIVITIES of it, a million else) is asked every metric with every filter of FILTERS that the
metric knows, on DuckDB and on a standalone cluster of a master and two workers on loopback; every figure of every
answer must be the same. Then each metric's time: on DuckDB, with one worker, and with two.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.prove.cluster import Cluster, cluster
from tests.prove.database import own_database

if TYPE_CHECKING:
    from rapport.people.acts import Acts

ACTIVITIES = int(os.environ.get("PROVE_ACTIVITIES", "1000000"))
FILTERS: list[dict[str, str]] = [
    {"by": "platform"},
    {"by": "kind", "without_team": "1"},
    {"by": "side", "grain": "quarter", "platform": "github"},
    {"by": "language", "grain": "year"},
    {"since": "2021-03-10", "until": "2021-06-20", "grain": "week", "without_team": "1"},
    {"segment": "contributed at least 5 times, not in the team"},
]
TIMED = {"since": "2024-01-01", "until": "2024-12-31"}


def main() -> None:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with own_database(), tempfile.TemporaryDirectory(prefix="rapport-spark-") as folder:
        from rapport.ledger import copy
        from tests.bench.numbers import made

        made.fill(ACTIVITIES, ACTIVITIES // 50)
        copy.rebuild()
        print(f"{ACTIVITIES:,} activities of {ACTIVITIES // 50:,} identities", flush=True)
        with cluster(Path(folder)) as machines:
            sys.exit(compare(machines))


def compare(machines: Cluster) -> int:
    """Print how long everything took; answer how many answers differ."""
    local = on_duckdb()
    times = {"DuckDB": timed(local)}
    for workers in ("one worker", "two workers"):
        machines.add_worker()
        with on_spark(machines.address, len(times)) as acts:
            times[workers] = timed(acts)
            wrong = different(local, acts) if workers == "two workers" else []
    show(times)
    asked = sum(1 for _ in questions())
    print(f"\n{asked} questions asked of both engines: {len(wrong)} answers differ.")
    return len(wrong)


def on_duckdb() -> "Acts":
    from rapport.people import current

    began = time.perf_counter()
    acts = current.current()
    print(f"DuckDB has loaded the acts in {time.perf_counter() - began:.1f} s", flush=True)
    return acts


@contextmanager
def on_spark(address: str, workers: int) -> Iterator["Acts"]:
    from rapport.ledger.engines import spark
    from rapport.people import current

    session = spark.session(address, partitions=2 * workers)
    try:
        began = time.perf_counter()
        acts = current.loaded_on(lambda tables: spark.Spark(session, tables))
        print(f"Spark with {workers} workers has loaded the acts in {time.perf_counter() - began:.1f} s", flush=True)
        yield acts
    finally:
        session.stop()


def questions() -> Iterator[tuple[str, dict[str, str]]]:
    """Every metric with every filter that it knows."""
    from rapport.measure.metrics import all_metrics
    from rapport.measure.question import By

    for metric in all_metrics():
        for values in FILTERS:
            if "by" not in values or By(values["by"]) in metric.breaks:
                yield metric.name, values


def timed(acts: "Acts") -> dict[str, float]:
    """Seconds of each metric, over a year, when what it is made of stands."""
    from rapport.measure.answer import work_out
    from rapport.measure.metrics import all_metrics
    from rapport.measure.question import read_question

    times = {}
    for metric in all_metrics():
        work_out(acts, metric.name, read_question(TIMED))
        began = time.perf_counter()
        work_out(acts, metric.name, read_question(TIMED))
        times[metric.name] = time.perf_counter() - began
        print(f"  {metric.name}: {times[metric.name]:.2f} s", flush=True)
    return times


def different(one: "Acts", other: "Acts") -> list[str]:
    from rapport.measure.answer import work_out
    from rapport.measure.formats import as_json
    from rapport.measure.question import read_question

    wrong: list[str] = []
    for name, values in questions():
        asked = read_question(values)
        here, there = (as_json(work_out(acts, name, asked)) for acts in (one, other))
        found = [f"{name} {values}: {at}" for at in unequal(here, there)][:3]
        print("\n".join(found) or f"  {name} {values}: equal", flush=True)
        wrong += found
    return wrong


def unequal(here: Any, there: Any, at: str = "") -> Iterator[str]:
    """Where two documents differ. Sums of fractions may differ in their last digits, as they are added in any order."""
    if isinstance(here, dict) and isinstance(there, dict) and here.keys() == there.keys():
        for key in here:
            yield from unequal(here[key], there[key], f"{at}.{key}")
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for place, (left, right) in enumerate(zip(here, there, strict=True)):
            yield from unequal(left, right, f"{at}[{place}]")
    elif isinstance(here, float) and isinstance(there, float):
        if abs(here - there) > 1e-9 * max(abs(here), abs(there)):
            yield f"{at}: {here} on DuckDB, {there} on Spark"
    elif here != there:
        yield f"{at}: {here} on DuckDB, {there} on Spark"


def show(times: dict[str, dict[str, float]]) -> None:
    print(f"\n{'seconds, a year':34} " + " ".join(f"{engine:>12}" for engine in times) + "    two / one")
    rows = {name: [each[name] for each in times.values()] for name in times["DuckDB"]}
    rows["all of them"] = [sum(each.values()) for each in times.values()]
    for name, taken in rows.items():
        print(f"{name:34} " + " ".join(f"{each:12.2f}" for each in taken) + f" {taken[2] / taken[1]:12.2f}")


if __name__ == "__main__":
    main()
