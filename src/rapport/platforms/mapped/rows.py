"""The rows of a CSV, Excel, JSON or Parquet file, one at a time, each by its columns' names. In flat memory."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

from rapport.platforms.ahead import again
from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable, load
from rapport.platforms.lines import Lines, encoding_of
from rapport.platforms.tables import cells_in, in_lines
from rapport.platforms.workbooks import is_workbook, sheets_of, shown

HEAD = 1 << 16
BLOCK = 1 << 18
LOOKED_AT = 30
"""Lines by which it is told where the header stands."""
_LIST = re.compile(rb"\[")
DEEPEST = 4
"""Levels of nested JSON objects whose fields become columns."""
PARQUET = b"PAR1"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ROWS = 1_000
"""Of a Parquet file that are in memory at a time."""


class Row(NamedTuple):
    position: str
    values: Mapping[str, object] | None
    """None where it could not be read."""
    reason: str = ""
    line: str = ""
    """What could not be read."""


def rows_of(stream: BinaryIO) -> Iterator[Row]:
    """What kind of table it is, its first bytes tell."""
    head = stream.read(HEAD)
    if head.startswith(PARQUET):
        yield from _of_parquet(head, stream)
        return
    if is_workbook(head):
        yield from _of_workbook(head, stream)
        return
    if head.startswith(OLD_EXCEL):
        yield Row("whole file", None, "It is an old Excel file (.xls) or has a password. Save it as .xlsx or CSV.")
        return
    begins = head.decode(encoding_of(head), "replace").lstrip()[:1]
    if begins == "[":
        yield from _of_json_list(again(head, stream))
    elif begins == "{":
        yield from _of_json_lines(Lines(again(head, stream)))
    else:
        yield from _of_csv(Lines(again(head, stream)))


def _of_json_list(stream: BinaryIO) -> Iterator[Row]:
    for number, element in enumerate(elements(stream, _LIST, usual=rb"\{"), 1):
        if isinstance(element, Damaged):
            yield Row(f"row {number:,}", None, element.reason, element.start.decode("utf-8", "replace"))
        else:
            yield json_row(f"row {number:,}", element.decode("utf-8", "replace"))


def _of_json_lines(lines: Lines) -> Iterator[Row]:
    while (line := lines.take()) is not None:
        if line.strip():
            yield json_row(f"line {lines.number}", line)


def json_row(position: str, line: str) -> Row:
    try:
        value = load(line.encode("utf-8", "surrogatepass"))
        if not isinstance(value, dict):
            return Row(position, None, "The line is no JSON object.", line)
        return Row(position, flat(value))
    except (NotReadable, RecursionError) as problem:
        return Row(position, None, str(problem), line)


def flat(value: Mapping[str, object], above: str = "", depth: int = 0) -> dict[str, object]:
    """Fields of nested objects under names with dots; lists are left out."""
    found: dict[str, object] = {}
    for name, each in value.items():
        if isinstance(each, dict):
            if depth < DEEPEST:
                found |= flat(each, f"{above}{name}.", depth + 1)
        elif not isinstance(each, list):
            found[f"{above}{name}"] = each
    return found


def _of_csv(lines: Lines) -> Iterator[Row]:
    """The first line that is no preamble names the columns."""
    names: list[str] = []
    width = _width(lines.ahead(LOOKED_AT))
    for row in in_lines(lines, is_header=lambda cells: 2 * len(cells) > width):
        if not names and row.cells:
            names = named(row.cells)
        elif row.cells is None:
            yield Row(f"line {row.number}", None, row.reason, row.text)
        else:
            yield Row(f"line {row.number}", dict(zip(names, row.cells, strict=True)))


def _width(lines: Iterable[str]) -> int:
    """How many cells most lines of the table have: a sentence above it has one, two lines run together have more."""
    widths = Counter(len(cells_in(line)) for line in lines)
    return max(widths, key=lambda width: (width > 1, widths[width], width), default=0)


def named(header: Sequence[str]) -> list[str]:
    """Every column by a name of its own: two of one name, or one without, are told apart by their place."""
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = " ".join(cell.split())
        names.append(name if name and name not in names else f"{name} ({place})".strip())
    return names


def _of_workbook(head: bytes, stream: BinaryIO) -> Iterator[Row]:
    """The first sheet with a table and all those with the same columns. It goes through a file on the disk, as the
    table of contents of a zip stands at its end."""
    columns: list[str] = []
    with TemporaryFile() as file:
        file.write(head)
        shutil.copyfileobj(stream, file, BLOCK)
        try:
            for sheet in sheets_of(file):
                rows = ((number, values) for number, values in sheet.rows if len(values) > 1)
                names = named([shown(value) for value in next(rows, (0, ()))[1]])
                columns = columns or names
                if names and names != columns:
                    yield Row(f"sheet {sheet.name}", None, "Its columns are others than the first sheet's.")
                    continue
                for number, values in rows:
                    yield Row(f"{sheet.name}, row {number}", dict(zip_longest(names, values[: len(names)])))
        except NotReadable as problem:
            yield Row("the workbook", None, str(problem))


def _of_parquet(head: bytes, stream: BinaryIO) -> Iterator[Row]:
    """Parquet is read from its end, so it goes through a file on the disk; then some rows at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    with TemporaryFile() as file:
        file.write(head)
        shutil.copyfileobj(stream, file, BLOCK)
        try:
            number = 0
            table = parquet.ParquetFile(file, buffer_size=BLOCK, pre_buffer=False)
            for batch in table.iter_batches(batch_size=ROWS, use_threads=False):
                for value in batch.to_pylist():
                    number += 1
                    yield Row(f"row {number:,}", flat(value))
        except (pa.ArrowException, OSError, ValueError, OverflowError) as problem:
            yield Row(f"after row {number:,}", None, f"The Parquet file breaks off or is damaged: {problem}")


def plain(row: Mapping[str, object]) -> str:
    """A row as JSON that `flat` gives back; what JSON has no form for becomes its text."""
    return json.dumps(row, default=str, ensure_ascii=True)
