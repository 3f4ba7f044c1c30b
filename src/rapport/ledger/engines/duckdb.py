"""DuckDB over the copy's Parquet files, whose list the Delta log gives.

`read_delta` is never used: it would download an extension. Nothing is installed or loaded at run time.

Each thread reads with an engine of its own, which is kept here and not with the thread: the web server's threads are
not Python's, and with such a thread Python before 3.12.4 frees the thread's state twice if what goes with it asks for
the interpreter (CPython's gh-119585): the process dies of "double free or corruption".
"""

import os
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from django.conf import settings

from rapport.home.conf import memory
from rapport.ledger.engines.delta import TABLES, Tables, shaped
from rapport.ledger.models import Copy
from rapport.words.errors import CopyMissing

if TYPE_CHECKING:
    import ibis

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
LITTLE = 1 << 30
"""Bytes of memory for who answers a question or two."""

SPILL = "spill"
"""Begins the names of folders beside the copy in which an engine puts what does not fit into its memory."""

Version = tuple[tuple[str, int], ...]
"""Names a state of the copy: each table's folder and how often it has been written."""

FAILURES = (duckdb.Error, DeltaError, OSError)
"""What may go wrong while the copy is read."""

T = TypeVar("T")

MOST_THREADS = 32
"""So many threads' engines are kept; who has not read for longest opens one anew."""


@dataclass
class _Held:
    """What a thread reads with."""

    version: Version | None = None
    """The state that the tables are of."""
    tables: dict[str, DeltaTable] = field(default_factory=dict)
    seen: Version | None = None
    """The state that the backend was opened on."""
    backend: "ibis.BaseBackend | None" = None


_held: OrderedDict[int, _Held] = OrderedDict()
_holding = Lock()


def _mine() -> _Held:
    with _holding:
        held = _held.setdefault(get_ident(), _Held())
        _held.move_to_end(get_ident())
        gone = [_held.popitem(last=False) for _ in range(len(_held) - MOST_THREADS)]
    del gone  # without the lock: what is closed here may take a moment
    return held


def connect() -> "ibis.BaseBackend":
    """This thread's Ibis backend, with the copy as it stands now as its tables.

    Raises CopyMissing before the first refresh.
    """
    now, mine = version(), _mine()
    if mine.backend is None or mine.seen != now:
        mine.backend, mine.seen = apart(), now
    return mine.backend


def apart(most: int = LITTLE) -> "ibis.BaseBackend":
    """As `connect` gives it, in an engine of its own, for tables that outlive the question."""
    version()
    return over({name: table.file_uris() for name, table in _mine().tables.items()}, most)


def much() -> int:
    """Bytes of memory for an engine of which there is one a process: a quarter of the machine's. It is enough for what
    follows from fifty million activities, where a gigabyte is not."""
    return max(LITTLE, memory() // 4)


def empty() -> "ibis.BaseBackend":
    """As `apart`, of a home in which nothing was ever copied."""
    return over({name: [] for name in TABLES})


def over(files: Mapping[str, list[str]], most: int = LITTLE) -> "ibis.BaseBackend":
    """An engine with the tables of these names, each over its files. What does not fit into so many bytes of memory
    goes to the disk."""
    limit = {"memory_limit": f"{most >> 20}MiB", "temp_directory": _spill()}
    engine = _in_utc(duckdb.connect(config={**CONFIG, **limit}))
    for name, each in files.items():
        view(engine, name, each, schema_of(name))
    return _backend(engine)


def _spill() -> str:
    """A folder for one engine. DuckDB's own default is one for all of a working directory: two engines of a process
    then read each other's pieces. It is there only while something does not fit."""
    return str(settings.COPY / f"{SPILL}-{os.getpid()}-{uuid.uuid4().hex}")


def beside(backend: "ibis.BaseBackend") -> "ibis.BaseBackend":
    """Another connection to the same engine: it sees the same tables, and has temporary ones of its own."""
    return _backend(_in_utc(backend.con.cursor()))


def _backend(engine: duckdb.DuckDBPyConnection) -> "ibis.BaseBackend":
    import ibis  # half a second, which writing the copy does without

    from rapport.ledger.engines.utc import COMPILER

    backend = ibis.duckdb.from_connection(engine)
    backend.compiler = COMPILER
    return backend


def _in_utc(engine: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Days are days in UTC wherever the machine stands; each connection has a zone of its own."""
    return engine.execute("SET TimeZone = 'UTC'")


@contextmanager
def given(engine: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """Have these tables, by name, for as long as it takes to read them."""
    for name, table in tables.items():
        engine.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            engine.unregister(name)


class DuckDB:
    """An `engine.Engine` in this process."""

    def __init__(self, backend: "ibis.BaseBackend") -> None:
        self.backend = backend

    def arrow(self, asked: "ibis.Table | str") -> pa.Table:
        return (
            self.backend.con.execute(asked).to_arrow_table() if isinstance(asked, str) else arrow(self.backend, asked)
        )

    def run(self, statement: str) -> None:
        self.backend.raw_sql(statement)

    def given(self, tables: Mapping[str, pa.Table]) -> AbstractContextManager[None]:
        return given(self.backend.con, tables)

    def keep(self, name: str, held: "ibis.Table | str | pa.Table", *, temp: bool) -> None:
        if isinstance(held, str):
            self.run(f"CREATE OR REPLACE {'TEMP' if temp else ''} TABLE {name} AS {held}")
        else:
            self.backend.create_table(name, held, temp=temp, overwrite=not temp)

    def add(self, name: str, rows: "ibis.Table") -> None:
        """Put these rows into a table that is kept."""
        self.run(f"INSERT INTO {name} BY NAME {_written(rows.op())}")

    def view(self, name: str, shown: "ibis.Table") -> None:
        self.run(f"CREATE OR REPLACE TEMP VIEW {name} AS {_written(shown.op())}")

    def holds(self, name: str) -> bool:
        found = "SELECT table_name AS name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views()"
        return bool(self.backend.con.execute(f"FROM ({found}) WHERE name = ?", [name]).fetchone())

    def look_again(self) -> None:
        """Have the kept tables that are views over the newest files: an erasure has removed those they were over."""
        version()
        for name, table in _mine().tables.items():
            if name not in TABLES and self.holds(name) and table.file_uris():
                view(self.backend.con, name, table.file_uris(), schema_of(name))

    def beside(self) -> "DuckDB":
        """Another connection to the same engine: it sees the same tables, and has temporary ones of its own."""
        return DuckDB(beside(self.backend))


def copied() -> DuckDB:
    """This thread's engine over the copy as it stands now."""
    return DuckDB(connect())


def ask(backend: "ibis.BaseBackend", question: "ibis.Table") -> list[dict[str, Any]]:
    """The rows of an answer."""
    rows: list[dict[str, Any]] = arrow(backend, question).to_pylist()
    return rows


def arrow(backend: "ibis.BaseBackend", question: "ibis.Table") -> pa.Table:
    """An answer. Ibis's own way plans each question twice, which takes longer than most answers."""
    found = backend.con.execute(_written(question.op())).to_arrow_table()
    return found.cast(question.schema().to_pyarrow())


@lru_cache(maxsize=512)
def _written(question: "ibis.expr.operations.Node") -> str:
    from rapport.ledger.engines.utc import written

    return written(question)


def again_if_swept(read: Callable[[], T]) -> T:
    """Read once more if files went from under the reader: an erasure removes them at once."""
    try:
        return read()
    except FAILURES:
        with _holding:
            _held.pop(get_ident(), None)
        return read()


def version() -> Version:
    """The state of the copy that `connect` reads; what was worked out from an equal one still holds.

    It is the one that the last refresh left: what another is writing just now does not show in parts.
    """
    copy, mine = Copy.objects.first(), _mine()
    if copy is None:
        raise CopyMissing
    tables = Tables(settings.COPY / copy.generation)
    now = tuple((str(tables.folder / name), written) for name, written in sorted(copy.versions.items()))
    if mine.version != now:
        if not now or not tables.complete():
            raise CopyMissing
        found = {Path(folder).name: DeltaTable(folder, version=written) for folder, written in now}
        mine.tables = {name: table for name, table in found.items() if shaped(table, schema_of(name))}
        mine.version = now
    return now


def tables() -> Mapping[str, DeltaTable]:
    """The copy's tables and those kept beside it, by name, as the last refresh left them.

    Raises CopyMissing before the first refresh.
    """
    version()
    return _mine().tables


def view(engine: duckdb.DuckDBPyConnection, name: str, files: list[str], schema: pa.Schema) -> None:
    """Have a table of this name over these files of one of the copy's tables."""
    if not files:
        with given(engine, {"nothing": schema.empty_table()}):
            engine.execute(f"CREATE TABLE {name} AS SELECT * FROM nothing")
        return
    columns = ", ".join(f'"{column}"' for column in schema.names)
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    engine.execute(
        f"CREATE OR REPLACE VIEW {name} AS SELECT {columns} FROM read_parquet([{listed}],"
        " hive_partitioning = true, hive_types = {'month': INTEGER})"
    )


def schema_of(name: str) -> pa.Schema:
    """The columns of one of these tables."""
    if name in TABLES:
        return TABLES[name]
    from rapport.ledger.threads.kept import schema

    return schema(name)
