"""The list of members: figures from the copy's rollups, names and handles from PostgreSQL for those shown."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

import ibis
from ibis.expr.types import BooleanValue, Table

from rapport.ledger.models import Identity
from rapport.people.careers import GIVING, Careers, chosen, current
from rapport.people.models import Member
from rapport.people.searching import find
from rapport.people.wanted import Wanted

_SHOWN_SIDES = {"": ("community", "team"), "community": ("community",), "team": ("team",), "bot": ("bot",)}


class Row(NamedTuple):
    member: Member
    identities: list[Identity]
    first_at: datetime | None
    """Of the first activity in the whole ledger; None where there is none."""
    last: date | None
    """The day (UTC) of the last one."""
    activities: int
    """In the days and on the platform asked for."""
    contributions: int

    @property
    def platforms(self) -> list[str]:
        return sorted({identity.platform for identity in self.identities})

    @property
    def handles(self) -> str:
        """The handles that say more than the name does."""
        held = dict.fromkeys(identity.handle for identity in self.identities if identity.handle)
        return ", ".join(handle for handle in held if handle != self.member.name)


class Listing(NamedTuple):
    rows: list[Row]
    total: int
    """Members that fit, shown or not."""


def members(wanted: Wanted, *, addresses: bool, limit: int | None, offset: int = 0) -> Listing:
    """Who fits, sorted as wanted; with `addresses` the search looks into e-mail addresses too."""
    careers = current()
    found = find(wanted.q, addresses=addresses) if wanted.q else None
    if wanted.order[0] == "name":
        figures, total = _by_name(careers, wanted, found, limit, offset)
    else:
        figures, total = _by_figure(careers, wanted, found, limit, offset)
    return Listing(_named(figures), total)


Figures = list[dict[str, Any]]


def _by_figure(
    careers: Careers, wanted: Wanted, found: list[int] | None, limit: int | None, offset: int
) -> tuple[Figures, int]:
    def question(table: Table) -> Table:
        told = _told(table, wanted, found)
        column, descending = wanted.order
        key = ibis.desc(told[column], nulls_first=False) if descending else ibis.asc(told[column], nulls_first=False)
        return told.mutate(total=told.count().over()).order_by(key, "member").limit(limit, offset=offset)

    figures = careers.ask(question)
    if not figures and offset:
        return [], len(careers.ask(lambda table: _told(table, wanted, found).select("member")))
    return figures, figures[0]["total"] if figures else 0


def _by_name(
    careers: Careers, wanted: Wanted, found: list[int] | None, limit: int | None, offset: int
) -> tuple[Figures, int]:
    """Names stand in PostgreSQL alone: it sorts those who fit."""
    fitting = [row["member"] for row in careers.ask(lambda table: _told(table, wanted, found).select("member"))]
    _, descending = wanted.order
    in_order = Member.objects.extra(  # `id__in` would write a parameter for each of a hundred thousand
        where=["people_member.id = ANY(%s)"], params=[fitting], select={"key": "lower(name)"}
    ).order_by("-key" if descending else "key", "pk")
    end = None if limit is None else offset + limit
    ids = list(in_order.values_list("pk", flat=True)[offset:end])
    told = {row["member"]: row for row in careers.ask(lambda table: _told(table, wanted, ids))}
    return [told[id_] for id_ in ids], len(fitting)


def _told(table: Table, wanted: Wanted, found: list[int] | None) -> Table:
    """A row a member who fits: member, activities, contributions, first, last."""
    if found is not None:
        table = table.semi_join(chosen(found), "member")
    if wanted.side in _SHOWN_SIDES:
        table = table.filter(table.side.isin(_SHOWN_SIDES[wanted.side]))
    inside = _inside(table, wanted)
    figures = {
        "activities": table.n.sum(where=inside).fill_null(0),
        "contributions": table.n.sum(where=inside & table.kind.isin(GIVING)).fill_null(0),
        "first": table.first_at.min(),
        "last": table.day.max(),
    }
    if wanted.new:
        figures |= _beginnings(table, wanted)
    told = table.aggregate(by="member", **figures)
    if wanted.active:
        told = told.filter(told.activities > 0)
    return told.filter(_began(told, wanted)) if wanted.new else told


def _inside(table: Table, wanted: Wanted) -> BooleanValue:
    inside = table.day.notnull()
    if wanted.since:
        inside &= table.day >= wanted.since
    if wanted.until:
        inside &= table.day <= wanted.until
    return inside & (table.platform == wanted.platform) if wanted.platform else inside


def _beginnings(table: Table, wanted: Wanted) -> dict[str, Any]:
    """Where two first activities share the instant, the platform that comes first in the alphabet has it."""
    return {
        "first_there": table.first_at.min(where=table.platform == wanted.platform),
        "first_earlier": table.first_at.min(where=table.platform < wanted.platform),
    }


def _began(told: Table, wanted: Wanted) -> BooleanValue:
    day = told.first.date()
    began = told.first.notnull()
    if wanted.since:
        began &= day >= wanted.since
    if wanted.until:
        began &= day <= wanted.until
    if wanted.platform:
        began &= told.first_there == told.first
        began &= told.first_earlier.isnull() | (told.first_earlier > told.first)
    return began


def _named(figures: Figures) -> list[Row]:
    ids = [row["member"] for row in figures]
    there = Member.objects.in_bulk(ids)
    held = identities_of(ids)
    return [
        Row(
            there[row["member"]],
            held[row["member"]],
            row["first"],
            row["last"],
            row["activities"],
            row["contributions"],
        )
        for row in figures
        if row["member"] in there  # who was erased a moment ago may stand in the figures still
    ]


def identities_of(members: Iterable[int]) -> dict[int, list[Identity]]:
    """Each member's identities, the oldest first."""
    held: dict[int, list[Identity]] = defaultdict(list)
    rows = Identity.objects.filter(link__member__in=list(members)).select_related("link").order_by("pk")
    for identity in rows:
        held[identity.link.member_id].append(identity)
    return held
