"""Forget a person: every identity that a member is, with all that it did, wherever the ledger and the map hold it."""

from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import Q

from rapport.ledger.erase import Erasure, erase
from rapport.ledger.models import Identity
from rapport.people import map as member_map
from rapport.people.models import (
    Address,
    Consent,
    Decision,
    DoNotContact,
    Letter,
    Limited,
    Link,
    LogEntry,
    Member,
    ProofLink,
    PutOff,
)
from rapport.people.models.contact import Said

REASON_GONE = "the reason went with somebody who was forgotten"


@transaction.atomic
def forget(members: Sequence[Member], addresses: Sequence[str] = ()) -> Erasure:
    """Erase these members from table and map, in one transaction, and `addresses` of theirs that no identity has. This
    cannot be taken back.

    Decisions about them go too: their evidence may quote them. So do the members who were merged into them, whose
    names are theirs, and what was said to keep somebody else apart from them; what other decisions quote of them is
    taken out. `rapport.ledger.erase.sweep` then takes what they did out of the copy and off the disk.
    """
    keys = list(Identity.objects.filter(link__member__in=members).values_list("pk", flat=True))
    gone = with_merged_away({member.pk for member in members})
    written = Identity.objects.filter(pk__in=keys, email__isnull=False).values_list("email", flat=True)
    links = {*addresses, *(address.lower() for address in written if address)}
    erased = erase(keys, addresses)
    _unquote(keys)
    LogEntry.objects.filter(identity__in=keys).delete()
    Address.objects.filter(identity__in=keys).delete()
    _unsay(keys, gone)
    rows, _ = Member.objects.filter(pk__in=gone).delete()
    Limited.objects.filter(identity__in=keys).delete()
    ProofLink.objects.filter(address__in=links).delete()
    member_map.bump(keys)
    return erased._replace(elsewhere=erased.elsewhere + rows)


def _unquote(identities: Sequence[int]) -> None:
    """Take what is said of these out of the decisions about others."""
    told = Q(marks__one__in=identities) | Q(marks__other__in=identities)
    Decision.objects.filter(told, kind=Decision.Kind.APART).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE people_decision SET evidence = '' WHERE EXISTS (
                SELECT FROM jsonb_array_elements(moved) AS pair WHERE (pair ->> 0)::integer = ANY(%s)
            )
            """,
            [list(identities)],
        )


def _unsay(identities: Sequence[int], members: set[int]) -> None:
    """What was said of writing to these goes; what was said while they were one with somebody who stays holds for
    those alone, without its words, which may be of who is gone. Consent that nobody can tell the source of is none."""
    Consent.objects.filter(identities__overlap=identities, given=True).delete()
    DoNotContact.objects.filter(identities__overlap=identities).update(because=REASON_GONE)
    Consent.objects.filter(identities__overlap=identities).update(source=REASON_GONE)
    for table in (DoNotContact, Consent, Letter, PutOff):
        for row in table._base_manager.filter(Q(identities__overlap=identities) | Q(member__in=members)):
            _stay_with_others(row, set(identities), members)


def _stay_with_others(row: Said, gone: set[int], members: set[int]) -> None:
    row.identities = [key for key in row.identities if key not in gone]
    held = Link.objects.filter(identity__in=row.identities).exclude(member__in=members).order_by("pk")
    if not (link := held.first()):
        row.delete()
        return
    if row.member_id in members:
        row.member_id = link.member_id
    row.save(update_fields=["identities", "member"])


def with_merged_away(members: set[int]) -> set[int]:
    """These members and all who are part of them."""
    found, latest = set(members), set(members)
    while latest:
        latest = {part for part, _ in parts_of(latest)} - found
        found |= latest
    return found


def parts_of(members: Collection[int]) -> set[tuple[int, int]]:
    """Who holds no identity now and was merged into one of these, or set apart from one for a while; with whom."""
    merges = Decision.objects.filter(kind=Decision.Kind.MERGE, member__in=members, undone_by=None)
    pairs = {(before, merge.member_id) for merge in merges for _, before in merge.moved if before is not None}
    pairs |= _set_apart_for_a_while(members)
    empty = set(Member.objects.filter(pk__in={part for part, _ in pairs}, links=None).values_list("pk", flat=True))
    return {(part, whole) for part, whole in pairs if part in empty}


def _set_apart_for_a_while(members: Collection[int]) -> set[tuple[int, int]]:
    """Who was made of these members' identities by a split that was taken back, with whose they were."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.member_id, (pair ->> 1)::bigint FROM people_decision d
                CROSS JOIN LATERAL jsonb_array_elements(d.moved) AS pair
            WHERE d.kind = %s AND d.undone_by_id IS NOT NULL
                AND d.moved @> ANY(%s::jsonb[]) AND (pair ->> 1)::bigint = ANY(%s)
            """,
            [Decision.Kind.UNMERGE, [f"[[{member}]]" for member in members], list(members)],
        )
        return set(cursor.fetchall())
