"""How far `ledger.telling` has come with what was imported: what numbers of questions and languages rest on so far."""

from typing import NamedTuple

from django.db import connection

LATELY = 3
"""Months that things come in for all the time; they are told of within a minute."""


class Untold(NamedTuple):
    done: int
    """Months whose texts are told of, and are so in the copy."""
    of: int


def untold() -> Untold | None:
    """None where all is told but what comes in just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE touched = told AND touched = copied), count(*) FROM ledger_month")
        done, of = cursor.fetchone()
    return Untold(done, of) if of - done > LATELY else None
