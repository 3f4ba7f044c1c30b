"""The first rows of a table: its columns, what they may be by their names and values, and what would become of them."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import BinaryIO, NamedTuple

from rapport.platforms.mapped.mapping import DATES, Map, guessed
from rapport.platforms.mapped.read import read_row
from rapport.platforms.mapped.rows import Row, rows_of
from rapport.platforms.mapped.when import Manner, moment_of
from rapport.platforms.when import order_told
from rapport.words.activity import Activity
from rapport.words.kinds import BY_NAME

SHOWN = 10
LOOKED_AT = 500
"""Rows by whose values it is guessed."""
KINDS = 20
"""Words of the kind's column that are asked for."""
COLUMNS = 60
"""Of a wider table the first ones."""


class Sample(NamedTuple):
    columns: list[str]
    rows: list[Row]
    """The first LOOKED_AT."""
    guess: Map

    @property
    def shown(self) -> list[Row]:
        return self.rows[:SHOWN]

    def values(self, column: str | None) -> list[str]:
        """What stands in a column, as texts; empty cells left out."""
        found = (row.values.get(column) for row in self.rows if row.values and column)
        return [str(value).strip() for value in found if value not in (None, "")]

    def unclear_day(self, by: Map) -> str:
        """A day of the time's column that may be two, 03/04/2024, where the mapping does not say which."""
        if by.dates or by.time_format:
            return ""
        return next((day for day in self.values(by.columns.get("time")) if order_told(day) == 0), "")

    def foreign_kinds(self, by: Map) -> list[str]:
        """The words of the kind's column that are none of our kinds, in small letters."""
        words = dict.fromkeys(word.lower() for word in self.values(by.columns.get("kind")))
        return [word for word in words if word.replace(" ", "_") not in BY_NAME][:KINDS]


class Outlook(NamedTuple):
    """What would become of one row."""

    position: str
    activity: Activity | None
    problem: str = ""


def sample_of(stream: BinaryIO) -> Sample:
    rows = list(islice(rows_of(stream), LOOKED_AT))
    columns = list(dict.fromkeys(name for row in rows for name in row.values or ()))[:COLUMNS]
    sample = Sample(columns, rows, _by_values(guessed(columns), columns, rows))
    dates = order_in(sample.values(sample.guess.columns.get("time")))
    return sample._replace(guess=sample.guess._replace(dates=dates))


def outlook(rows: Iterable[Row], by: Map) -> list[Outlook]:
    """What would become of these rows; a mapping without a time makes nothing of any."""
    return [_outlook(row, by) for row in rows]


def order_in(days: Iterable[str]) -> str:
    """The order of day and month that most of these days show by themselves; empty where none does."""
    orders = [order_told(day) for day in days]
    first = orders.count(1) - orders.count(-1)
    return "" if first == 0 else DATES[first < 0]


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
    """Take back by the values what a name told wrongly; guess what no name told: the time, the address, the text."""
    found = dict(guess.columns)
    values = {
        column: [row.values[column] for row in rows if row.values and row.values.get(column) not in (None, "")]
        for column in columns
    }
    for field, fits in _TESTS.items():
        if field in found and values[found[field]] and not fits(values[found[field]]):
            del found[field]
        if field not in found and (sure := _BY_VALUE.get(field)):
            free = [column for column in columns if column not in found.values() and values[column]]
            found.update((field, column) for column in free[::-1] if sure(values[column]))
    if "kind" in found and "time" in found:
        manner = guess._replace(columns=found, dates=DATES[0])
        if not any(each.activity for each in outlook(rows[:SHOWN], manner)):
            del found["kind"]  # its words are none of ours: every row would be set aside for it
    return guess._replace(columns=found)


def _are_times(values: Sequence[object]) -> bool:
    """Most of them: a table may have a broken one. A number alone is one only as seconds since 1970."""
    good = 0
    for value in values:
        try:
            good += 1990 <= moment_of(value, Manner(dates=DATES[0])).at.year <= 2100
        except ValueError:
            continue
    return good * 5 >= len(values) * 3


def _are_addresses(values: Sequence[object]) -> bool:
    good = sum(isinstance(value, str) and "@" in value[1:] and " " not in value.strip() for value in values)
    return good * 5 >= len(values) * 4


def _are_sentences(values: Sequence[object]) -> bool:
    return sum(isinstance(value, str) and value.count(" ") >= 3 for value in values) * 2 > len(values)


def _are_links(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) and value.startswith(("https://", "http://")) for value in values)


def _are_words(values: Sequence[object]) -> bool:
    """Whether somebody wrote them: a column named `content` may hold sizes, one named `from` times."""
    return any(isinstance(value, str) and not value.replace(".", "").isdigit() for value in values)


_TESTS: dict[str, Callable[[Sequence[object]], bool]] = {
    "time": _are_times, "edited": _are_times, "author_email": _are_addresses, "author_name": _are_words,
    "url": _are_links, "title": _are_words, "text": _are_words,
}  # fmt: skip
_BY_VALUE = {"time": _are_times, "author_email": _are_addresses, "text": _are_sentences}
"""What may be guessed by the values alone."""
