"""The ledger's advisory locks, so that no two numbers collide."""

from django.db.backends.utils import CursorWrapper

ERASING = 7_270_001
"""Held shared by every append and exclusively by an erasure: no append slips an erased person in beside it."""
COPYING = 7_270_002
"""Held by the one job that writes the columnar copy."""


def keep_erasure_out(cursor: CursorWrapper) -> None:
    """Hold off erasures until this transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ERASING])


def keep_appends_out(cursor: CursorWrapper) -> None:
    """Wait for running appends and hold off new ones until this transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ERASING])
