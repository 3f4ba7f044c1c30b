"""Everybody as matching compares them: one alias an identity, with what is settled about whose it is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow

from rapport.ledger.arrow import snapshot
from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.deciding import Standing
from rapport.people.matching.links import no_cycles
from rapport.people.matching.proof import Known, shared_addresses

_IDENTITIES = """
    SELECT i.id, i.platform, i.native_id, i.handle, i.name, i.email, i.url, l.member_id,
        CASE WHEN i.avatar LIKE '%gravatar.com/avatar/%' THEN i.avatar END AS avatar
    FROM people_link l JOIN ledger_identity i ON i.id = l.identity_id
    WHERE NOT i.erased AND NOT EXISTS (SELECT FROM people_limited p WHERE p.identity_id = i.id) ORDER BY i.id
"""
_SHAPED = """
    SELECT id, side = 'bot' AS bot, name_by_hand OR side_by_hand AS by_hand FROM people_member
    WHERE side = 'bot' OR name_by_hand OR side_by_hand
"""
_APART = """
    SELECT DISTINCT one.member_id AS one, other.member_id AS other
    FROM people_apart a JOIN people_link one ON one.identity_id = a.one_id
        JOIN people_link other ON other.identity_id = a.other_id
    WHERE a.lifted_by_id IS NULL
"""
NO_HANDLES = frozenset(["git", "email"])
"""Platforms on which nobody chooses a handle."""


class Everybody(NamedTuple):
    identities: list[int]
    """The key of each alias's identity."""
    aliases: list[Alias]
    standing: Standing


@no_cycles()
def everybody() -> Everybody:
    """As of one moment; who was erased or limited is not among them."""
    with snapshot() as look:
        rows = look.table(_IDENTITIES)
        shaped = look.table(_SHAPED).to_pylist()
        kept_apart = [(row["one"], row["other"]) for row in look.table(_APART).to_pylist()]
    standing = Standing(
        members=rows["member_id"].to_pylist(),
        bots={row["id"] for row in shaped if row["bot"]},
        by_hand={row["id"] for row in shaped if row["by_hand"]},
        apart=kept_apart,
    )
    nobodys = _Nobodys(rows)
    return Everybody(rows["id"].to_pylist(), [nobodys.alias(row) for row in _each(rows)], standing)


Row = dict[str, Any]


def _each(rows: pyarrow.Table) -> Iterator[Row]:
    """Row by row: all of them at once take ten times the table's memory."""
    for batch in rows.to_batches():
        yield from batch.to_pylist()


class _Nobodys:
    """What several have is nobody's own, and is left out: it would prove what is not so.

    An address under which unlike people wrote; a handle or a web page that two accounts of one platform have, as on
    two forums, in two workspaces, on a blog of many authors.
    """

    def __init__(self, rows: pyarrow.Table) -> None:
        self._addresses = shared_addresses(
            Known(row["id"], row["platform"], row["native_id"], row["handle"], row["name"], row["email"])
            for row in _each(rows)
            if row["email"]
        )
        self._handles = _had_by_several(rows, "handle")
        self._pages = _had_by_several(rows, "url")

    def alias(self, row: Row) -> Alias:
        platform, email = str(row["platform"]), str(row["email"] or "")
        login = "" if platform in NO_HANDLES else str(row["handle"] or "")
        return alias(
            str(row["id"]),
            str(row["name"] or ""),
            "" if email.lower() in self._addresses else email,
            login,
            "" if _place(row, "handle") in self._handles else platform,
            "" if _place(row, "url") in self._pages else str(row["url"] or ""),
            row["avatar"] or "",
            str(row["native_id"]),
        )


def _had_by_several(rows: pyarrow.Table, what: str) -> frozenset[tuple[object, str]]:
    often = Counter(_place(row, what) for row in _each(rows.select(["platform", what])))
    return frozenset(place for place, times in often.items() if times > 1)


def _place(row: Row, what: str) -> tuple[object, str]:
    return row["platform"], str(row[what] or "").lower()
