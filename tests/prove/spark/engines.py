"""The same acts on both engines, as of the same moment."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.prove.spark.cluster import Cluster

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from rapport.people.acts import Acts

COMING_SECONDS = 120


def on_duckdb() -> tuple["Acts", float]:
    """With how many seconds it took to load them."""
    from rapport.people import current

    began = time.perf_counter()
    acts = current.current()
    return acts, time.perf_counter() - began


@contextmanager
def on_spark(machines: Cluster, like: "Acts") -> Iterator[tuple["Acts", float]]:
    """The same; what still waits, waits as long as on the other."""
    from rapport.ledger.engines import spark
    from rapport.people import current

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    session = spark.session(machines.address, partitions=len(machines))
    try:
        _wait_for_workers(session, len(machines))
        began = time.perf_counter()
        acts = current.loaded_on(lambda tables: spark.Spark(session, tables))
        acts.as_of, acts.version = like.as_of, like.version
        yield acts, time.perf_counter() - began
    finally:
        session.stop()
        _end_driver()


def _end_driver() -> None:
    """A driver that has planned much plans quickly: who is timed next begins as cold."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(COMING_SECONDS)
    SparkContext._gateway = SparkContext._jvm = None


def _wait_for_workers(session: "SparkSession", number: int) -> None:
    """They come one by one after the session; what is loaded before lies with those that are there."""
    until = time.monotonic() + COMING_SECONDS
    while session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() <= number:  # the driver is among them
        if time.monotonic() > until:
            raise TimeoutError(f"Of {number} workers some did not come.")
        time.sleep(0.1)
