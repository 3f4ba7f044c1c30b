"""What a metric counted, as columns: a million waits are looked at in a tenth of the time that rows take."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Column = npt.NDArray[Any]


class Counted:
    """The rows of one period and group, or side, or of all, by the names of their columns. A null is 0, or False."""

    def __init__(self, columns: Mapping[str, Column], size: int) -> None:
        self._columns, self._size = columns, size

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def __len__(self) -> int:
        return self._size

    def total(self, name: str) -> Any:
        """The sum of a column, whole where its numbers are; 0 of none."""
        return self._columns[name].sum().item() if self._size else 0

    @classmethod
    def together(cls, parts: "Sequence[Counted]") -> "Counted":
        """The rows of all of them, which have the same columns."""
        names = parts[0]._columns if parts else ()
        columns = {name: np.concatenate([part[name] for part in parts]) for name in names}
        return cls(columns, sum(len(part) for part in parts))

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> "Counted":
        return cls({name: np.array([row[name] for row in rows]) for name in (rows[0] if rows else ())}, len(rows))


def split(table: pa.Table, keys: Sequence[str]) -> dict[tuple[Any, ...], Counted]:
    """The rows by what they have in the key columns; without keys all of them under `()`."""
    columns = {name: _column(table[name]) for name in table.column_names if name not in keys}
    if not keys:
        return {(): Counted(columns, table.num_rows)}
    encoded = [table[name].combine_chunks().dictionary_encode(null_encoding="encode") for name in keys]
    codes = np.stack([each.indices.to_numpy(zero_copy_only=False) for each in encoded])
    order = np.lexsort(codes)
    codes = codes[:, order]
    starts: list[int] = (
        [0, *(1 + np.flatnonzero((codes[:, 1:] != codes[:, :-1]).any(axis=0)))] if table.num_rows else []
    )
    values = [each.dictionary.to_pylist() for each in encoded]
    ends = [*starts[1:], table.num_rows]
    sorted_columns = {name: column[order] for name, column in columns.items()}
    return {
        tuple(value[code] for value, code in zip(values, codes[:, start], strict=True)): Counted(
            {name: column[start:end] for name, column in sorted_columns.items()}, int(end - start)
        )
        for start, end in zip(starts, ends, strict=False)
    }


def _column(column: pa.ChunkedArray) -> Column:
    if column.null_count and not pa.types.is_string(column.type):
        column = column.fill_null(False if pa.types.is_boolean(column.type) else 0)
    found: Column = column.to_numpy()
    return found
