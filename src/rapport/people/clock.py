"""When people write, and from which time zone, under the map of members. `ledger.threads.hours` counts them."""

import ibis
from ibis.expr.types import Table

from rapport.ledger.threads.hours import HOUR

CLOCK = {name: kind for name, kind in HOUR.items() if name != "month"} | {"member": "int64", "side": "string"}


def clock(hours: Table, members: Table) -> Table:
    """With whose hours they are, as in the acts (`people.acts`)."""
    joined = hours.left_join(members, "identity")
    side = ibis.ifelse(joined.identity.isnull(), "unnamed", joined.side.cast("string").fill_null("community"))
    told = joined.select(
        *(name for name in HOUR if name != "month"),
        member=ibis.coalesce(joined.member, -joined.identity.cast("int64")),
        side=side,
    )
    return told.filter(told.side != "limited")
