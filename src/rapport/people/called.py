"""What everybody is called, all in lower case, for those who look for them."""

import ibis
import pyarrow
from ibis.expr.types import Table

from rapport.ledger.arrow import snapshot

NAME = {
    "member": "int64", "called": "string", "handle": "string", "name": "string", "address": "string",
    "leads": "boolean",
}  # fmt: skip
"""One row an identity: `called` is the member's name; `leads` is true in one row of each member."""
_NAMES = """
    SELECT link.member_id::bigint AS member, member.name AS called, identity.handle, identity.name,
        identity.email AS address
    FROM people_link link JOIN people_member member ON member.id = link.member_id
        JOIN ledger_identity identity ON identity.id = link.identity_id
    WHERE NOT EXISTS (SELECT FROM people_limited l WHERE l.identity_id = link.identity_id)
"""


def called(members: str = "") -> Table:
    """NAME of everybody of whom it may be told, or of those `members` alone, which are listed as in SQL."""
    table = ibis.memtable(_read(f"{_NAMES} AND link.member_id IN ({members})" if members else _NAMES))
    lowered = {column: table[column].lower() for column in ("called", "handle", "name", "address")}
    return table.mutate(**lowered, leads=ibis.row_number().over(group_by="member") == 0)


def _read(query: str) -> pyarrow.Table:
    with snapshot() as look:
        return look.table(query)
