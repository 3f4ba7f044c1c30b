"""How far what somebody posted went, as its platform told when it was last read: worked out from the copy."""

from functools import cache

import ibis
from ibis.expr.types import IntegerValue, Table

from rapport.ledger.engines.delta import ACTIVITY
from rapport.people.standing import LIMITED
from rapport.people.under_map import under_map

TOLD = ("views", "reposts")
"""Facts of a post, each how often, by whomever."""
_KEYS = {"day": "date", "platform": "string", "kind": "int16", "language": "string", "identity": "int32"}
AUDIENCE = _KEYS | {column: "int64" for told in TOLD for column in (told, f"{told}_told")}
"""One row a day (UTC) × platform × kind × language × identity of whose posts any tells one of TOLD:
    views, reposts: of these posts together
    views_told, reposts_told: how many of them tell it"""
REACH = AUDIENCE | {"member": "int64", "side": "string"}


@cache
def audience() -> Table:
    """AUDIENCE from the copy's `activity`."""
    activity = ibis.table(ibis.Schema.from_pyarrow(ACTIVITY), name="activity")
    any_told = ibis.or_(*(activity.facts.contains(f'"{told}": ') for told in TOLD))
    found = activity.filter(any_told).mutate(day=activity["at"].date())
    found = found.mutate(**{told: fact(found, told) for told in TOLD})
    counted = found.aggregate(
        by=list(_KEYS),
        **{told: found[told].sum().fill_null(0) for told in TOLD},
        **{f"{told}_told": found[told].count() for told in TOLD},
    )
    return counted.select(**{name: counted[name].cast(kind) for name, kind in AUDIENCE.items()})


def fact(activity: Table, name: str) -> IntegerValue:
    """Null where it is not told, or is no number that any platform could mean.

    As PostgreSQL writes JSON, a space follows each colon; within a text, quotation marks have a backslash before them.
    """
    return activity.facts.re_extract(f'"{name}": ([0-9]{{1,12}})[,}}]', 1).nullif("").cast("int64")


def reach(told: Table, members: Table) -> Table:
    """With whose posts they are, as in the acts (`people.acts`)."""
    found = under_map(told, members, "identity")
    return found.filter(found.side != LIMITED)
