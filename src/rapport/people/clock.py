"""When people write, and from which time zone: worked out from the copy."""

import ibis
from ibis.expr.types import Table

from rapport.people.threads import SAID

HOUR = {
    "day": "date", "platform": "string", "language": "string", "identity": "int32", "hour": "int8", "zone": "int16",
    "n": "int32",
}  # fmt: skip
"""One row a day × platform × language × identity × hour of the day (all in UTC) × zone:
    zone: minutes east of UTC, where the source tells; else null
    n: how many messages; 0 where other things were done, which are told of where a zone is known"""
CLOCK = HOUR | {"member": "int64", "side": "string"}


def hours(activity: Table) -> Table:
    """HOUR from the copy's `activity`."""
    said = activity.kind.isin(SAID)
    told = activity.filter(said | activity.zone.notnull()).select(
        "platform",
        "language",
        "identity",
        "zone",
        day=activity["at"].date(),
        hour=activity["at"].hour(),
        said=said.ifelse(1, 0),
    )
    counted = told.aggregate(by=["day", "platform", "language", "identity", "hour", "zone"], n=told.said.sum())
    return counted.select(**{name: counted[name].cast(kind) for name, kind in HOUR.items()})


def clock(hours: Table, members: Table) -> Table:
    """With whose hours they are, as in the acts (`people.acts`)."""
    joined = hours.left_join(members, "identity")
    side = ibis.ifelse(joined.identity.isnull(), "unnamed", joined.side.cast("string").fill_null("community"))
    told = joined.select(*HOUR, member=ibis.coalesce(joined.member, -joined.identity.cast("int64")), side=side)
    return told.filter(told.side != "limited")
