"""The rows of a table, whatever program wrote it: Excel's semicolons, Teams's UTF-16 with tabs, plain CSV."""

import codecs
import csv
from collections.abc import Iterator
from typing import NamedTuple

DELIMITERS = "\t,;"


class Row(NamedTuple):
    line: int
    cells: list[str]

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


def text_of(data: bytes) -> str:
    """UTF-16 by its mark or by its zeros, UTF-8, else Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if len(data) > 3 and data[1] == 0 and data[3] == 0:
        return data.decode("utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The head that a file is recognised by may cut a letter in two.
        if error.start > len(data) - 4:
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", "replace")


def rows_of(text: str) -> Iterator[Row]:
    """Empty rows too, as they part sections. Stops where the table is no table."""
    text = text.replace("\0", "")
    delimiter = delimiter_of(text)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    begun = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            begun = reader.line_num + 1
            continue
        if not (begun == 1 and cells and cells[0].lower().startswith("sep=")):
            yield Row(begun, [cell.strip() for cell in cells])
        begun = reader.line_num + 1


def delimiter_of(text: str) -> str:
    """The one that parts some line into the most cells: heads have fewer than tables."""
    lines = text[:20_000].splitlines()[:40]
    return max(DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))


def table(rows: list[list[str]]) -> bytes:
    """Rows as CSV."""
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\n".join(quoted).encode("utf-8", "replace")
