"""Apache Spark over the copy's Parquet files, for a ledger that one machine has outgrown.

It is given the statements that DuckDB is given, translated, and the same Ibis expressions; so the answers are the same.
The copy's folder must be at the same path on every machine of the cluster.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import ibis
import pyarrow as pa
import sqlglot
from deltalake import DeltaTable
from ibis.expr import operations as ops
from ibis.expr.types import Table
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from sqlglot import exp

from rapport.ledger.engines import comparing  # noqa: F401  # importing it changes how expressions are compared
from rapport.ledger.engines.delta import TABLES
from rapport.ledger.engines.duckdb import schema_of
from rapport.ledger.engines.engine import Asked
from rapport.ledger.engines.steps import steps

_ENUMERATED = exp.DataType.Type.USERDEFINED
"""DuckDB compares sides as an enumeration; Spark has none, they are texts here."""

_REMEMBERED = ("spark.ui.retainedJobs", "spark.ui.retainedStages", "spark.sql.ui.retainedExecutions")
"""Of each Spark remembers a thousand, with their plans, for pages that are not shown.
<https://spark.apache.org/docs/latest/configuration.html#spark-ui>"""


def session(cluster: str, *, partitions: int = 200, memory: str = "1g", planning: str = "2g") -> SparkSession:
    """At this address, as `spark://host:7077` or `local[2]`. What is brought together anew is cut into so many parts
    (Spark's own number; twice the cores is quicker for little), and so much memory of each machine may be used. On this
    one `planning` may be used, by the first session of a process: what goes to all machines goes through here."""
    return (
        SparkSession.builder.master(cluster)
        .appName("Rapport")
        .config("spark.sql.session.timeZone", "UTC")  # days are days in UTC wherever the machines stand
        .config("spark.executor.memory", memory)
        .config("spark.driver.memory", planning)
        .config("spark.sql.shuffle.partitions", str(partitions))
        .config("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000")  # no job to look at a few files
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.ui.enabled", "false")
        .config(map=dict.fromkeys(_REMEMBERED, "10"))
        .getOrCreate()
    )


class Spark:
    """An `engine.Engine` on a cluster. What it keeps is kept in the memory of the cluster, and on disk beyond it."""

    def __init__(self, session: SparkSession, tables: Mapping[str, DeltaTable]) -> None:
        self.session = session
        self._ibis = ibis.pyspark.connect(session)
        self._kept: dict[str, DataFrame] = {}
        self._kept_beside = tables.keys() - TABLES.keys()
        for name, table in tables.items():
            self._over(name, table)

    def _over(self, name: str, table: DeltaTable) -> None:
        schema, files = schema_of(name), table.file_uris()
        reader = self.session.read.schema(from_arrow_schema(schema)).option("basePath", table.table_uri)
        found = reader.parquet(*files) if files else self.session.createDataFrame(schema.empty_table())
        found.createOrReplaceTempView(name)

    def arrow(self, asked: Asked) -> pa.Table:
        if isinstance(asked, str):
            return self._find(_translated(asked)).toArrow()
        return self._answer(asked).toArrow().cast(asked.schema().to_pyarrow())

    def run(self, statement: str) -> None:
        if statement.startswith("CREATE TYPE"):
            return
        told = sqlglot.parse_one(statement, read="duckdb")
        name = told.this.name
        if isinstance(told, exp.Drop):
            self._forget(name)
            return
        found = self._find(_spoken(told.expression))
        if told.args["kind"] == "VIEW":
            found.createOrReplaceTempView(name)
        else:
            self._keep(name, found)

    @contextmanager
    def given(self, tables: Mapping[str, pa.Table]) -> Iterator[None]:
        for name, table in tables.items():
            self.session.createDataFrame(table).createOrReplaceTempView(name)
        try:
            yield
        finally:
            for name in tables:
                self.session.catalog.dropTempView(name)

    def keep(self, name: str, held: Asked | pa.Table, *, temp: bool) -> None:
        if isinstance(held, pa.Table):
            found = self.session.createDataFrame(held)
        else:
            found = self._find(_translated(held)) if isinstance(held, str) else self._answer(held)
        self._keep(name, found)

    def view(self, name: str, shown: Table) -> None:
        """Kept: the jobs of each question would take longer."""
        self.keep(name, shown, temp=True)

    def holds(self, name: str) -> bool:
        return name in self._kept or name in self._kept_beside

    def _answer(self, question: Table) -> DataFrame:
        given = {table.name: table.data.to_pyarrow(table.schema) for table in question.op().find(ops.InMemoryTable)}
        with self.given(given):
            return self._answer_in_steps(question)

    def _answer_in_steps(self, question: Table) -> DataFrame:
        first, rest = steps(self._ibis.compiler.to_sqlglot(question.unbind()))
        for name, part in first.items():
            self._find(part.sql(dialect="spark")).localCheckpoint().createOrReplaceTempView(name)
        found = self._find(rest.sql(dialect="spark"))
        for name in first:
            self.session.catalog.dropTempView(name)
        return found

    def _find(self, query: str) -> DataFrame:
        return self.session.sql(query)

    def _keep(self, name: str, found: DataFrame) -> None:
        """Work it out now: else each who asks would, and what it is made of could not go."""
        found = found.persist(StorageLevel.MEMORY_AND_DISK)
        found.count()
        self._forget(name)
        self._kept[name] = found
        found.createOrReplaceTempView(name)

    def _forget(self, name: str) -> None:
        if name in self._kept:
            self.session.catalog.dropTempView(name)
            self._kept.pop(name).unpersist()


def _translated(query: str) -> str:
    return _spoken(sqlglot.parse_one(query, read="duckdb"))


def _spoken(query: exp.Expr) -> str:
    for cast in query.find_all(exp.Cast):
        if cast.to.this is _ENUMERATED:
            cast.set("to", exp.DataType.build("text"))
    return query.sql(dialect="spark")
