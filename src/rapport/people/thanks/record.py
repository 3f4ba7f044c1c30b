"""What people did, as the ledger has it at this moment, whatever the copy lags behind.

The copy says which activities there are in the months it is up to date with; PostgreSQL has those of the others, and
says of each one that is spoken of what it is now.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time
from uuid import UUID

import ibis
from django.db import connection
from ibis.expr.types import Table

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import ACTIVITY
from rapport.people.links import outward
from rapport.people.thanks.reasons import PASSIVE, ROUND, Deed, Row
from rapport.words.errors import CopyMissing

_ACTIVITY = ibis.table(ibis.Schema.from_pyarrow(ACTIVITY), name="activity")


def deeds_of(identities: Collection[int], since: date, counted: Collection[Collection[int]]) -> dict[int, list[Deed]]:
    """Of what each of these identities did, what `telling` may rest on (`needed`)."""
    behind = _behind()
    found: dict[int, list[Deed]] = defaultdict(list)
    for identity, deed in (*_of_copy(identities, behind, since, counted), *_of_table(identities, behind)):
        found[identity].append(deed)
    return found


def rows_of(ids: Iterable[UUID]) -> dict[UUID, Row]:
    """Those of these activities that are there now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.id, a.at, a.kind, a.identity_id, coalesce(a.title, ''), coalesce(a.url, ''), c.platform, c.name
            FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id WHERE a.id = ANY(%s) AND NOT a.deleted
            """,
            [list(ids)],
        )
        rows = [Row(*row) for row in cursor.fetchall()]
    return {row.id: row._replace(url=outward(row.url)) for row in rows}


def bears_out(deed: Deed, rows: Mapping[UUID, Row], identities: Collection[int]) -> bool:
    """Whether the ledger still says of an activity what was read of it."""
    row = rows.get(deed.id)
    return row is not None and (row.at, row.kind) == (deed.at, deed.kind) and row.identity in identities


def _behind() -> list[int]:
    """The months with which the copy is not up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month FROM ledger_month WHERE touched <> copied OR NOT EXISTS (SELECT FROM ledger_copy)")
        return [month for (month,) in cursor.fetchall()]


def needed(done: Table, since: date, counted: Collection[Collection[int]]) -> Table:
    """Of these activities, as in the copy, those that reasons of a window that begins with `since` can rest on: of each
    identity all since then and the last one before, the first one ever, and the first ones of these kinds.

    Somebody may have done a hundred thousand things, and whoever waits for these waits seconds.
    """
    done = done.filter(done.kind.notin(sorted(PASSIVE)))
    in_order = {"group_by": "identity", "order_by": ["at", "id"]}
    begins = ibis.literal(datetime.combine(since, time(), UTC))
    after = done["at"].lead().over(**in_order)
    wanted = [after.isnull() | (after >= begins), ibis.row_number().over(**in_order) == 0]
    for kinds in counted:
        one_of = done.kind.isin(sorted(kinds) or [0])
        so_far = one_of.cast("int64").sum().over(rows=(None, 0), **in_order)
        wanted.append(one_of & (so_far <= ROUND[-1]))
    return done.filter(ibis.or_(done["at"] >= begins, *wanted))


def _of_copy(
    identities: Collection[int], behind: Collection[int], since: date, counted: Collection[Collection[int]]
) -> list[tuple[int, Deed]]:
    mine = _ACTIVITY.filter(_ACTIVITY.identity.isin(list(identities)))
    if behind:
        mine = mine.filter(mine.month.notin(list(behind)))
    question = needed(mine, since, counted).select("identity", "id", "at", "kind", "thread")
    try:
        rows = duckdb.again_if_swept(lambda: duckdb.ask(duckdb.connect(), question))
    except CopyMissing:
        return []
    return [(row["identity"], Deed(_uuid(row["id"]), row["at"], row["kind"], _thread(row["thread"]))) for row in rows]


def _uuid(key: bytes) -> UUID:
    return UUID(bytes=key)


def _thread(key: bytes | None) -> UUID | None:
    return _uuid(key) if key else None


def _of_table(identities: Collection[int], behind: Collection[int]) -> list[tuple[int, Deed]]:
    if not behind:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT identity_id, id, at, kind, thread FROM ledger_activity"
            " WHERE month = ANY(%s) AND identity_id = ANY(%s) AND NOT deleted",
            [list(behind), list(identities)],
        )
        return [(identity, Deed(id_, at, kind, thread)) for identity, id_, at, kind, thread in cursor.fetchall()]
