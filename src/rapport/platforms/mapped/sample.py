"""The first rows of a table: its columns, what they may be by their names and values, and what would become of them."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO, NamedTuple

from rapport.platforms.mapped.mapping import Map, guessed
from rapport.platforms.mapped.read import read_row
from rapport.platforms.mapped.rows import Row, rows_of
from rapport.platforms.mapped.when import moment_of
from rapport.words.activity import Activity

SHOWN = 10
COLUMNS = 60
"""Of a wider table the first ones."""


class Sample(NamedTuple):
    columns: list[str]
    rows: list[Row]
    guess: Map


class Outlook(NamedTuple):
    """What would become of one row."""

    position: str
    activity: Activity | None
    problem: str = ""


def sample_of(stream: BinaryIO) -> Sample:
    """The first SHOWN rows and a guess what the columns are."""
    rows: list[Row] = []
    for row in rows_of(stream):
        rows.append(row)
        if len(rows) == SHOWN:
            break
    columns = list(dict.fromkeys(name for row in rows for name in row.values or ()))[:COLUMNS]
    return Sample(columns, rows, _by_values(guessed(columns), columns, rows))


def outlook(rows: Iterable[Row], by: Map) -> list[Outlook]:
    """What would become of these rows; a mapping without a time makes nothing of any."""
    return [_outlook(row, by) for row in rows]


def _outlook(row: Row, by: Map) -> Outlook:
    if row.values is None:
        return Outlook(row.position, None, row.reason)
    if "time" not in by.columns:
        return Outlook(row.position, None, "No column is the time yet.")
    try:
        return Outlook(row.position, read_row(row.values, by))
    except (ValueError, OverflowError) as problem:
        return Outlook(row.position, None, str(problem))


def _by_values(guess: Map, columns: Sequence[str], rows: Sequence[Row]) -> Map:
    """Guess by the values what no name told: the time, the text, the address."""
    found = dict(guess.columns)
    tests = {"time": _all_times, "author_email": _all_addresses, "text": _long_texts}
    for field, fits in tests.items():
        free = [column for column in columns if column not in found.values()]
        values = {
            column: [row.values[column] for row in rows if row.values and row.values.get(column)] for column in free
        }
        if field not in found and (column := next((one for one in free if values[one] and fits(values[one])), None)):
            found[field] = column
    if "kind" in found and "time" in found and not any(each.activity for each in outlook(rows, Map(found))):
        del found["kind"]  # its words are none of ours: every row would be set aside for it
    return guess._replace(columns=found)


def _all_times(values: Sequence[object]) -> bool:
    try:
        years = [moment_of(value).at.year for value in values]
    except ValueError:
        return False
    return all(1990 <= year <= 2100 for year in years)


def _all_addresses(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) and "@" in value[1:] and " " not in value for value in values)


def _long_texts(values: Sequence[object]) -> bool:
    return sum(isinstance(value, str) and value.count(" ") >= 3 for value in values) * 2 > len(values)
