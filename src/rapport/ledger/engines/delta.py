"""The copy's tables on disk: their columns and their files."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
from deltalake import DeltaTable

_MOMENT = pa.timestamp("us", tz="UTC")

ACTIVITY = pa.schema(
    [
        ("id", pa.binary()),
        ("revision", pa.int64()),
        ("at", _MOMENT),
        ("month", pa.int32()),
        ("identity", pa.int32()),
        ("channel", pa.int32()),
        ("platform", pa.string()),
        ("kind", pa.int16()),
        ("zone", pa.int16()),
        ("parent", pa.binary()),
        ("thread", pa.binary()),
        ("native_id", pa.string()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("url", pa.string()),
        ("facts", pa.string()),
        ("language", pa.string()),
        ("links", pa.list_(pa.string())),
        ("mentions", pa.list_(pa.int32())),
        ("code", pa.int16()),
        ("asks", pa.bool_()),
        ("key", pa.int64()),
        ("above", pa.int64()),
        ("within", pa.int64()),
    ]
)
"""Every activity that is not deleted; `facts` is JSON, `language` an ISO 639 code or null where nobody can tell.

`links` are addresses, `mentions` keys of identities, `code` counts blocks and spans, `asks` tells whether it asks
something of others: of what there is none of, null, as long as its text has not been told of. `key`, `above` and
`within` are the first 63 bits of id, parent and thread, in the same order: numbers are joined in a third of the time.
Of a thousand million activities, two share one by a chance of one in twenty.
"""
KEYS = {"key": "id", "above": "parent", "within": "thread"}

ROLLUP = pa.schema(
    [
        ("month", pa.int32()),
        ("day", pa.date32()),
        ("platform", pa.string()),
        ("kind", pa.int16()),
        ("identity", pa.int32()),
        ("language", pa.string()),
        ("n", pa.int32()),
        ("first_at", _MOMENT),
    ]
)
"""How often each identity did each kind of thing on each platform in each language, by day in UTC."""


MENTION = pa.schema([("month", pa.int32()), ("identity", pa.int32()), ("mentioned", pa.int32()), ("n", pa.int32())])
"""How many activities of each identity mention which other, by month."""

TABLES = {"activity": ACTIVITY, "rollup": ROLLUP, "mention": MENTION}
"""What each month has by itself."""


def keyed(rows: pa.RecordBatch) -> pa.RecordBatch:
    """With KEYS, from the bytes that they are of."""
    for key, column in KEYS.items():
        whole = rows.column(column)
        rows = rows.append_column(key, pa.array(_first_bits(whole), mask=whole.is_null().to_numpy(False)))
    return rows


def _first_bits(whole: pa.Array) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Of each 16 bytes the first 63 bits; of null, whatever."""
    if not len(whole):
        return np.zeros(0, np.int64)
    cut = whole.cast(pa.binary(16))
    first = np.frombuffer(cut.buffers()[1], ">u8")[2 * cut.offset :: 2][: len(cut)]
    return (first >> np.uint64(1)).astype(np.int64)


class Tables:
    """The folders of one generation of the copy, in the order of TABLES."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __iter__(self) -> Iterator[Path]:
        return (self.folder / name for name in TABLES)

    def complete(self) -> bool:
        """Whether all are there with the columns they have now; those of an older Rapport are made anew."""
        return all(has(folder, schema) for folder, schema in zip(self, TABLES.values(), strict=True))

    def make(self, configuration: Mapping[str, str]) -> None:
        for folder, schema in zip(self, TABLES.values(), strict=True):
            make(folder, schema, configuration)

    def all(self) -> list[Path]:
        """With those that are kept of whole threads (`ledger.threads`)."""
        return sorted(folder for folder in self.folder.iterdir() if DeltaTable.is_deltatable(str(folder)))

    def versions(self) -> dict[str, int]:
        """How often each has been written."""
        return {folder.name: DeltaTable(folder).version() for folder in self.all()}


def has(folder: Path, schema: pa.Schema) -> bool:
    """Whether a table with these columns is there."""
    return DeltaTable.is_deltatable(str(folder)) and shaped(DeltaTable(folder), schema)


def shaped(table: DeltaTable, schema: pa.Schema) -> bool:
    """Whether it has these columns; an older Rapport's may have others."""
    return {field.name for field in table.schema().fields} == set(schema.names)


def make(folder: Path, schema: pa.Schema, configuration: Mapping[str, str]) -> None:
    """An empty table, in the place of one with other columns."""
    folder.mkdir(parents=True, exist_ok=True)
    DeltaTable.create(folder, schema, mode="overwrite", partition_by=["month"], configuration=dict(configuration))
