"""Everything that is held of some identities, as plain values: what one's own page shows and what its export writes.

What belongs to a person is not listed here by name. Every table that points to a member or to an identity is asked, so
that a table which is new tomorrow is told of too.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection, models

from rapport.ledger.models import Activity, Identity, Telling
from rapport.people.erasing import with_merged_away
from rapport.people.mine.holdings import Holding
from rapport.people.models import Decision, Limited, Link, Member, Proposal
from rapport.words.kinds import BY_NUMBER

SHOWN_OTHERWISE: frozenset[type[models.Model]] = frozenset({Activity, Link, Limited, Decision})
OF_OTHERS_TOO: frozenset[type[models.Model]] = frozenset({Proposal})
"""A guess quotes both whom it is about, and the other is perhaps somebody else."""
THE_TEAMS = "accounts.User"
AT_ONCE = 500


class Kept(NamedTuple):
    """What one table holds of somebody."""

    what: str
    """The table's name: `note`."""
    rows: list[dict[str, Any]]
    """Its columns as they stand there. Who of the team wrote it is not among them."""


def identities(held: Holding) -> list[dict[str, Any]]:
    return [_row(identity, leave=("erased",)) for identity in held.identities]


def activities(held: Holding) -> Iterator[dict[str, Any]]:
    """Everything that these identities did, in the order of the table, with what its text tells. Reads all of it: the
    copy is a minute behind, and no index leads from a person to what they did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_activity WHERE identity_id = ANY(%s) ORDER BY at, id", [held.keys])
        ids = [row[0] for row in cursor.fetchall()]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = {row.pk: row for row in Activity.objects.filter(pk__in=some).select_related("channel")}
        told = Telling.objects.in_bulk(some)
        yield from (_activity(rows[id_], told.get(id_)) for id_ in some if id_ in rows)


def _activity(row: Activity, told: Telling | None) -> dict[str, Any]:
    tells = _row(told, leave=("id", "revision", "unmet")) if told and told.revision == row.revision else {}
    return _row(row) | {
        "kind": BY_NUMBER[row.kind].name,
        "channel": {"platform": row.channel.platform, "name": row.channel.name, "url": row.channel.url},
        "tells": tells,
    }


def members(held: Holding) -> list[dict[str, Any]]:
    return [_row(member) for member in held.whole]


def decisions(held: Holding) -> list[dict[str, Any]]:
    """Who decided that these identities are one person. The reasons may speak of somebody else, where not every
    identity of the member is proved; then they are left out."""
    whole = {member.pk for member in held.whole}
    mine = set(held.keys)
    rows = Decision.objects.filter(member__in=with_merged_away({member.pk for member in held.members})).order_by("pk")
    return [
        {
            "kind": row.kind,
            "at": row.at,
            "by": "Rapport" if row.itself else "the team",
            "identities": [identity for identity, _ in row.moved if identity in mine],
            "evidence": row.evidence if row.member_id in whole else None,
            "taken_back": row.undone_by_id is not None,
        }
        for row in rows
        if row.member_id in whole or any(identity in mine for identity, _ in row.moved)
    ]


def others(held: Holding) -> list[Kept]:
    """What every other table holds of these identities, and of the members that they are in full."""
    whole = with_merged_away({member.pk for member in held.whole})
    found = [*_pointing(Identity, set(held.keys)), *_pointing(Member, whole)]
    return [kept for kept in found if kept.rows]


def _pointing(to: type[models.Model], keys: set[int]) -> Iterator[Kept]:
    for relation in to._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or not relation.auto_created or relation.many_to_many:
            continue
        table = relation.related_model
        if isinstance(table, str) or table in SHOWN_OTHERWISE | OF_OTHERS_TOO or not table._meta.managed:
            continue
        rows = table._base_manager.filter(**{f"{relation.field.name}__in": keys}).order_by("pk")
        yield Kept(str(table._meta.verbose_name), [_row(row) for row in rows])


def _row(row: models.Model, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """Its columns by name, without who of the team wrote it."""
    return {
        field.name if field.related_model is None else field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in leave and not (field.related_model and field.related_model._meta.label == THE_TEAMS)
    }
