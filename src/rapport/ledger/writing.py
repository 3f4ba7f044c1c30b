"""Write activities: what is new straight into the table, what is known in a lower revision by a statement that merges.

A batch of which another writer has just added a part is merged as a whole.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from struct import Struct
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.backends.utils import CursorWrapper

from rapport.ledger.prepare import COLUMNS, ID, MONTH, REVISION, VALUES, Row
from rapport.ledger.staging import SIGNATURE, TRAILER, copy_packed, make_stage

_LISTED = ", ".join(COLUMNS)
_KEPT = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "id")

_NAMED = Struct(">hiiii")
_NAMELESS = Struct(">hiii")
"""The head of a row: how many columns, and each key after its length in bytes; -1 is the length of a null."""


class Keys(NamedTuple):
    """Keys one behind the other, those the ledger did not have and those it had: ids of 16 bytes, or dense keys of
    four, the highest byte first."""

    new: bytes = b""
    known: bytes = b""


class Written(NamedTuple):
    """How many activities are new, of how many records the own activity is new or has a higher revision, and whether
    nothing of the batch was known."""

    activities: int
    added: int
    updated: int
    all_new: bool
    keys: Keys


def write_activities(
    cursor: CursorWrapper,
    rows: Sequence[Row],
    authors: Sequence[int | None],
    channels: Sequence[int],
    *,
    likely_new: bool,
) -> Written:
    """Write what is new and what is known in a lower revision; mark every month that it touches as dirty.

    Rows name author and channel by their place in these lists of keys. With `likely_new` the rows are tried at once,
    without a look whether they are known.
    """
    fresh: Sequence[Row] = rows
    newer: Sequence[Row] = []
    if not (likely_new and copy_activities(cursor, _binary(rows, authors, channels))):
        fresh, newer = _compared(rows, _revisions(cursor, rows))
        if fresh and not copy_activities(cursor, _binary(fresh, authors, channels)):
            fresh, newer = [], rows
    merged = merge_activities(cursor, _binary(newer, authors, channels)) if newer else []
    touch_months(cursor, _months(fresh) | {month for _, *months, _ in merged for month in months})
    added = {id_ for id_, _, _, is_new in merged if is_new}
    updated = {id_ for id_, _, _, is_new in merged if not is_new}
    return Written(
        len(fresh) + len(added),
        sum([lead for _, _, lead, _ in fresh]) + sum([lead and values[ID] in added for _, _, lead, values in newer]),
        sum([lead and values[ID] in updated for _, _, lead, values in newer]),
        len(fresh) == len(rows),
        _keys(rows, fresh, added),
    )


def _keys(rows: Sequence[Row], fresh: Sequence[Row], added: Set[bytes]) -> Keys:
    new = b"".join([values[ID] for _, _, _, values in fresh] + sorted(added))
    if len(new) == 16 * len(rows):
        return Keys(new)
    known = {values[ID] for _, _, _, values in rows} - {values[ID] for _, _, _, values in fresh} - added
    return Keys(new, b"".join(sorted(known)))


def _compared(rows: Sequence[Row], known: Mapping[bytes, int]) -> tuple[list[Row], list[Row]]:
    """The rows that are not there, and those that are there in a lower revision."""
    fresh: list[Row] = []
    newer: list[Row] = []
    for row in rows:
        values = row[VALUES]
        there = known.get(values[ID])
        if there is None:
            fresh.append(row)
        elif int.from_bytes(values[REVISION], signed=True) > there:
            newer.append(row)
    return fresh, newer


def _months(rows: Sequence[Row]) -> set[int]:
    return {int.from_bytes(month) for month in {values[MONTH] for _, _, _, values in rows}}


def _binary(rows: Sequence[Row], authors: Sequence[int | None], channels: Sequence[int]) -> bytes:
    """Rows as binary COPY takes them, with the keys in the place of their places."""
    named, nameless, columns = _NAMED.pack, _NAMELESS.pack, len(COLUMNS)
    packed = [
        (nameless(columns, 4, channels[channel], -1) + values)
        if author is None
        else (named(columns, 4, channels[channel], 4, authors[author]) + values)
        for author, channel, _, values in rows
    ]
    return b"".join((SIGNATURE, *packed, TRAILER))


def _revisions(cursor: CursorWrapper, rows: Sequence[Row]) -> dict[bytes, int]:
    """The revisions of the ids that are there. One look into the index an id: the planner would read the table."""
    cursor.execute(
        """
        SELECT uuid_send(kept.id), kept.revision FROM unnest(string_to_array(%s, ' ')::uuid[]) AS asked (id),
            LATERAL (SELECT a.id, a.revision FROM ledger_activity a WHERE a.id = asked.id LIMIT 1) AS kept
        """,
        [b"".join([values[ID] for _, _, _, values in rows]).hex(" ", 16)],
    )
    return {bytes(id_): revision for id_, revision in cursor.fetchall()}


def copy_activities(cursor: CursorWrapper, rows: bytes) -> bool:
    """Add rows that were not there; False, and nothing added, if another writer was quicker with one of them."""
    try:
        with transaction.atomic():
            copy_packed(cursor, "ledger_activity", COLUMNS, rows)
    except IntegrityError:
        return False
    return True


def merge_activities(cursor: CursorWrapper, rows: bytes) -> list[tuple[bytes, int, int | None, bool]]:
    """Add rows, or replace the lower revision that is there; gives id, month, former month, and whether it is new."""
    make_stage(cursor, "staged_activity", COLUMNS)
    copy_packed(cursor, "staged_activity", COLUMNS, rows)
    cursor.execute(
        f"""
        INSERT INTO ledger_activity AS kept ({_LISTED}) SELECT {_LISTED} FROM staged_activity ORDER BY id
        ON CONFLICT (id) DO UPDATE SET {_KEPT}, former_month = kept.month
        WHERE excluded.revision > kept.revision
        RETURNING uuid_send(id), month, former_month, (xmax = 0)
        """
    )
    return [(bytes(id_), month, former, added) for id_, month, former, added in cursor.fetchall()]


def touch_months(cursor: CursorWrapper, months: Iterable[object]) -> None:
    """Say that these months have changed; the copy has to rewrite them."""
    cursor.execute(
        """
        INSERT INTO ledger_month AS m (month, touched, copied) SELECT month, 1, 0
        FROM unnest(%s::int[]) AS month WHERE month IS NOT NULL ORDER BY month
        ON CONFLICT (month) DO UPDATE SET touched = m.touched + 1
        """,
        [list(months)],
    )


def array(values: Iterable[str]) -> str | None:
    """As PostgreSQL writes an array; null for an empty one. Arrays of unlike lengths cannot be sent as one."""
    listed = ",".join(values)
    return f"{{{listed}}}" if listed else None
