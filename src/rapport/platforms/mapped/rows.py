"""The rows of a CSV, JSON lines or Parquet file, one at a time, each by its columns' names. In flat memory."""

import codecs
import csv
import json
import shutil
from collections import deque
from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

from charset_normalizer import from_bytes

from rapport.platforms.fields import NotReadable, load

HEAD = 1 << 16
BLOCK = 1 << 18
LONGEST = 1 << 20
"""Characters of a line or row. A longer line comes in pieces, none of which is a good row."""
LINES = 400
"""Lines within which a quotation mark must be closed."""
DEEPEST = 4
"""Levels of nested JSON objects whose fields become columns."""
PARQUET = b"PAR1"
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
    lines = _Lines(head, stream)
    first = lines.first()
    if first.startswith("{"):
        yield from _of_json_lines(lines)
    elif first.startswith("["):
        yield Row("line 1", None, "A JSON list is not read by a mapping; write one object a line (jq -c '.[]').")
    else:
        yield from _of_csv(lines)


def _of_json_lines(lines: "_Lines") -> Iterator[Row]:
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


def _of_csv(lines: "_Lines") -> Iterator[Row]:
    """The first line names the columns. A row whose cells are not as many is set aside alone."""
    header = lines.take() or ""
    delimiter = max(",;\t|", key=header.count)
    names = [name.strip() for name in cells_of(header, delimiter) or []]
    while (line := lines.take()) is not None:
        if not line.strip():
            continue
        number, cells = lines.number, cells_of(line, delimiter)
        if (cells is None or len(cells) != len(names)) and line.count('"') % 2:
            following = _until_closed(line, lines)
            cells = cells_of(line + "".join(following), delimiter)
            if cells is None or len(cells) != len(names):
                lines.give_back(following)
        if cells is None:
            yield Row(f"line {number}", None, "A quotation mark is not closed.", line)
        elif len(cells) != len(names):
            reason = f"The row has {len(cells)} columns where the header has {len(names)}."
            yield Row(f"line {number}", None, reason, line)
        else:
            yield Row(f"line {number}", dict(zip(names, cells, strict=True)))


def _until_closed(line: str, lines: "_Lines") -> list[str]:
    taken: list[str] = []
    size = len(line)
    while len(taken) < LINES and size < LONGEST and (more := lines.take()) is not None:
        taken.append(more)
        size += len(more)
        if more.count('"') % 2:
            break
    return taken


def cells_of(text: str, delimiter: str) -> list[str] | None:
    """None where the quotation marks are not those of whole cells."""
    text = text.removesuffix("\n").removesuffix("\r")
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


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


class _Lines:
    """Lines of text with their ends, in whatever encoding the file has; some may be given back."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._blocks = self._texts(head, stream)
        self._waiting: deque[str] = deque()
        self._rest = ""
        self._over = False
        self.number = 0

    def first(self) -> str:
        """The first line that is not blank, without white space; it is taken later."""
        while (line := self.take()) is not None:
            if line.strip():
                self.give_back([line])
                return line.strip()
        return ""

    def take(self) -> str | None:
        while not self._waiting and not self._over:
            self._fill()
        if not self._waiting:
            return None
        self.number += 1
        return self._waiting.popleft()

    def give_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)

    def _fill(self) -> None:
        block = next(self._blocks, None)
        *whole, rest = (self._rest + (block or "")).split("\n")
        self._waiting.extend(line + "\n" for line in whole)
        if len(rest) > LONGEST or (block is None and rest):
            self._waiting.append(rest)
            rest = ""
        self._rest, self._over = rest, block is None

    @staticmethod
    def _texts(head: bytes, stream: BinaryIO) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(encoding_of(head))("replace")
        block = head
        while block:
            yield decoder.decode(block)
            block = stream.read(BLOCK)
        yield decoder.decode(b"", final=True)


def encoding_of(head: bytes) -> str:
    """UTF-8 or UTF-16 where it is that, else what it most likely is."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        best = from_bytes(head).best()
        return best.encoding if best else "cp1252"
    return "utf-8-sig"
