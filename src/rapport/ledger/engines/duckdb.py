"""DuckDB over the copy's Parquet files, whose list the Delta log gives.

`read_delta` is never used: it would download an extension. Nothing is installed or loaded at run time.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from deltalake import DeltaTable
from django.conf import settings

from rapport.ledger.engines.delta import ACTIVITY, ROLLUP, Tables
from rapport.ledger.models import Copy
from rapport.words.errors import CopyMissing

if TYPE_CHECKING:
    import ibis

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
}

Version = tuple[tuple[str, int], ...]
"""Names a state of the copy: each table's folder and how often it has been written."""

_mine = threading.local()


def over(activity: Path) -> duckdb.DuckDBPyConnection:
    """A connection of one's own, with the activities in this folder as the view `activity`."""
    engine = duckdb.connect(config=CONFIG)
    _view(engine, "activity", DeltaTable(activity).file_uris(), ACTIVITY)
    return engine


def connect() -> "ibis.BaseBackend":
    """This thread's Ibis backend, with the copy as it stands now as its tables `activity` and `rollup`.

    Raises CopyMissing before the first refresh.
    """
    now = version()
    if getattr(_mine, "seen", None) != now:
        engine = duckdb.connect(config=CONFIG)
        for (name, schema), table in zip((("activity", ACTIVITY), ("rollup", ROLLUP)), _mine.tables, strict=True):
            _view(engine, name, table.file_uris(), schema)
        import ibis  # half a second, which writing the copy does without

        _mine.backend = ibis.duckdb.from_connection(engine)
        _mine.seen = now
    return _mine.backend


def version() -> Version:
    """The state of the copy that `connect` reads; what was worked out from an equal one still holds."""
    folders = list(_current())
    if getattr(_mine, "folders", None) == folders:
        for table in _mine.tables:
            table.update_incremental()
    else:
        _mine.tables = [DeltaTable(folder) for folder in folders]
        _mine.folders = folders
    return tuple((str(folder), table.version()) for folder, table in zip(folders, _mine.tables, strict=True))


def _current() -> Tables:
    copy = Copy.objects.first()
    if copy is None:
        raise CopyMissing
    tables = Tables(settings.COPY / copy.generation)
    if not tables.complete():
        raise CopyMissing
    return tables


def _view(engine: duckdb.DuckDBPyConnection, name: str, files: list[str], schema: pa.Schema) -> None:
    if not files:
        engine.register(name, schema.empty_table())
        return
    columns = ", ".join(f'"{column}"' for column in schema.names)
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    engine.execute(
        f"CREATE VIEW {name} AS SELECT {columns} FROM read_parquet([{listed}],"
        " hive_partitioning = true, hive_types = {'month': INTEGER})"
    )
