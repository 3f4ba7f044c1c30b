"""The erased list once more, in a file beside the keys: it outlives the database.

A backup holds the marks of its day. Who restores it later would bring back whoever was erased since, so the restore
reads this file of the home that it replaces, and erases them again. The file is written anew from the table after
each erasure and every hour, and never loses a mark.
"""

from collections.abc import Set as AbstractSet
from pathlib import Path

from django.db import connection

from rapport.home.keys import write as write_whole
from rapport.ledger.erased import SALT_FILE

NAME = "erased.marks"


def marks_file() -> Path:
    return SALT_FILE.with_name(NAME)


def keep() -> None:
    """Bring the file up to the table. Nothing to do where nobody was ever erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM ledger_erased")
        there = {bytes(row[0]) for row in cursor.fetchall()}
    before = read(marks_file())
    if there - before:
        write_whole(marks_file(), "".join(f"{mark.hex()}\n" for mark in sorted(there | before)).encode())


def read(file: Path) -> set[bytes]:
    """The marks in such a file; none where it is not there. Raises ValueError for a file that is something else."""
    try:
        return {bytes.fromhex(line) for line in file.read_text().split()}
    except FileNotFoundError:
        return set()


def add(marks: AbstractSet[bytes]) -> None:
    """Put marks into the table that came from elsewhere, and into the file."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_erased (mark) SELECT unnest(%s::bytea[]) ON CONFLICT DO NOTHING", [sorted(marks)]
        )
    keep()
