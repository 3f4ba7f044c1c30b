"""What questions, threads and the closure over both read of an activity in the same way."""

import ibis
from ibis.expr.types import IntegerColumn, IntegerValue, Table, TimestampValue


def named_after(activity: Table) -> IntegerColumn:
    """The key of what an activity belongs to: its thread, else what it answers, else itself."""
    found: IntegerColumn = ibis.coalesce(activity.within, activity.above, activity.key)
    return found


def month_of(moment: TimestampValue) -> IntegerValue:
    """Year and month in UTC, as 202311."""
    return moment.year() * 100 + moment.month()
