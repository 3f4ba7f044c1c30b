"""Forget an import: take back what it alone had brought.

A thing goes if this import brought it first and no other import and no other road holds it. Where another import holds
it, that one counts as having brought it from now on. What stays, stays in its newest version: former ones are not kept.

It goes batch by batch, each in a transaction that deletes and lets go of the batch's row, so that a kill at any instant
leaves an import that is forgotten half, and forgetting it again does the rest. Each holds appends off while it lasts, a
tenth of a second; what takes longer is looked up before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.utils import timezone

from rapport.collect.alive import holding
from rapport.collect.brought import WIDTH, held
from rapport.collect.holders import ELSEWHERE, NOBODY, Mine
from rapport.collect.models import Brought, Import, Rejected
from rapport.ledger import withdraw
from rapport.ledger.claims import ACTIVITY, CHANNEL, IDENTITY
from rapport.ledger.locks import keep_appends_out
from rapport.words.errors import RapportError

FORGETTING = 7_270_004
"""Advisory lock: one import is forgotten at a time."""
NAMES = {ACTIVITY: "activities", IDENTITY: "identities", CHANNEL: "channels"}
AT_ONCE = 1 << 20
"""Bytes of claims that are looked through at a time."""


class NotForgotten(RapportError):
    """An import that cannot be forgotten; nothing was changed."""


class Counts(NamedTuple):
    """What an import holds, before it is forgotten."""

    activities: int
    only: int
    """That it alone brought: these go."""
    elsewhere: int
    """That another import or another road holds too, or held before: these stay."""
    identities: int
    """That it alone brought; those go to which nothing else belongs."""
    channels: int
    set_aside: int


class Taken(NamedTuple):
    activities: int = 0
    identities: int = 0
    channels: int = 0
    set_aside: int = 0


def refusal(import_: Import) -> str | None:
    """Why an import cannot be forgotten, or None."""
    if not import_.over:
        return "It still runs. Stop it first."
    if import_.state == Import.State.FORGOTTEN:
        return "It is forgotten already."
    if not import_.remembered:
        return "It was made before Rapport remembered which import brought what, so it cannot be taken back."
    return None


def look(import_: Import) -> Counts:
    """What forgetting it would do, as things stand now. Takes a second or two for some millions of activities."""
    activities, only = _alone(import_, ACTIVITY)
    return Counts(
        activities,
        only,
        activities - only,
        _alone(import_, IDENTITY)[1],
        _alone(import_, CHANNEL)[1],
        Rejected.objects.filter(source__import_run=import_).count(),
    )


def begin(import_: Import) -> None:
    """Say that it is being forgotten; from here on it is not taken up again. Raises NotForgotten."""
    refused = refusal(import_)
    allowed = [state for state in Import.State if Import(state=state).over and state != Import.State.FORGOTTEN]
    if refused or not Import.objects.filter(pk=import_.pk, state__in=allowed).update(state=Import.State.FORGETTING):
        raise NotForgotten(refused or "It still runs. Stop it first.")


def take_back(number: int, report: Callable[[int], None]) -> Taken:
    """Do it, or what is left of it after a kill. `report` hears how many activities were looked at since the last call.

    Raises AlreadyRunning where another process works on the import.
    """
    with _one_at_a_time(), holding(number):
        import_ = Import.objects.get(pk=number, state__in=[Import.State.FORGETTING, Import.State.FORGOTTEN])
        if import_.state == Import.State.FORGETTING:
            for what in (ACTIVITY, IDENTITY, CHANNEL):
                _take_back(import_, what, report)
            _end(import_)
        return Taken(**import_.taken)


def _take_back(import_: Import, what: int, report: Callable[[int], None]) -> None:
    others = _Others(import_.pk, what)
    rows = Brought.objects.filter(import_run=import_, what=what)
    rows.filter(new=b"").delete()  # it brought nothing of these
    go = others.going()
    while batch := _next_batch(import_, rows, others, go):
        report(batch if what == ACTIVITY else 0)


Go = Callable[[CursorWrapper, bytes], int]
"""Deletes things by their keys; says how many went."""


class _Others:
    """What an import holds, and who else does, kept current with imports that run meanwhile."""

    def __init__(self, import_: int, what: int) -> None:
        self.import_, self.what = import_, what
        self._seen = _newest()
        self.mine = Mine(held(import_, what), WIDTH[what])
        self._note(pk__lte=self._seen)

    def catch_up(self) -> None:
        """Look at rows that came since the last time, while appends are held off: none can come late."""
        self._note(pk__gt=self._seen)

    def _note(self, **these: int) -> None:
        rows = Brought.objects.filter(what=self.what, **these).exclude(import_run=self.import_)
        fields = rows.order_by("pk").values_list("pk", "import_run", "new", "known")
        for pk, holder, new, known in fields.iterator(chunk_size=50):
            self.mine.held_by(holder, bytes(new) + bytes(known))
            self._seen = max(self._seen, pk)

    def note_claims(self, cursor: CursorWrapper, keys: bytes | None = None) -> None:
        """Look whether other roads hold these, or any of mine."""
        width = WIDTH[self.what]
        where, given = "", []
        if keys is not None:
            where, given = " AND key = ANY(%s)", [[keys[at : at + width] for at in range(0, len(keys), width)]]
        cursor.execute(f"SELECT key FROM ledger_claim WHERE what = %s{where}", [self.what, *given])
        while rows := cursor.fetchmany(AT_ONCE // width):
            self.mine.held_by(ELSEWHERE, b"".join(bytes(key) for (key,) in rows))

    def going(self) -> Go:
        """How things of this kind go. To whom an activity belongs is looked up now, for all of them."""
        if self.what == ACTIVITY:
            return withdraw.activities
        looked_up, delete = {
            IDENTITY: (withdraw.idle_identities, withdraw.identities),
            CHANNEL: (withdraw.idle_channels, withdraw.channels),
        }[self.what]
        with connection.cursor() as cursor:
            self.note_claims(cursor)
            idle = looked_up(cursor, _numbers(self.mine.of(self.mine.keys.tobytes()).get(NOBODY, b"")))
        return lambda cursor, keys: delete(cursor, [key for key in _numbers(keys) if key in idle])


@transaction.atomic
def _newest() -> int:
    """The number of the newest row. As appends are held off for it, no row of a lower number can come later."""
    with connection.cursor() as cursor:
        keep_appends_out(cursor)
        return Brought.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _numbers(packed: bytes) -> list[int]:
    """Dense keys."""
    return [int.from_bytes(packed[at : at + 4]) for at in range(0, len(packed), 4)]


@transaction.atomic
def _next_batch(import_: Import, rows: "QuerySet[Brought]", others: _Others, go: Go) -> int:
    """Take back what one row holds; answers how many things were looked at, 0 when there is no row left."""
    with connection.cursor() as cursor:
        keep_appends_out(cursor)
        row = rows.order_by("pk").first()
        if row is None:
            return 0
        new = bytes(row.new)
        others.catch_up()
        others.note_claims(cursor, new)
        gone = go(cursor, _let_go(others, new))
        row.delete()
        _count(import_, **{NAMES[others.what]: gone})
    return (len(new) + len(row.known)) // WIDTH[others.what] or 1


def _let_go(others: _Others, new: bytes) -> bytes:
    """Hand what other imports hold on to them; answers what nobody holds."""
    parted = others.mine.of(new)
    alone = parted.pop(NOBODY, b"")
    parted.pop(ELSEWHERE, None)
    Brought.objects.bulk_create(
        Brought(import_run_id=holder, what=others.what, new=keys, known=b"") for holder, keys in parted.items()
    )
    return alone


@transaction.atomic
def _end(import_: Import) -> None:
    """Let its records set aside go, open again what they stood for of earlier imports, and say that it is done."""
    rows = Rejected.objects.filter(source__import_run=import_)
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN, [import_.pk, import_.pk])
    _count(import_, set_aside=rows.delete()[0])
    import_.state, import_.finished_at, import_.failure = Import.State.FORGOTTEN, timezone.now(), ""
    import_.unread, import_.unread_count, import_.notes, import_.found = [], 0, [], None
    import_.save(update_fields=["state", "finished_at", "failure", "unread", "unread_count", "notes", "found"])


_REOPEN = """
    UPDATE collect_rejected SET resolved_at = NULL WHERE id IN (
        SELECT max(former.id) FROM collect_rejected AS latest
        JOIN collect_source AS source ON source.id = latest.source_id AND source.import_run_id = %s
        JOIN collect_rejected AS former ON former.archive = latest.archive AND former.file = latest.file
            AND former.position = latest.position AND former.raw = latest.raw AND former.id < latest.id
        JOIN collect_source AS elsewhere ON elsewhere.id = former.source_id AND elsewhere.import_run_id <> %s
        WHERE latest.resolved_at IS NULL AND former.raw <> '' GROUP BY latest.id
    )
"""


def _count(import_: Import, **more: int) -> None:
    """Add to what was taken, in the transaction that takes it."""
    import_.taken = Taken(**import_.taken)._asdict() | {
        name: import_.taken.get(name, 0) + count for name, count in more.items()
    }
    import_.save(update_fields=["taken"])


def _alone(import_: Import, what: int) -> tuple[int, int]:
    """How many things of a kind it holds, and how many of them are its alone."""
    others = _Others(import_.pk, what)
    with connection.cursor() as cursor:
        others.note_claims(cursor)
    new = Brought.objects.filter(import_run=import_, what=what).values_list("new", flat=True)
    return len(others.mine), sum(others.mine.alone(bytes(keys)) for keys in new.iterator(chunk_size=50))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [FORGETTING])
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s)", [FORGETTING])
