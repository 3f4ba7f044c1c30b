"""Give every new identity its member: by plain proof to one that is there, else a new one."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.people import map as member_map
from rapport.people import merging
from rapport.people.apart import are_kept_apart
from rapport.people.matching import proof
from rapport.people.matching.proof import Known, Person
from rapport.people.mine import limiting
from rapport.people.models import Decision, Member
from rapport.people.tasks import propose_soon

FOLLOWING = 7_270_003
"""Advisory lock: one process gives identities to members at a time."""

AT_ONCE = 50_000
"""Identities linked in one transaction: some 40 MB of memory."""

COLUMNS = "i.id, i.platform, i.native_id, i.handle, i.name, i.email, i.bot, i.staff, l.member_id"


class Followed(NamedTuple):
    identities: int
    """That had no member before."""
    members: int
    """Made for them."""
    merged: int
    """Put together with another identity, on proof."""


def follow() -> Followed:
    """Link what is not linked yet, some at a time. Safe to run at any time and again; a kill loses nothing."""
    total = Followed(0, 0, 0)
    while True:
        done = _some()
        if not done.identities:
            return total
        total = Followed(*(a + b for a, b in zip(total, done, strict=True)))


@transaction.atomic
def _some() -> Followed:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLLOWING])
        new = _unlinked(cursor)
        if not new:
            return Followed(0, 0, 0)
        related = related_to(cursor, new)
        made = _Made(cursor)
        fresh = {identity.id for identity in new}
        for person in proof.people([*new, *related]):
            _place(person, fresh, made)
        made.write(cursor)
        limiting.follow(cursor, made.joined, fresh)
        merged = sum(_join(members, evidence) for members, evidence in made.joins)
        _part_shared([*new, *related])
        member_map.bump([*fresh, *member_map.identities_of(made.joined)])
        propose_soon()
    return Followed(len(new), len(made.members), len(made.decisions) + merged)


class _Made:
    """Rows to write, gathered so that half a million identities take seconds."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self.members: list[tuple[int, str, str]] = []
        self.links: list[tuple[int, int]] = []
        self.decisions: list[Decision] = []
        self.joins: list[tuple[set[int], str]] = []
        """Members that turn out to be one person, with the proof."""
        self.joined: set[int] = set()
        """Members that were there and got a newcomer."""
        self._ids: list[int] = []
        self._cursor = cursor

    def member(self, identities: Sequence[Known]) -> int:
        if not self._ids:
            self._cursor.execute("SELECT nextval('people_member_id_seq') FROM generate_series(1, 1000)")
            self._ids = [row[0] for row in reversed(self._cursor.fetchall())]
        id_ = self._ids.pop()
        self.members.append((id_, proof.best_name(identities), proof.side_of(identities)))
        return id_

    def write(self, cursor: CursorWrapper) -> None:
        _copy(cursor, "people_member (id, name, side)", self.members)
        _copy(cursor, "people_link (identity_id, member_id)", self.links)
        Decision.objects.bulk_create(self.decisions, batch_size=2000)
        merging.settle_all(list(Member.objects.filter(pk__in=self.joined)))


def _place(person: Person, fresh: set[int], made: _Made) -> None:
    """Link the new identities of one person to the oldest member among them, or to a new one."""
    newcomers = [identity for identity in person.identities if identity.id in fresh]
    if not newcomers:
        return
    there = {identity.member for identity in person.identities if identity.member is not None}
    member = min(there) if there else made.member(newcomers)
    joined = newcomers if there else newcomers[1:]
    if there:
        made.joined.add(member)
    made.links += [(identity.id, member) for identity in newcomers]
    made.decisions += [
        Decision(
            kind=Decision.Kind.MERGE,
            member_id=member,
            moved=[[identity.id, None]],
            evidence=person.evidence.get(identity.id, proof.SAME_ACCOUNT),
            itself=True,
        )
        for identity in joined
    ]
    if len(there) > 1:
        made.joins.append((there, next(iter(person.evidence.values()))))


def _join(members: set[int], evidence: str) -> bool:
    """Merge members that a newcomer proves to be one, unless somebody said that two of them are different people."""
    if are_kept_apart(members):
        return False
    into, *others = Member.objects.filter(pk__in=members).order_by("pk")
    merging.merge(into, others, evidence, user=None, itself=True)
    return True


def _part_shared(identities: Sequence[Known]) -> None:
    """Take back what was merged by an address that now proves to be shared.

    Whom somebody of the team put together with others since stays there until that is taken back.
    """
    shared = proof.shared_addresses(identities)
    suspects = [each.id for each in identities if each.email and each.email.lower() in shared and each.member]
    if not suspects:
        return
    for decision in Decision.objects.filter(
        kind=Decision.Kind.MERGE,
        itself=True,
        undone_by=None,
        evidence=proof.SAME_ADDRESS,
        moved__0__0__in=suspects,
    ):
        with suppress(merging.NotPossible):
            merging.take_back(decision, user=None, itself=True)


def _unlinked(cursor: CursorWrapper) -> list[Known]:
    cursor.execute(
        f"SELECT {COLUMNS} FROM ledger_identity i LEFT JOIN people_link l ON l.identity_id = i.id"
        f" WHERE l.identity_id IS NULL AND NOT i.erased ORDER BY i.id LIMIT {AT_ONCE}"
    )
    return [Known(*row) for row in cursor.fetchall()]


def related_to(cursor: CursorWrapper, new: Sequence[Known]) -> list[Known]:
    """The linked identities that share an address or a GitHub account with one of these."""
    addresses = {identity.email.lower() for identity in new if identity.email}
    noreply = [found for address in addresses if (found := proof.NOREPLY.fullmatch(address))]
    accounts = {found["id"] for found in noreply if found["id"]}
    logins = {found["login"] for found in noreply}
    mine = [identity for identity in new if identity.platform == "github"]
    cursor.execute(
        f"""
        SELECT {COLUMNS} FROM ledger_identity i JOIN people_link l ON l.identity_id = i.id
        WHERE lower(i.email) = ANY(%s)
           OR (i.platform = 'github' AND (i.native_id = ANY(%s) OR lower(i.handle) = ANY(%s)))
           OR (i.email LIKE '%%@users.noreply.github.com'
               AND (split_part(i.email, '+', 1) = ANY(%s)
                    OR split_part(split_part(lower(i.email), '@', 1), '+', -1) = ANY(%s)))
        """,
        [
            sorted(addresses),
            sorted(accounts),
            sorted(logins),
            [identity.native_id for identity in mine],
            [identity.handle.lower() for identity in mine if identity.handle],
        ],
    )
    return [Known(*row) for row in cursor.fetchall()]


def _copy(cursor: CursorWrapper, into: str, rows: Sequence[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
