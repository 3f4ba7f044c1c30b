"""Which member each identity is, as one Arrow table that questions join at the time they are asked."""

from threading import Lock

import pyarrow
from django.db import connection

from rapport.ledger.arrow import snapshot
from rapport.people.models import MapVersion

SCHEMA = pyarrow.schema([("identity", pyarrow.int32()), ("member", pyarrow.int64()), ("side", pyarrow.string())])

_QUERY = """
    SELECT link.identity_id::integer AS identity,
        CASE WHEN limited.identity_id IS NULL THEN member.id ELSE -link.identity_id END::bigint AS member,
        CASE WHEN limited.identity_id IS NULL THEN member.side ELSE 'limited' END::text AS side
    FROM people_link AS link JOIN people_member AS member ON member.id = link.member_id
        LEFT JOIN people_limited AS limited ON limited.identity_id = link.identity_id
"""

_reading = Lock()
_held: list[tuple[int, pyarrow.Table]] = []
"""At most one: the newest version read by this process."""


def map_version() -> int:
    return MapVersion.objects.values_list("version", flat=True).first() or 0


def bump() -> None:
    """Tell every reader that its map is old. Call it in the transaction that changes links or sides.

    A version is a reading of the clock, so that a database restored from a backup never repeats one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_mapversion AS held (id, version) "
            "VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) "
            "ON CONFLICT (id) DO UPDATE SET version = greatest(held.version + 1, excluded.version)"
        )


def member_map() -> pyarrow.Table:
    """`SCHEMA`'s columns, one row a linked identity; an identity that nobody linked yet is not in it. One that is
    limited is nobody's: a number below zero, on the side 'limited'.

    Read as of the newest commit, through a connection of its own: changes that the caller has not committed
    are not in it.
    """
    with _reading:
        version = map_version()
        if not _held or _held[0][0] != version:
            # The version is read first: rows committed meanwhile are read again under their own version.
            _held[:] = [(version, _read())]
        return _held[0][1]


def _read() -> pyarrow.Table:
    with snapshot() as look:
        return look.table(_QUERY).cast(SCHEMA)
