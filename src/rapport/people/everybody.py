"""Everybody as matching compares them: one alias an identity, with what is settled about whose it is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from rapport.ledger.arrow import Snapshot, snapshot
from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.deciding import Standing
from rapport.people.matching.proof import Known, shared_addresses

_IDENTITIES = """
    SELECT i.id, i.platform, i.native_id, i.handle, i.name, i.email, i.url, l.member_id
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


def everybody() -> Everybody:
    """As of one moment; who was erased or limited is not among them."""
    with snapshot() as look:
        rows = list(_rows(look, _IDENTITIES))
        shaped = list(_rows(look, _SHAPED))
        kept_apart = [(row["one"], row["other"]) for row in _rows(look, _APART)]
    nobodys = _Nobodys(rows)
    standing = Standing(
        members=[row["member_id"] for row in rows],
        bots={row["id"] for row in shaped if row["bot"]},
        by_hand={row["id"] for row in shaped if row["by_hand"]},
        apart=kept_apart,
    )
    return Everybody([row["id"] for row in rows], [nobodys.alias(row) for row in rows], standing)


Row = dict[str, Any]


def _rows(look: Snapshot, query: str) -> Iterator[Row]:
    with look.stream(query) as batches:
        for batch in batches:
            yield from batch.to_pylist()


class _Nobodys:
    """What several have is nobody's own, and is left out: it would prove what is not so.

    An address under which unlike people wrote; a handle or a web page that two accounts of one platform have, as on
    two forums, in two workspaces, on a blog of many authors.
    """

    def __init__(self, rows: list[Row]) -> None:
        self._addresses = shared_addresses(
            Known(row["id"], row["platform"], row["native_id"], row["handle"], row["name"], row["email"])
            for row in rows
        )
        self._handles = Counter(_place(row, "handle") for row in rows)
        self._pages = Counter(_place(row, "url") for row in rows)

    def alias(self, row: Row) -> Alias:
        platform, email = str(row["platform"]), str(row["email"] or "")
        login = "" if platform in NO_HANDLES else str(row["handle"] or "")
        return alias(
            str(row["id"]),
            str(row["name"] or ""),
            "" if email.lower() in self._addresses else email,
            login,
            platform if self._handles[_place(row, "handle")] == 1 else "",
            str(row["url"] or "") if self._pages[_place(row, "url")] == 1 else "",
        )


def _place(row: Row, what: str) -> tuple[object, str]:
    return row["platform"], str(row[what] or "").lower()
