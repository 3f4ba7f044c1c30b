"""Take activities, identities and channels out of the ledger that an import had brought and nothing else holds.

Unlike an erasure this leaves no trace: what is read again later comes in as if it had never been here. What an erasure
has blanked stays as it is, so that nothing revives it. What deletes runs in the caller's transaction, which holds
appends off (`locks.keep_appends_out`) and therefore takes some thousand things at a time.
"""

from collections.abc import Callable, Iterator, Sequence

from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import import_string

from rapport.ledger import mentioned
from rapport.ledger.erase import FOR_GOOD
from rapport.ledger.writing import touch_months

Hook = Callable[[Sequence[int]], object]
"""Gets the keys of identities that are about to go."""

Keeper = Callable[[Sequence[int]], set[int]]
"""Gets the keys of identities that are about to go, and says which of them must stay."""

_also: list[str] = []
_unless: list[str] = []


def also(hook: str) -> None:
    """Have this Hook called before identities go, by a room that holds something of theirs.

    It is named by its import path: every command starts the rooms, few take something back.
    """
    _also.append(hook)


def unless(keeper: str) -> None:
    """Have this Keeper asked before identities go, by a room in which people say something of them."""
    _unless.append(keeper)


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
    for told in ("telling", "meaning"):
        cursor.execute(
            f"DELETE FROM ledger_{told} WHERE id = ANY(string_to_array(%s, ' ')::uuid[])", [ids.hex(" ", 16)]
        )
    touch_months(cursor, set(months))
    return len(months)


def idle_identities(cursor: CursorWrapper, keys: Sequence[int]) -> set[int]:
    """Those of these to which no activity belongs. Reads the whole table of activities once: appends are not held off.

    One that is idle stays so unless somebody tells of it (`append.Held`) in the transaction that gives it an activity.
    """
    return _idle(cursor, "ledger_identity", "identity_id", keys)


def idle_channels(cursor: CursorWrapper, keys: Sequence[int]) -> set[int]:
    """Those of these in which no activity happened, as `idle_identities`."""
    return _idle(cursor, "ledger_channel", "channel_id", keys)


def _idle(cursor: CursorWrapper, table: str, column: str, keys: Sequence[int]) -> set[int]:
    cursor.execute(
        f"SELECT t.id FROM {table} t WHERE t.id = ANY(%s)"
        f" AND NOT EXISTS (SELECT FROM ledger_activity a WHERE a.{column} = t.id)",
        [list(keys)],
    )
    return {key for (key,) in cursor.fetchall()}


def identities(cursor: CursorWrapper, keys: Sequence[int]) -> int:
    """Delete these, which are idle; who was erased stays so, and of whom somebody said something stays with that."""
    cursor.execute("SELECT id FROM ledger_identity WHERE id = ANY(%s) AND NOT erased", [list(keys)])
    found = [key for (key,) in cursor.fetchall()]
    keepers: Iterator[Keeper] = map(import_string, _unless)
    stay = set().union(*(keeper(found) for keeper in keepers)) if found else set()
    gone = [key for key in found if key not in stay]
    if gone:
        hooks: Iterator[Hook] = map(import_string, _also)
        for hook in hooks:
            hook(gone)
        mentioned.forget(cursor, gone)
        cursor.execute("DELETE FROM ledger_identity WHERE id = ANY(%s)", [gone])
    return len(gone)


def channels(cursor: CursorWrapper, keys: Sequence[int]) -> int:
    """Delete these, which are idle."""
    cursor.execute("DELETE FROM ledger_channel WHERE id = ANY(%s)", [list(keys)])
    return int(cursor.rowcount)
