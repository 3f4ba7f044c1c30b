"""What people did while they were with an organisation, counted."""

from datetime import date, timedelta
from typing import NamedTuple

from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.figures import Bar
from rapport.people.mine import limiting
from rapport.people.models import Member, Organisation
from rapport.people.organisations.affiliated import LAST, affiliated, roots

YEAR = 365


class Row(NamedTuple):
    organisation: Organisation
    people: int
    """Ever."""
    active: int
    """Who did something in the last year of the data while they were there."""
    contributions: int
    """Of these in that year."""
    domains: list[str]


class Person(NamedTuple):
    member: Member
    since: date | None
    until: date | None
    by_hand: bool
    activities: int
    contributions: int
    """While they were there."""


class Rollup(NamedTuple):
    people: list[Person]
    """Who gave most first."""
    activities: int
    contributions: int
    weight: int
    given: list[tuple[str, int]]
    """Contributions by what they give, the most first."""
    bars: list[Bar]
    """Activities by year."""


def organisations(acts: Acts) -> list[Row]:
    """Those on their own, the most active first."""
    told = affiliated(acts)
    people = {row["organisation"]: row["n"] for row in acts.ask(_people(told))}
    done = {row["organisation"]: row for row in acts.ask(_last_year(acts, told))}
    root = roots()
    domains: dict[int, list[str]] = {}
    for one in Organisation.objects.prefetch_related("domains"):
        domains.setdefault(root[one.pk], []).extend(domain.name for domain in one.domains.all())
    rows = [
        Row(
            one,
            people.get(one.pk, 0),
            done[one.pk]["active"] if one.pk in done else 0,
            done[one.pk]["contributions"] if one.pk in done else 0,
            sorted(domains.get(one.pk, [])),
        )
        for one in Organisation.objects.filter(part_of=None)
    ]
    return sorted(rows, key=lambda row: (-row.active, -row.people, row.organisation.name.lower()))


def _people(told: Table) -> Table:
    return told.group_by("organisation").aggregate(n=told.member.nunique())


def _last_year(acts: Acts, told: Table) -> Table:
    span = acts.span()
    since = (span.last if span else acts.version.today) - timedelta(days=YEAR - 1)
    inside = while_there(acts.table.filter(acts.table.day >= since), told)
    gave = inside.kind.isin(acts.weights.giving)
    return inside.group_by("organisation").aggregate(
        active=inside.member.nunique(), contributions=inside.n.sum(where=gave).fill_null(0)
    )


def while_there(done: Table, told: Table) -> Table:
    """Each activity with the organisation of that day; who was known there in two ways counts once."""
    there = told.group_by("member", "organisation").aggregate(since=told.since.min(), until=told.until.max())
    joined = done.filter(done.member.notnull()).join(there, "member")
    return joined.filter(joined.day >= joined.since, joined.day <= joined.until)


def rollup(acts: Acts, organisation: Organisation) -> Rollup:
    told = affiliated(acts)
    mine = told.filter(told.organisation == organisation.pk)
    inside = while_there(acts.table, mine)
    rows = acts.ask(inside.group_by("member", "kind", year=inside.day.year()).aggregate(n=inside.n.sum()))
    people = mine.group_by("member").aggregate(
        since=mine.since.min(), until=mine.until.max(), by_hand=mine.by_hand.any()
    )
    spans = acts.ask(people)
    known = limiting.shown().in_bulk([row["member"] for row in spans])
    weights = acts.weights
    done: dict[int, list[int]] = {}
    given: dict[str, int] = {}
    years: dict[int, int] = {}
    weight = 0
    for row in rows:
        counts = done.setdefault(row["member"], [0, 0])
        counts[0] += row["n"]
        years[row["year"]] = years.get(row["year"], 0) + row["n"]
        if gift := weights.gives(row["kind"]):
            counts[1] += row["n"]
            given[gift] = given.get(gift, 0) + row["n"]
            weight += row["n"] * weights.weight(row["kind"])
    persons = [
        Person(
            known[row["member"]],
            row["since"] if row["since"].year > 1 else None,
            row["until"] if row["until"] != LAST else None,
            row["by_hand"],
            *done.get(row["member"], [0, 0]),
        )
        for row in spans
        if row["member"] in known
    ]
    return Rollup(
        people=sorted(persons, key=lambda one: (-one.contributions, -one.activities, str(one.member).lower())),
        activities=sum(counts[0] for counts in done.values()),
        contributions=sum(given.values()),
        weight=weight,
        given=sorted(given.items(), key=lambda one: -one[1]),
        bars=_bars(years),
    )


def _bars(years: dict[int, int]) -> list[Bar]:
    if not years:
        return []
    return [Bar(date(year, 1, 1), str(year), years.get(year, 0)) for year in range(min(years), max(years) + 1)]
