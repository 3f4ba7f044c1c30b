"""A table of aliases in, a table of people out: `rapport people match`."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.clusters import Placed
from rapport.words.errors import RapportError

COLUMNS = ("alias_id", "name", "email", "login", "platform", "url")
"""Those that are read; the first is needed and one of the others. Any more are passed over."""
OUT = ("alias_id", "member_id", "confidence", "evidence")


class NoAliases(RapportError):
    """The table is not one of aliases; the message says what is missing."""


def read_aliases(lines: Iterable[str]) -> Iterator[Alias]:
    """Each row of a CSV table with a header. Raises NoAliases."""
    rows = csv.reader(lines)
    try:
        columns = {name.strip().lower(): place for place, name in enumerate(next(rows, []))}
        if "alias_id" not in columns or not set(COLUMNS[1:]) & set(columns):
            raise NoAliases(
                "The first line must name the columns: alias_id, and one or more of name, email, login, platform, url."
            )
        seen: set[str] = set()
        for row in rows:
            if not any(row):
                continue
            cells = {name: row[place] for name, place in columns.items() if name in COLUMNS and place < len(row)}
            id_ = cells.pop("alias_id", "")
            if not id_ or id_ in seen:
                wrong = f"“{id_}” stands there twice" if id_ else "is empty"
                raise NoAliases(f"Line {rows.line_num}: alias_id {wrong}. Each row needs one of its own.")
            seen.add(id_)
            yield alias(id_, **cells)
    except csv.Error as error:
        raise NoAliases(f"Line {rows.line_num} is no row of a CSV table: {error}.") from None


def write_people(into: TextIO, aliases: Sequence[Alias], placed: Sequence[Placed]) -> int:
    """One row an alias, in their order; people are numbered from 1 as they first appear. Answers of how many people."""
    out = csv.writer(into)
    out.writerow(OUT)
    numbers: dict[int, int] = {}
    for each, place in zip(aliases, placed, strict=True):
        number = numbers.setdefault(place.person, len(numbers) + 1)
        out.writerow([each.id, number, f"{place.confidence:.4f}", "; ".join(place.evidence)])
    return len(numbers)
