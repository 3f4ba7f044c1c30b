"""When people write, and from which time zone: worked out from the copy."""

from ibis.expr.types import Table

from rapport.ledger.threads.parts import month_of
from rapport.ledger.threads.voices import SAID

HOUR = {
    "month": "int32", "day": "date", "platform": "string", "language": "string", "identity": "int32", "hour": "int8",
    "zone": "int16", "n": "int32",
}  # fmt: skip
"""One row a day × platform × language × identity × hour of the day (all in UTC) × zone:
    zone: minutes east of UTC, where the source tells; else null
    n: how many messages; 0 where other things were done, which are told of where a zone is known"""


def hours(activity: Table) -> Table:
    """HOUR from the copy's `activity`."""
    said = activity.kind.isin(SAID)
    told = activity.filter(said | activity.zone.notnull()).select(
        "platform",
        "language",
        "identity",
        "zone",
        month=month_of(activity["at"]),
        day=activity["at"].date(),
        hour=activity["at"].hour(),
        said=said.ifelse(1, 0),
    )
    counted = told.aggregate(by=["month", "day", "platform", "language", "identity", "hour", "zone"], n=told.said.sum())
    return counted.select(**{name: counted[name].cast(kind) for name, kind in HOUR.items()})
