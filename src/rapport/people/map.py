"""Which member each identity is, as one Arrow table that questions join at the time they are asked.

Who changes the map says of which identities, so that a reader who knows it from before reads those alone.
"""

from collections.abc import Collection
from threading import Lock
from typing import NamedTuple

import pyarrow
from django.db import connection, transaction
from pyarrow import compute

from rapport.ledger.arrow import Snapshot, snapshot
from rapport.people.models import Link, MapStep, MapVersion

SCHEMA = pyarrow.schema([("identity", pyarrow.int32()), ("member", pyarrow.int64()), ("side", pyarrow.string())])

_QUERY = """
    SELECT link.identity_id::integer AS identity,
        CASE WHEN limited.identity_id IS NULL THEN member.id ELSE -link.identity_id END::bigint AS member,
        CASE WHEN limited.identity_id IS NULL THEN member.side ELSE 'limited' END::text AS side
    FROM people_link AS link JOIN people_member AS member ON member.id = link.member_id
        LEFT JOIN people_limited AS limited ON limited.identity_id = link.identity_id
"""
MOST_CHANGED = 10_000
"""Identities that a step names, and steps that are followed; beyond, the whole map is read."""
_KEPT = 3_600_000_000
"""So long steps stay, in the microseconds of which versions are readings."""

_reading = Lock()
_held: list[tuple[int, pyarrow.Table]] = []
"""At most one: the newest version read by this process."""


class Change(NamedTuple):
    """What is different since an older version."""

    version: int
    """The newest."""
    identities: list[int]
    """Those of whom anything may be."""
    rows: pyarrow.Table
    """What the newest map says of these; those that nobody is linked to are not in it."""


def map_version() -> int:
    return MapVersion.objects.values_list("version", flat=True).first() or 0


@transaction.atomic
def bump(identities: Collection[int] | None = None) -> None:
    """Tell every reader that its map is old. Call it in the transaction that changes links, names or sides.

    `identities` are all whose member, or whose member's name or side, is another now; without them it may be anybody's.
    A version is a reading of the clock, so that a database restored from a backup never repeats one.
    """
    named = sorted(identities) if identities is not None and len(identities) <= MOST_CHANGED else None
    before = MapVersion.objects.select_for_update().values_list("version", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_mapversion AS held (id, version) "
            "VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) "
            "ON CONFLICT (id) DO UPDATE SET version = greatest(held.version + 1, excluded.version) RETURNING version"
        )
        version = cursor.fetchone()[0]
    if before is not None:
        MapStep.objects.create(version=version, before=before, identities=named)
    MapStep.objects.filter(version__lt=version - _KEPT).delete()


def identities_of(members: Collection[int]) -> list[int]:
    """All that these members are now."""
    return list(Link.objects.filter(member__in=members).values_list("identity_id", flat=True))


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
            _held[:] = [_brought_on() or (version, _read())]
        return _held[0][1]


def change_since(version: int) -> Change | None:
    """From this version to the newest commit; None where it may be anything."""
    with snapshot() as look:
        newest = look.table("SELECT version FROM people_mapversion")["version"].to_pylist()
        if newest == [version]:
            return Change(version, [], SCHEMA.empty_table())
        named = _named_since(version, newest, look)
        if named is None:
            return None
        listed = ", ".join(map(str, named)) or "0"
        rows = look.table(f"{_QUERY} WHERE link.identity_id IN ({listed})").cast(SCHEMA)
    return Change(newest[0], sorted(named), rows)


def _named_since(version: int, newest: list[int], look: Snapshot) -> set[int] | None:
    """The identities that all the steps since name; None if one is missing or does not say."""
    steps = look.table(
        f"SELECT version, before, identities FROM people_mapstep WHERE version > {version} ORDER BY version"
        f" LIMIT {MOST_CHANGED}"
    ).to_pylist()
    named: set[int] = set()
    for step in steps:
        if step["before"] != version or step["identities"] is None:
            return None
        version = step["version"]
        named.update(step["identities"])
    return named if newest == [version] and len(named) <= MOST_CHANGED else None


def _brought_on() -> tuple[int, pyarrow.Table] | None:
    """What is held, with what changed since."""
    change = change_since(_held[0][0]) if _held else None
    if change is None:
        return None
    named = pyarrow.array(change.identities, pyarrow.int32())
    staying = compute.invert(compute.is_in(_held[0][1]["identity"], value_set=named))
    return change.version, pyarrow.concat_tables([_held[0][1].filter(staying), change.rows]).combine_chunks()


def _read() -> pyarrow.Table:
    with snapshot() as look:
        return look.table(_QUERY).cast(SCHEMA)
