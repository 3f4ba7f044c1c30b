"""Events that a platform sends: kept as they came while the platform waits for its answer, and read right after.

An event is kept once, whatever is sent again. What a batch of them says and that they were read is one transaction.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection as database
from django.db.models import Q

from rapport.accounts.models import Connection
from rapport.collect.connections.following import wake
from rapport.collect.connections.keeping import Keeper
from rapport.collect.connections.readers import reader_of
from rapport.collect.models import Event
from rapport.words.live import Hooks, Signed

AT_ONCE = 200
KNOWN_FOR = timedelta(days=30)
"""How long an event's id is remembered, so that it is dropped when it comes again. GitHub sends anew for three days."""
_KEEP = """
    INSERT INTO collect_event (connection_id, key, kind, body, at) VALUES (%s, %s, %s, %s, now())
    ON CONFLICT (connection_id, key) DO NOTHING
"""
RESTING = (Connection.State.PAUSED, Connection.State.ENDED)
"""Their events are not read."""


def waiting() -> list[int]:
    """Connections whose events wait to be read: also those whose process died before it left a job."""
    events = Event.objects.filter(read_at=None).exclude(connection__state__in=RESTING)
    return list(events.order_by("connection").values_list("connection", flat=True).distinct())


def keep(connection: int, signed: Signed, body: bytes) -> bool:
    """False where it is known already."""
    with database.cursor() as cursor:
        cursor.execute(_KEEP, [connection, signed.key, signed.kind, body])
        return bool(cursor.rowcount)


def read(connection: Connection) -> int:
    """Read all that waits, in the order in which it came. How many events."""
    reader = reader_of(connection.platform)
    if reader.hooks is None:
        return 0
    keeper, count = Keeper(connection, reader.archive), 0
    while many := _batch(connection, reader.hooks, keeper):
        count += many
    return count


def _batch(connection: Connection, hooks: Hooks, keeper: Keeper) -> int:
    with keeper.transaction():
        waiting = Event.objects.filter(connection=connection, read_at=None).order_by("pk")
        events = list(waiting.select_for_update(skip_locked=True)[:AT_ONCE])
        told = [hooks.heard(event.kind, bytes(event.body), connection.chosen, event.at) for event in events]
        keeper.keep("events", [outcome for one in told for outcome in one.outcomes])
        now = datetime.now(UTC)
        Event.objects.filter(pk__in=[event.pk for event in events]).update(read_at=now, body=b"")
    # After the commit: who keeps a stream's step holds its row before the ledger's.
    if names := {name for one in told for name in one.streams}:
        followed = connection.streams.filter(name__in=names, tries=0).exclude(caught_up_at=None)
        wake(connection, list(followed.values_list("name", flat=True)))
    return len(events)


def sweep(now: datetime) -> int:
    """Forget the ids of events that nobody sends again, and what came to connections that ended."""
    ended = Q(connection__state=Connection.State.ENDED)
    return Event.objects.filter(Q(read_at__lt=now - KNOWN_FOR) | ended).delete()[0]
