"""When people write, and from which time zone, under the map of members. `ledger.threads.hours` counts them."""

from ibis.expr.types import Table

from rapport.ledger.threads.hours import HOUR
from rapport.people.standing import LIMITED
from rapport.people.under_map import under_map

CLOCK = {name: kind for name, kind in HOUR.items() if name != "month"} | {"member": "int64", "side": "string"}


def clock(hours: Table, members: Table) -> Table:
    """With whose hours they are, as in the acts (`people.acts`)."""
    told = under_map(hours.drop("month"), members, "identity")
    return told.filter(told.side != LIMITED)
