"""The list of members: figures from the copy's rollups, names and handles from PostgreSQL for those shown."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

import ibis
from ibis.expr.types import BooleanValue, DateValue, Table

from rapport.ledger.models import Identity
from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.people.models import Member
from rapport.people.searching import fitting
from rapport.people.segments.answering import Fitting
from rapport.people.segments.asked import asked_for
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
    """In the days, on the platform and in the language asked for."""
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
    return members_in(current(), wanted, addresses=addresses, limit=limit, offset=offset)


def members_in(acts: Acts, wanted: Wanted, *, addresses: bool, limit: int | None, offset: int = 0) -> Listing:
    """`members`, of one state of things. Raises SegmentRefused."""
    among = asked_for(acts, wanted)
    told = _told(acts, wanted, addresses, among)
    beside = among.beside if among else None
    column, descending = wanted.order
    key = ibis.desc(told[column], nulls_first=False) if descending else ibis.asc(told[column], nulls_first=False)
    page = told.mutate(total=told.count().over()).order_by(key, "member").limit(limit, offset=offset)
    figures = acts.ask(page, beside)
    if not figures and offset:
        [counted] = acts.ask(told.aggregate(total=told.count()), beside)
        return Listing([], counted["total"])
    return Listing(_named(figures), figures[0]["total"] if figures else 0)


def _told(acts: Acts, wanted: Wanted, addresses: bool, among: Fitting | None) -> Table:
    """A row a member who fits: the columns of `acts.totals`, counted among what is wanted; `name` to sort by it."""
    told = acts.totals
    if among:
        told = told.semi_join(among.table, "member")
    if wanted.side in _SHOWN_SIDES and (wanted.side or not among):  # a segment says by itself whether bots are in it
        told = told.filter(told.side.isin(_SHOWN_SIDES[wanted.side]))
    if wanted.q:
        told = told.semi_join(fitting(acts, wanted.q, addresses=addresses), "member")
    if wanted.new:
        told = told.filter(*_among_days(told.first.date(), wanted))
        told = told.filter(told.came_by == wanted.platform) if wanted.platform else told
    if wanted.counted:
        told = told.drop("activities", "contributions").join(_counted(acts, wanted), "member")
    if wanted.order[0] == "name":
        names = acts.names
        told = told.join(names.filter(names.leads).select("member", name="called"), "member")
    return told


def _counted(acts: Acts, wanted: Wanted) -> Table:
    """What each member did in the days, on the platform and in the language wanted."""
    inside = acts.table.filter(*_among_days(acts.table.day, wanted))
    if wanted.platform:
        inside = inside.filter(inside.platform == wanted.platform)
    if wanted.language:
        inside = inside.filter(inside.language == wanted.language)
    contributions = inside.n.sum(where=inside.kind.isin(acts.weights.giving)).fill_null(0)
    return inside.aggregate(by="member", activities=inside.n.sum(), contributions=contributions)


def _among_days(day: DateValue, wanted: Wanted) -> list[BooleanValue]:
    bounds = [day.notnull()]
    if wanted.since:
        bounds.append(day >= wanted.since)
    if wanted.until:
        bounds.append(day <= wanted.until)
    return bounds


def _named(figures: list[dict[str, Any]]) -> list[Row]:
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
    """Each member's identities, the oldest first; those that are limited are left out."""
    held: dict[int, list[Identity]] = defaultdict(list)
    rows = Identity.objects.filter(link__member__in=list(members), limited=None).select_related("link").order_by("pk")
    for identity in rows:
        held[identity.link.member_id].append(identity)
    return held
