"""The tables that follow from whole threads, kept beside the copy of a ledger that is not small.

A thread reaches over months, so that these cannot be rewritten a month at a time. What changed since they were last
brought up to date is told by the files of the copy's activities that came and went; whatever hangs together with that
is worked out anew and takes the place of what was there. The outcome is that of working out everything.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from rapport.ledger.engines import delta, duckdb
from rapport.ledger.engines.delta import ACTIVITY, Tables
from rapport.ledger.engines.duckdb import DuckDB

FEWEST = 250_000
"""Of fewer activities, who first asks has all worked out in a second."""
ROUNDS = 200
"""Answers upon answers are gone through one by one, up to so many; beyond, everything is worked out anew."""
MOST_CHANGED = 3
"""When more than one of so many activities stands in files that came or went, everything is worked out anew."""

Write = Callable[[Path, pa.RecordBatchReader, str], None]
"""Puts rows in the place of those of some months of a table; without months, of all."""

_NAMED = "coalesce(within, above, key)"


def follow(tables: Tables, followed: int | None, write: Write, *, anew: bool = False) -> int | None:
    """Bring them to the newest activities; they followed those of version `followed`. None: they are not kept.

    With `anew` they are worked out whatever they hold. Answers the version that they follow now.
    """
    activities = DeltaTable(tables.folder / "activity")
    if followed is None and _count(activities) < FEWEST:
        return None
    with _engine(tables) as engine:
        if followed is None or anew or not _go_on(engine, tables, activities, followed, write):
            _all_anew(engine, tables, write)
    version: int = activities.version()
    return version


@contextmanager
def _engine(tables: Tables) -> Iterator[DuckDB]:
    from rapport.ledger.threads.kept import SHAPES, schema

    backend = duckdb.over({"activity": DeltaTable(tables.folder / "activity").file_uris()}, duckdb.much())
    with closing(backend.con):
        for name in SHAPES:
            folder, columns = tables.folder / name, schema(name)
            files = DeltaTable(folder).file_uris() if delta.has(folder, columns) else []
            duckdb.view(backend.con, f"was_{name}", files, columns)
        yield DuckDB(backend)


def _all_anew(engine: DuckDB, tables: Tables, write: Write) -> None:
    from rapport.ledger.threads.kept import RESTED_ON, SHAPES, schema, steps

    # What nobody asks for in an order needs none: to keep it takes memory.
    engine.run("SET preserve_insertion_order = false")
    for name, step in steps().items():
        if name in RESTED_ON:
            engine.keep(name, step, temp=True)
        else:
            engine.view(name, step)
        if name in SHAPES:
            folder = tables.folder / name
            if not delta.has(folder, schema(name)):
                delta.make(folder, schema(name), {})
            with _rows(engine, f"FROM {name} ORDER BY month", schema(name)) as rows:
                write(folder, rows, "")
        for over in [one for one, last in RESTED_ON.items() if last == name]:
            engine.run(f"DROP TABLE {over}")


def _go_on(engine: DuckDB, tables: Tables, now: DeltaTable, followed: int, write: Write) -> bool:
    """Whether that could be done; else everything is to be worked out anew."""
    from rapport.ledger.threads.kept import READ, SHAPES, schema, steps

    before = _files(tables.folder / "activity", followed)
    if before is None or not all(delta.has(tables.folder / name, schema(name)) for name in SHAPES):
        return False
    came, went = sorted({*now.file_uris()} - before), sorted(before - {*now.file_uris()})
    if not all(Path(file).exists() for file in went):
        return False
    for name, files in (("came_files", came), ("went_files", went)):
        duckdb.view(engine.backend.con, name, files, ACTIVITY)
    if _number(engine, "came_files") + _number(engine, "went_files") > _count(now) / MOST_CHANGED:
        return False
    _note_changes(engine)
    if not _number(engine, "changed"):
        return True
    if not _hang_together(engine):
        return False
    months = _listed(engine, "SELECT DISTINCT month FROM links WHERE key IN (FROM names) OR named IN (FROM names)")
    dirty = _listed(engine, "SELECT DISTINCT month FROM changed")
    engine.run(f"CREATE TEMP TABLE every AS SELECT {_columns(READ)} FROM activity WHERE month IN ({months}, {dirty})")
    engine.run(
        f"CREATE OR REPLACE TEMP VIEW activity AS FROM every WHERE key IN (FROM names) OR {_NAMED} IN (FROM names)"
    )
    for name, step in steps().items():
        if name == "hour":  # it counts, and what is counted with a thread stands in the same months beside others
            engine.run(f"CREATE OR REPLACE TEMP VIEW activity AS FROM every WHERE month IN ({dirty})")
        engine.keep(name, step, temp=True)
    for name in SHAPES:
        stale = f"month IN ({dirty})" if name == "hour" else "key IN (FROM names)"
        _replace(engine, tables.folder / name, stale, write)
    return True


def _note_changes(engine: DuckDB) -> None:
    """`changed`: the activities that are no longer as they were, and what each is named after."""
    from rapport.ledger.threads.kept import READ

    read = _columns(READ).replace('"title"', "title IS NULL AS untitled")
    for name in ("came", "went"):
        engine.run(f"CREATE TEMP TABLE {name} AS SELECT {read} FROM {name}_files")
    engine.run(
        f"CREATE TEMP TABLE changed AS SELECT key, {_NAMED} AS named, month FROM"
        " ((FROM went EXCEPT FROM came) UNION ALL (FROM came EXCEPT FROM went))"
    )


def _hang_together(engine: DuckDB) -> bool:
    """`names`: the keys of all that the changed hang together with, and what these are named after. Whether the end
    was reached."""
    engine.run(f"CREATE TEMP TABLE links AS SELECT key, {_NAMED} AS named, month FROM activity")
    engine.run("CREATE TEMP TABLE names AS SELECT key AS name FROM changed UNION SELECT named FROM changed")
    engine.run("CREATE TEMP TABLE newest AS FROM names")
    for _ in range(ROUNDS):
        engine.run(
            "CREATE OR REPLACE TEMP TABLE found AS (SELECT key AS name FROM links WHERE named IN (FROM newest)"
            " UNION SELECT named FROM links WHERE key IN (FROM newest)) EXCEPT FROM names"
        )
        if not _number(engine, "found"):
            return True
        engine.run("INSERT INTO names FROM found")
        engine.run("CREATE OR REPLACE TEMP TABLE newest AS FROM found")
    return False


def _replace(engine: DuckDB, folder: Path, stale: str, write: Write) -> None:
    """Rewrite the months in which something is stale or new."""
    from rapport.ledger.threads.kept import schema

    name = folder.name
    months = _listed(engine, f"SELECT month FROM was_{name} WHERE {stale} UNION SELECT month FROM {name}")
    if months == "NULL":
        return
    rows = f"SELECT * FROM was_{name} WHERE month IN ({months}) AND NOT ({stale}) UNION ALL FROM {name}"
    with _rows(engine, rows, schema(name)) as found:
        write(folder, found, months)


@contextmanager
def _rows(engine: DuckDB, query: str, schema: pa.Schema) -> Iterator[pa.RecordBatchReader]:
    with engine.backend.con.execute(query).to_arrow_reader(100_000) as rows:
        yield pa.RecordBatchReader.from_batches(schema, (batch.cast(schema) for batch in rows))


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _listed(engine: DuckDB, query: str) -> str:
    """The numbers that a query finds, for another; NULL, in which nothing is, where there are none."""
    return ", ".join(str(month) for (month,) in sorted(engine.backend.con.execute(query).fetchall())) or "NULL"


def _number(engine: DuckDB, table: str) -> int:
    """How many rows it has; of files, only what they say of themselves is read."""
    [[found]] = engine.backend.con.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(found)


def _files(folder: Path, version: int) -> set[str] | None:
    """Those of a version; None where nobody knows any more."""
    try:
        return {*DeltaTable(folder, version=version).file_uris()}
    except DeltaError:
        return None


def _count(table: DeltaTable) -> int:
    return sum(pa.table(table.get_add_actions(flatten=True))["num_records"].to_pylist())
