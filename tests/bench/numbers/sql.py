"""The same questions as SQL on the embedded PostgreSQL, with the indexes that one would give it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

INDEXES = """
CREATE INDEX IF NOT EXISTS bench_at ON ledger_activity (at);
CREATE INDEX IF NOT EXISTS bench_identity ON ledger_activity (identity_id, at);
CREATE INDEX IF NOT EXISTS bench_channel ON ledger_activity (channel_id, at);
ANALYZE;
"""

_ACTS = """
    SELECT a.at, a.kind, coalesce(l.member_id, -a.identity_id) AS member,
        CASE WHEN a.identity_id IS NULL THEN 'unnamed' ELSE coalesce(m.side, 'community') END AS side
    FROM ledger_activity a LEFT JOIN people_link l ON l.identity_id = a.identity_id
        LEFT JOIN people_member m ON m.id = l.member_id
    WHERE NOT a.deleted AND {where}
"""
_SPAN = "a.at >= %(since)s AND a.at < %(until)s::date + 1"
_MONTH = "date_trunc('month', at AT TIME ZONE 'UTC')::date"
_KEYS = {"month": (_MONTH, "side <> 'bot'"), "side": ("side", "true")}
"""An answer has each month's figure, and each side's: of whom it left out, and the total."""


def _of_acts(value: str, where: str = "true") -> Callable[[str, str], str]:
    acts = _ACTS.format(where=f"{_SPAN} AND {where}")
    return lambda key, kept: (
        f"SELECT {key}, {value}, count(DISTINCT member) FROM ({acts}) AS acts WHERE {kept} GROUP BY 1"
    )


def _newcomers(key: str, kept: str) -> str:
    firsts = f"SELECT DISTINCT ON (member) * FROM ({_ACTS.format(where='true')}) AS acts ORDER BY member, at"
    return (
        f"SELECT {key}, count(DISTINCT member), count(DISTINCT member) FROM ({firsts}) AS a"
        f" WHERE {kept} AND {_SPAN} AND member IS NOT NULL GROUP BY 1"
    )


QUERIES: dict[str, Callable[[str, str], str]] = {
    "active_members": _of_acts("count(DISTINCT member)"),
    "new_members": _newcomers,
    "activity": _of_acts("count(*)"),
    "contributions": _of_acts("count(*)", "a.kind = ANY(%(giving)s)"),
}
"""Of metrics whose SQL is obvious."""


def ask(name: str, since: date, until: date, giving: list[int]) -> dict[Any, int]:
    """Each month's figure; each side's is asked for too."""
    values = {"since": since, "until": until, "giving": giving}
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[name](*_KEYS["side"]), values)
        cursor.fetchall()
        cursor.execute(QUERIES[name](*_KEYS["month"]), values)
        return {month: value for month, value, _n in cursor.fetchall()}
