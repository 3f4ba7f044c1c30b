"""Identities of which a person said something: they stay when the import that brought them is forgotten.

Whoever it was, somebody of the team or the person themself, meant the person and not the import. So the account keeps
its key, its member and all that was said, without what it did; read again, it is the same account.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import connection, models
from django.db.models import Q

from rapport.people.erasing import parts_of
from rapport.people.models import (
    Affiliation,
    Apart,
    Consent,
    Decision,
    DoNotContact,
    Letter,
    Limited,
    Link,
    Member,
    Note,
    PutOff,
    Tagged,
    Task,
)

STANDING = Q(itself=False, undone_by=None, undoes=None)
"""Decisions of a person that hold."""


def told_of(identities: Sequence[int]) -> set[int]:
    """Those of these of which something was said: of the identity, of its member, or of one who was merged into it.

    What was deleted or taken back is not said any more, and what Rapport decided by itself it will decide again.
    """
    found = set(_by_identity(identities))
    held: dict[int, list[int]] = defaultdict(list)
    for identity, member in Link.objects.filter(identity__in=identities).values_list("identity", "member"):
        held[member].append(identity)
    whose = _with_whom_they_became(held)
    for member in _spoken_of(whose):
        for now in whose[member]:
            found.update(held[now])
    return found


def _by_identity(identities: Sequence[int]) -> Iterator[int]:
    wanted = set(identities)
    yield from Limited.objects.filter(identity__in=identities).values_list("identity", flat=True)
    for table in (DoNotContact, Consent, Letter, PutOff):
        rows = table._base_manager.filter(identities__overlap=list(identities)).values_list("identities", flat=True)
        yield from (key for keys in rows for key in keys if key in wanted)
    for side in ("one", "other"):
        yield from Apart.objects.filter(**{f"{side}__in": identities}).values_list(side, flat=True)
    yield from _moved_by_hand(identities)


def _moved_by_hand(identities: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (pair ->> 0)::integer FROM people_decision d, jsonb_array_elements(d.moved) AS pair
            WHERE NOT d.itself AND d.undone_by_id IS NULL AND (pair ->> 0)::integer = ANY(%s)
                AND NOT EXISTS (SELECT FROM people_decision undone WHERE undone.undone_by_id = d.id)
            """,
            [list(identities)],
        )
        return [key for (key,) in cursor.fetchall()]


def _with_whom_they_became(members: Iterable[int]) -> dict[int, set[int]]:
    """For each of these members, and for each who is part of one by now, whom they are part of."""
    found = {member: {member} for member in members}
    latest: Collection[int] = set(found)
    while latest:
        pairs = parts_of(latest)
        latest = {part for part, _ in pairs} - found.keys()
        for part, whole in pairs:
            found.setdefault(part, set()).update(found[whole])
    return found


def _spoken_of(members: Collection[int]) -> set[int]:
    """Those of these members of whom something was said."""
    chosen = Member.objects.filter(pk__in=members).filter(Q(name_by_hand=True) | Q(side_by_hand=True))
    rows: list[models.QuerySet[models.Model, int]] = [
        table._base_manager.filter(condition, member__in=members).values_list("member", flat=True)
        for table, condition in (
            (Note, Q(deleted_at=None)),
            (Task, Q(deleted_at=None)),
            (Tagged, Q()),
            (Affiliation, Q()),
            (Decision, STANDING),
        )
    ]
    return set(chosen.values_list("pk", flat=True)).union(*rows)
