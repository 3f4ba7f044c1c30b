"""Who was with which organisation, from when until when: what the addresses tell and what the team says.

From an address follows that somebody was there between the first and the last thing they did with it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import NamedTuple

import ibis
import pyarrow
from django.db import connection
from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.erasing import with_merged_away
from rapport.people.models import Affiliation, Link, Member, Organisation

LAST = date(9999, 12, 31)
EARLIEST = date(1, 1, 1)
WRITING = {"identity": "int32", "organisation": "int64"}
SAID = {"member": "int64", "organisation": "int64", "since": "date", "until": "date"}
_CAREER = {"identity": "int32", "first_at": "timestamp('UTC')", "last": "date"}
_AFFILIATED = {**SAID, "by_hand": "boolean"}


def affiliated(acts: Acts) -> Table:
    """One row a member × organisation × way of knowing.

    Columns: member, organisation, since, until (days, both counted), by_hand. Organisations that were put together
    with another count as that one. Made when first asked for; a change of an organisation raises the map's version, so
    that it is made anew.
    """
    acts.also("writing", _writing)
    acts.also("said", _said)
    writing, said = ibis.table(WRITING, name="writing"), ibis.table(SAID, name="said")
    careers = ibis.table(_CAREER, name="careers")
    people = acts.members.filter(acts.members.side != "bot")
    spans = writing.join(careers, "identity").join(people, "identity")
    told = spans.group_by("member", "organisation").aggregate(
        since=spans.first_at.date().min(), until=spans["last"].max(), by_hand=False
    )
    return told.union(said.mutate(by_hand=True))


def roots() -> dict[int, int]:
    """For each organisation the one that it is part of by now, itself where it is on its own."""
    part_of = dict(Organisation.objects.values_list("pk", "part_of"))
    found = {}
    for one in part_of:
        seen, root = {one}, one
        while (further := part_of.get(root)) is not None and further not in seen:
            seen.add(further)
            root = further
        found[one] = root
    return found


def _writing() -> pyarrow.Table:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.identity_id, d.organisation_id FROM people_address a JOIN people_domain d ON d.id = a.domain_id"
            " WHERE d.organisation_id IS NOT NULL"
        )
        rows = cursor.fetchall()
    root = roots()
    columns = [[key for key, _ in rows], [root[one] for _, one in rows]]
    return pyarrow.table(columns, schema=ibis.schema(WRITING).to_pyarrow())


def _said() -> pyarrow.Table:
    """What was said of a member who was merged away holds for whom they are part of now."""
    rows = list(Affiliation.objects.values_list("member", "organisation", "since", "until"))
    root, now = roots(), _now({member for member, *_ in rows})
    told = [
        (now[member], root[organisation], since or EARLIEST, until or LAST)
        for member, organisation, since, until in rows
        if member in now
    ]
    columns = [list(column) for column in zip(*told, strict=True)] or [[], [], [], []]
    return pyarrow.table(columns, schema=ibis.schema(SAID).to_pyarrow())


def _now(members: set[int]) -> Mapping[int, int]:
    """Of each of these members the one who holds their identities."""
    from rapport.people.evidence import holders

    there = set(Link.objects.filter(member__in=members).values_list("member", flat=True))
    gone = holders(members - there)
    return {member: member for member in there} | {one: found[0] for one, found in gone.items() if found}


class Employer(NamedTuple):
    """One organisation of a member, with how one knows."""

    organisation: Organisation
    since: date | None
    until: date | None
    """None: to this day."""
    current: bool
    evidence: str
    said: Affiliation | None
    """Where the team said so."""


def employers(acts: Acts, member: Member, at: date) -> Sequence[Employer]:
    """The latest first. One whose address was used within a year before `at` counts as current."""
    root = roots()
    addressed = _addressed(member, root)
    known = Organisation.objects.in_bulk({organisation for _, organisation, _ in addressed})
    found = [
        Employer(
            known[organisation],
            since,
            until,
            (at - until).days < 365,
            f"writes from {', '.join(sorted({name for _, one, name in addressed if one == organisation}))}",
            None,
        )
        for organisation, (since, until) in _spans(acts, addressed).items()
    ]
    said = Affiliation.objects.filter(member__in=with_merged_away({member.pk})).select_related("user")
    names = Organisation.objects.in_bulk([root[one.organisation_id] for one in said])
    found += [
        Employer(
            names[root[one.organisation_id]],
            one.since,
            one.until,
            one.until is None or one.until >= at,
            one.evidence or "said by the team",
            one,
        )
        for one in said
    ]
    return sorted(found, key=lambda one: (one.until or LAST, one.since or EARLIEST), reverse=True)


def _addressed(member: Member, root: Mapping[int, int]) -> list[tuple[int, int, str]]:
    """Each identity of theirs with an organisation's address, with the organisation and the domain."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.identity_id, d.organisation_id, d.name FROM people_link l"
            " JOIN people_address a ON a.identity_id = l.identity_id JOIN people_domain d ON d.id = a.domain_id"
            " WHERE l.member_id = %s AND d.organisation_id IS NOT NULL",
            [member.pk],
        )
        return [(identity, root[organisation], name) for identity, organisation, name in cursor.fetchall()]


def _spans(acts: Acts, addressed: Sequence[tuple[int, int, str]]) -> dict[int, tuple[date, date]]:
    """Of each organisation the first and the last day on which they did something with an address of it."""
    if not addressed:
        return {}
    careers = ibis.table(_CAREER, name="careers")
    people = acts.members.filter(acts.members.side != "bot").select("identity")
    rows = acts.ask(careers.filter(careers.identity.isin([key for key, _, _ in addressed])).join(people, "identity"))
    done = {row["identity"]: (row["first_at"].astimezone(UTC).date(), row["last"]) for row in rows}
    spans: dict[int, tuple[date, date]] = {}
    for identity, organisation, _ in addressed:
        if identity in done:
            since, until = done[identity]
            first, last = spans.get(organisation, (since, until))
            spans[organisation] = min(first, since), max(last, until)
    return spans
