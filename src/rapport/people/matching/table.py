"""A table of aliases in, a table of people out: `rapport people match`."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.clusters import Placed
from rapport.words.errors import RapportError
from rapport.words.sheet import FORMULA

COLUMNS = ("alias_id", "name", "email", "login", "platform", "url")
"""Those that are read; the first is needed and one of the others. Any more are passed over."""
OUT = ("alias_id", "member_id", "confidence", "evidence")


LONGEST = 131_072
"""Letters of a cell, as Python's csv module has it unless somebody says otherwise."""


class NoAliases(RapportError):
    """The table is not one of aliases; the message says what is missing."""


def encoding_of(table: Path) -> str:
    """What a table is written in: UTF-16 where it says so at its beginning, as Excel's "Unicode text" does; else UTF-8.
    Raises OSError."""
    with table.open("rb") as file:
        return "utf-16" if file.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def read_aliases(lines: Iterable[str]) -> Iterator[Alias]:
    """Each row of a CSV table with a header; semicolons or tabs may part its cells. Raises NoAliases."""
    lines = iter(lines)
    head = next(lines, "")
    rows = csv.reader(chain([head], lines), delimiter=_between(head), strict=True)
    try:
        columns = _columns(next(rows, []))
        seen: set[str] = set()
        for row in rows:
            if not any(row):
                continue
            if fault := _fault(row, len(columns)):
                raise NoAliases(f"Line {rows.line_num} {fault}")
            cells = {name: row[place] for name, place in columns.items() if name in COLUMNS and place < len(row)}
            id_ = cells.pop("alias_id", "")
            if not id_ or id_ in seen:
                wrong = f"“{id_}” stands there twice" if id_ else "is empty"
                raise NoAliases(f"Line {rows.line_num}: alias_id {wrong}. Each row needs one of its own.")
            seen.add(id_)
            yield alias(id_, **cells)
    except csv.Error as error:
        raise NoAliases(f"Line {rows.line_num} is no row of a CSV table: {error}.") from None


def _between(head: str) -> str:
    """The sign that parts the names of the columns."""
    return max(",;\t", key=head.count)


def _columns(names: Sequence[str]) -> dict[str, int]:
    called = [name.strip().lower() or f"column {place}" for place, name in enumerate(names)]
    if twice := next((name for name in COLUMNS if called.count(name) > 1), ""):
        raise NoAliases(f"The first line names the column {twice} twice. Each needs a name of its own.")
    if "alias_id" not in called or not set(COLUMNS[1:]) & set(called):
        raise NoAliases(
            "The first line must name the columns: alias_id, and one or more of name, email, login, platform, url."
        )
    return dict(zip(called, range(len(called)), strict=True))


def _fault(row: Sequence[str], width: int) -> str:
    if any(row[width:]):
        return f"has {len(row)} cells and the first line {width}. Put quotation marks around what holds a comma."
    if any("\0" in cell for cell in row):
        return "holds a zero byte, which no text has. Save the table as UTF-8."
    if (longest := max(map(len, row))) > LONGEST:
        return f"has a cell of {longest:,} letters. A quotation mark may be missing before it."
    return ""


def like_formulas(aliases: Sequence[Alias]) -> int:
    """How many are called so that a spreadsheet takes it for a formula."""
    return sum(each.id.startswith(FORMULA) for each in aliases)


def write_people(into: TextIO, aliases: Sequence[Alias], placed: Sequence[Placed]) -> int:
    """One row an alias, in their order; people are numbered from 1 as they first appear. Answers of how many people."""
    out = csv.writer(into)
    out.writerow(OUT)
    numbers: dict[int, int] = {}
    for each, place in zip(aliases, placed, strict=True):
        number = numbers.setdefault(place.person, len(numbers) + 1)
        out.writerow([each.id, number, f"{place.confidence:.4f}", "; ".join(place.evidence)])
    return len(numbers)
