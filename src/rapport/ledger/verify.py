"""Compare the table with its copy, and look for rows that point nowhere."""

from typing import NamedTuple

from django.db import connection

from rapport.ledger.engines import duckdb
from rapport.ledger.followed import Difference, compared

_PARTS = (
    "id", "revision", "at", "identity", "channel", "kind", "zone", "parent", "thread", "native_id", "title", "text",
    "url", "facts", "language", "links", "mentions", "code", "asks",
)  # fmt: skip


class Fault(NamedTuple):
    """Something that is not as it should be; `month` is 0 where it concerns the whole ledger."""

    month: int
    what: str


class Verdict(NamedTuple):
    months: int
    activities: int
    waiting: tuple[int, ...]
    """Months that the copy has yet to rewrite; they were not compared."""
    faults: tuple[Fault, ...]
    of_threads: tuple[str, ...]
    """The tables kept of whole threads, which were worked out anew and compared; none where none are kept."""


def verify() -> Verdict:
    """Compare every month by count and by checksum over all that a row says, its rollups by their sum, and what is
    kept of whole threads with what follows from the copy.

    Reads everything: some ten seconds a million. Months that somebody writes to meanwhile wait, and are not compared.
    """
    before = _months()
    kept, copied, rolled, mentions = _of_table(), _of_copy(), _of_rollups(), _of_mentions()
    waiting = unsettled(before, _months())
    faults = [
        Fault(
            month, f"the table holds {kept.get(month, _NONE)[0]:,} activities, the copy {copied.get(month, _NONE)[0]:,}"
        )
        if kept.get(month, _NONE)[0] != copied.get(month, _NONE)[0]
        else Fault(month, "the same number of activities, but their content differs")
        for month in sorted((kept.keys() | copied.keys()) - set(waiting))
        if kept.get(month, _NONE) != copied.get(month, _NONE)
    ]
    faults += [
        Fault(month, f"the rollups count {rolled.get(month, 0):,} activities, the copy holds {copied[month][0]:,}")
        for month in sorted(copied.keys() - set(waiting))
        if rolled.get(month, 0) != copied[month][0]
    ]
    faults += [
        Fault(month, f"{counted:,} mentions are counted, and {named:,} are there")
        for month, (counted, named) in sorted(mentions.items())
        if month not in waiting and counted != named
    ]
    threads = compared()
    faults += [Fault(each.month, _told(each)) for each in threads.differences]
    return Verdict(
        len(kept), sum(n for n, _ in kept.values()), waiting, (*_orphans(), *faults), of_threads=threads.tables
    )


def _told(found: Difference) -> str:
    kept, follows = found.kept.rows, found.follows.rows
    if kept != follows:
        return f"the table {found.table} keeps {kept:,} rows, and {follows:,} follow from the copy"
    return f"the table {found.table} keeps as many rows as follow from the copy, but their content differs"


_NONE = (0, 0)

Sums = dict[int, tuple[int, int]]
"""Each month's number of activities and the sum of their checksums (32 bits each)."""


def _of_table() -> Sums:
    said = {
        "id": "replace(id::text, '-', '')",
        "at": "(extract(epoch FROM at) * 1000000)::bigint::text",
        "identity": "identity_id::text",
        "channel": "channel_id::text",
        "parent": "replace(parent::text, '-', '')",
        "thread": "replace(thread::text, '-', '')",
        "language": "nullif(language, 'und')",
        "links": "array_to_string(links, ' ')",
        "mentions": "array_to_string(mentions, ' ')",
    }
    row = ", ".join(f"coalesce({said.get(part, part + '::text')}, '')" for part in _PARTS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT month, count(*), sum(('x' || substr(md5(concat_ws('|', {row})), 1, 8))::bit(32)::bigint)
            FROM ledger_activity LEFT JOIN ledger_telling USING (id, revision) WHERE NOT deleted GROUP BY month
            """
        )
        return {month: (n, int(total)) for month, n, total in cursor.fetchall()}


def _of_copy() -> Sums:
    said = {
        "id": "lower(hex(id))",
        "at": 'CAST(epoch_us("at") AS VARCHAR)',
        "parent": "lower(hex(parent))",
        "thread": "lower(hex(thread))",
        "links": "array_to_string(links, ' ')",
        "mentions": "array_to_string(mentions, ' ')",
    }
    row = ", ".join(f"coalesce({said.get(part, f'CAST({part} AS VARCHAR)')}, '')" for part in _PARTS)
    found = duckdb.connect().raw_sql(
        f"""
        SELECT month, count(*), sum(CAST('0x' || substr(md5(concat_ws('|', {row})), 1, 8) AS BIGINT))
        FROM activity GROUP BY month
        """
    )
    return {month: (n, int(total)) for month, n, total in found.fetchall()}


def _of_rollups() -> dict[int, int]:
    found = duckdb.connect().raw_sql("SELECT month, sum(n) FROM rollup GROUP BY month")
    return {month: int(n) for month, n in found.fetchall()}


def _of_mentions() -> dict[int, tuple[int, int]]:
    """How many mentions each month's rollup counts, and how many its activities hold."""
    found = duckdb.connect().raw_sql(
        """
        SELECT month, sum(counted), sum(named) FROM (
            SELECT month, n AS counted, 0 AS named FROM mention
            UNION ALL SELECT month, 0, len(mentions) FROM activity WHERE mentions IS NOT NULL AND identity IS NOT NULL
        ) GROUP BY month
        """
    )
    return {month: (int(counted), int(named)) for month, counted, named in found.fetchall()}


Months = dict[int, tuple[int, int]]
"""How often each month was touched, and how often it had been when it was copied."""


def _months() -> Months:
    with connection.cursor() as cursor:
        cursor.execute("SELECT month, touched, copied FROM ledger_month")
        return {month: (touched, copied) for month, touched, copied in cursor.fetchall()}


def unsettled(before: Months, after: Months) -> tuple[int, ...]:
    """Months that were not copied, or that were written to, between two looks."""
    settled = {
        month for month, (touched, copied) in after.items() if touched == copied == before.get(month, (-1, -1))[1]
    }
    return tuple(sorted(after.keys() - settled))


def _orphans() -> list[Fault]:
    """Rows that point at no identity, channel or month: the constraints that the append does without."""
    checks = {
        "texts mention an identity that is not there": "EXISTS (SELECT FROM ledger_telling t, unnest(t.mentions) AS who"
        " WHERE t.id = a.id AND NOT EXISTS (SELECT FROM ledger_identity i WHERE i.id = who))",
        "activities name an identity that is not there": "identity_id IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM ledger_identity i WHERE i.id = a.identity_id)",
        "activities name a channel that is not there": "NOT EXISTS"
        " (SELECT FROM ledger_channel c WHERE c.id = a.channel_id)",
        "activities are in a month that is not listed": "NOT EXISTS"
        " (SELECT FROM ledger_month m WHERE m.month = a.month)",
        "activities are in another month than their time says": "a.month <> extract(year FROM at AT TIME ZONE 'UTC')"
        " * 100 + extract(month FROM at AT TIME ZONE 'UTC')",
    }
    faults = []
    with connection.cursor() as cursor:
        for what, where in checks.items():
            cursor.execute(f"SELECT count(*) FROM ledger_activity a WHERE {where}")
            (found,) = cursor.fetchone()
            if found:
                faults.append(Fault(0, f"{found:,} {what}"))
        for told in ("telling", "meaning"):
            cursor.execute(
                f"SELECT count(*) FROM ledger_{told} t"
                " WHERE NOT EXISTS (SELECT FROM ledger_activity a WHERE a.id = t.id)"
            )
            (found,) = cursor.fetchone()
            if found:
                faults.append(Fault(0, f"{found:,} {told}s are of an activity that is not there"))
    return faults
