"""Tables for spreadsheets: CSV in which a text stays a text."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins like this for a formula (OWASP, "CSV Injection")."""


def lines(head: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The table, line by line, so that each can be sent when it is ready; they end as RFC 4180 wants."""
    file = csv.writer(_Line())
    yield file.writerow(head)
    for row in rows:
        yield file.writerow([_inert(value) for value in row])


def whole(head: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """As `lines`, of rows by name: what a row has no value of is left empty."""
    return "".join(lines(head, ([row.get(name) for name in head] for row in rows)))


class _Line:
    """A file that answers with what is written to it."""

    def write(self, text: str) -> str:
        return text


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
