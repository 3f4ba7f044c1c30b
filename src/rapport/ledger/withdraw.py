"""Take activities, identities and channels out of the ledger that an import had brought and nothing else holds.

Unlike an erasure this leaves no trace: what is read again later comes in as if it had never been here. What an erasure
has blanked stays as it is, so that nothing revives it. Everything here runs in the caller's transaction, which holds
appends off (`locks.keep_appends_out`).
"""

from collections.abc import Callable, Sequence

from django.db.backends.utils import CursorWrapper

from rapport.ledger import mentioned
from rapport.ledger.erase import FOR_GOOD
from rapport.ledger.writing import touch_months

Hook = Callable[[Sequence[int]], object]
"""Gets the keys of identities that are about to go."""

_also: list[Hook] = []


def also(hook: Hook) -> None:
    """Have this called before identities go, by a room that holds something of theirs."""
    _also.append(hook)


def activities(cursor: CursorWrapper, ids: bytes) -> int:
    """Delete these (16 bytes each) and mark their months; answers how many there were."""
    cursor.execute(
        """
        DELETE FROM ledger_activity a USING unnest(string_to_array(%s, ' ')::uuid[]) AS gone (id)
        WHERE a.id = gone.id AND a.revision <> %s RETURNING a.month
        """,
        [ids.hex(" ", 16), FOR_GOOD],
    )
    months = [month for (month,) in cursor.fetchall()]
    cursor.execute("DELETE FROM ledger_telling WHERE id = ANY(string_to_array(%s, ' ')::uuid[])", [ids.hex(" ", 16)])
    touch_months(cursor, set(months))
    return len(months)


def identities(cursor: CursorWrapper, keys: Sequence[int]) -> int:
    """Delete those of these identities to which no activity belongs. Reads the whole table once."""
    cursor.execute(
        """
        SELECT i.id FROM ledger_identity i WHERE i.id = ANY(%s) AND NOT i.erased
            AND NOT EXISTS (SELECT FROM ledger_activity a WHERE a.identity_id = i.id)
        """,
        [list(keys)],
    )
    gone = [key for (key,) in cursor.fetchall()]
    if gone:
        for hook in _also:
            hook(gone)
        mentioned.forget(cursor, gone)
        cursor.execute("DELETE FROM ledger_identity WHERE id = ANY(%s)", [gone])
    return len(gone)


def channels(cursor: CursorWrapper, keys: Sequence[int]) -> int:
    """Delete those of these channels in which no activity happened. Reads the whole table once."""
    cursor.execute(
        """
        DELETE FROM ledger_channel c WHERE c.id = ANY(%s)
            AND NOT EXISTS (SELECT FROM ledger_activity a WHERE a.channel_id = c.id)
        """,
        [list(keys)],
    )
    return int(cursor.rowcount)
