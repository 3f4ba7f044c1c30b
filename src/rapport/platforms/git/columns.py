"""Which column of a commit table is which: by its header or, where there is none, by what its first rows hold.

Without a header stands what `git log --format='%H|%an|%ad|%s'` and the like print. A subject may then hold the very
character that divides the columns.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rapport.platforms.git.moment import moment_of_text

NAMES = {
    "sha": ("sha", "commit_sha", "hash", "commit_hash", "commit", "commit_id", "oid", "revision"),
    "date": (
        "author_date", "authored_date", "authored_at", "date", "timestamp", "time", "commit_date", "datetime",
        "created_at", "authored_datetime", "committed_date",
    ),
    "name": ("author_name", "author", "name"),
    "email": ("author_email", "author_e_mail", "author_mail", "email", "e_mail", "mail"),
    "subject": ("subject", "title", "message", "commit_message", "summary", "msg", "commit_msg"),
}  # fmt: skip
"""The columns, each with the spellings of its header; the first one that a table has is taken."""
SAMPLE = 50
"""Rows that are looked at where there is no header."""

_DIVIDERS = "\t,;|"
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_AUTHOR = re.compile(r"([^<>]*)<([^<>]*)>\s*")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_NO_WORDS = re.compile(r"[0-9a-f\s]*|[\d.,+-]*")


class Columns(NamedTuple):
    divider: str
    width: int
    places: dict[str, int]

    def header(self) -> str:
        """A header that says the same."""
        names = {place: name for name, place in self.places.items()}
        return self.divider.join(names.get(place, "other") for place in range(self.width))


def cells_of(text: str, divider: str) -> list[str] | None:
    """The cells of one row; None if its quotes do not close. In a tab-separated table quotes are ordinary."""
    if divider == "\t" or '"' not in text:
        return text.split(divider)
    try:
        return next(csv.reader([text], delimiter=divider, strict=True), [])
    except csv.Error:
        return None


def sha_in(cell: str) -> str | None:
    sha = cell.strip().lower()
    return sha if _SHA.fullmatch(sha) else None


def author_in(cell: str) -> tuple[str, str] | None:
    """Name and address of `Ada <ada@example.org>`."""
    both = _AUTHOR.fullmatch(cell)
    return (both[1], both[2]) if both else None


def by_header(text: str) -> Columns | None:
    """None where it does not name at least a sha, a date and an author."""
    divider = max(_DIVIDERS, key=text.count)
    titles = [re.sub(r"[^a-z]+", "_", title.lower()).strip("_") for title in cells_of(text, divider) or ()]
    places = {
        column: titles.index(spelling)
        for column, spellings in NAMES.items()
        if (spelling := next((spelling for spelling in spellings if spelling in titles), None))
    }
    if not {"sha", "date"} <= places.keys() or not {"name", "email"} & places.keys():
        return None
    return Columns(divider, len(titles), places)


def by_content(texts: Sequence[str]) -> Columns | None:
    """None where the rows do not show which column is the author's."""
    texts = [text for text in texts if text.strip()][:SAMPLE]
    for divider in _DIVIDERS:
        rows = [cells for text in texts if (cells := cells_of(text, divider))]
        widths = Counter(map(len, rows))
        width = min(widths, key=lambda each: (-widths[each], each), default=0)
        columns = list(zip(*(row for row in rows if len(row) == width), strict=True))
        if places := _places(columns):
            at_the_end = places.get("subject") == max(places.values())
            return Columns(divider, places["subject"] + 1 if at_the_end else width, places)
    return None


def _places(columns: Sequence[Sequence[str]]) -> dict[str, int] | None:
    sha = next((place for place, cells in enumerate(columns) if _mostly(sha_in, cells)), None)
    date = next((place for place, cells in enumerate(columns) if _mostly(_is_date, cells)), None)
    if sha is None or date is None:
        return None
    places = {"sha": sha, "date": date}
    email = next((place for place, cells in enumerate(columns) if _mostly(_is_address, cells)), None)
    both = next((place for place, cells in enumerate(columns) if _mostly(author_in, cells)), None)
    known = {sha, date, email, both}
    others = [place for place, cells in enumerate(columns) if place not in known and _are_words(cells)]
    name = both if both is not None else _beside(email, others) if email is not None else _fewest(columns, others)
    if name is None and email is None:
        return None
    if name is not None:
        places["name"] = name
    if email is not None:
        places["email"] = email
    others = [place for place in others if place != name]
    if at_the_end := [place for place in others if place > max(places.values())]:
        places["subject"] = at_the_end[0]
    elif others:
        places["subject"] = max(others, key=lambda place: sum(map(len, columns[place])))
    return places


def _mostly(fits: Callable[[str], object], cells: Sequence[str]) -> bool:
    """More than half of the cells: a few bad rows must not hide what a column is."""
    return 2 * sum(bool(fits(cell)) for cell in cells) > len(cells)


def _is_date(cell: str) -> bool:
    cell = cell.strip()
    if len(cell) < 8 or (cell.isdigit() and len(cell) not in (8, 9, 10)):
        return False
    try:
        moment_of_text(cell)
    except ValueError:
        return False
    return True


def _is_address(cell: str) -> bool:
    return _ADDRESS.fullmatch(cell.strip()) is not None


def _are_words(cells: Sequence[str]) -> bool:
    return not _mostly(lambda cell: _NO_WORDS.fullmatch(cell.strip()) or _is_date(cell) or _is_address(cell), cells)


def _beside(email: int, others: Sequence[int]) -> int | None:
    """The name stands before the address or behind it."""
    return next((place for place in (email - 1, email + 1) if place in others), None)


def _fewest(columns: Sequence[Sequence[str]], others: Sequence[int]) -> int | None:
    """The names of authors come again sooner than subjects do."""
    if len(others) < 2:
        return None
    first, second = sorted(others, key=lambda place: len(set(columns[place])))[:2]
    return first if len(set(columns[first])) < len(set(columns[second])) else None
