"""Rows of identities under the map of members."""

import ibis
from ibis.expr.types import Table

from rapport.people.standing import COMMUNITY, UNNAMED


def under_map(table: Table, members: Table, whose: str) -> Table:
    """With `member` and `side` of the identity in the column `whose`: who is linked to nobody is a member of the
    community by itself, below zero; where the source names nobody, member is null and side 'unnamed'."""
    linked = members.select(mapped="identity", member="member", side="side")
    named = table.left_join(linked, table[whose] == linked.mapped)
    return named.select(
        *(table[name] for name in table.columns),
        member=ibis.coalesce(named.member, -named[whose].cast("int64")),
        side=ibis.ifelse(named[whose].isnull(), UNNAMED, named.side.cast("string").fill_null(COMMUNITY)),
    )
