"""`tweets.csv` of the archives before 2018: one row a post, without its author."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from rapport.platforms import tables
from rapport.words.records import Unreadable

COLUMNS = frozenset({"tweet_id", "timestamp", "text", "source"})


def is_table(_name: str, head: bytes) -> bool:
    return bool(tables.columns_in(head[:4096], COLUMNS))


def rows(stream: BinaryIO) -> Iterator[tuple[int, Mapping[str, Any] | Unreadable]]:
    """Each row with the number of its line, its columns named as the fields of a post are."""
    return iter(tables.rows(stream, COLUMNS))
