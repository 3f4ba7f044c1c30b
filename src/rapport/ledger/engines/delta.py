"""The copy's tables on disk: their columns and their files."""

from collections.abc import Iterator, Mapping
from pathlib import Path

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
    ]
)
"""Every activity that is not deleted; `facts` is JSON, `language` an ISO 639 code or null where nobody can tell.

`links` are addresses, `mentions` keys of identities, `code` counts blocks and spans, `asks` tells whether it asks
something of others: of what there is none of, null, as long as its text has not been told of.
"""

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


class Tables:
    """The folders of one generation of the copy, in the order of TABLES."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __iter__(self) -> Iterator[Path]:
        return (self.folder / name for name in TABLES)

    def complete(self) -> bool:
        """Whether all are there with the columns they have now; those of an older Rapport are made anew."""
        return all(
            DeltaTable.is_deltatable(str(folder))
            and {field.name for field in DeltaTable(folder).schema().fields} == set(schema.names)
            for folder, schema in zip(self, TABLES.values(), strict=True)
        )

    def make(self, configuration: Mapping[str, str]) -> None:
        for folder, schema in zip(self, TABLES.values(), strict=True):
            folder.mkdir(parents=True)
            DeltaTable.create(folder, schema, partition_by=["month"], configuration=dict(configuration))
