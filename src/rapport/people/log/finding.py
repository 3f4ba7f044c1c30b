"""Whom somebody means by a name, and what was written down last."""

from typing import NamedTuple

from rapport.ledger.models import Identity
from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.people.listing import identities_of
from rapport.people.models import Link, LogEntry, Member
from rapport.people.searching import fitting
from rapport.words.kinds import BY_NUMBER, Kind

MOST = 6
SHOWN = 10


class One(NamedTuple):
    member: Member
    identities: list[Identity]


class Found(NamedTuple):
    people: list[One]
    """Whose name or handle holds the words; who is called exactly so first."""
    exact: Member | None
    """The only one who is called exactly so."""

    def chosen(self, number: str) -> Member | None:
        """Who was chosen by number; without one, the only one who is called so."""
        if number.isdecimal() and len(number) < 10:
            there = Link.objects.filter(member_id=int(number)).select_related("member").first()
            return there.member if there else None
        return None if number else self.exact


def found(words: str) -> Found:
    wanted = words.strip().removeprefix("@").lower()
    if not wanted:
        return Found([], None)
    acts = current()
    fits = fitting(acts, wanted, addresses=False)
    exact = set(_exactly(acts, wanted))
    first = [row["member"] for row in acts.ask(fits.order_by("called", "member").limit(50))]
    ids = sorted(dict.fromkeys([*exact, *first]), key=lambda pk: pk not in exact)[:MOST]
    there, held = Member.objects.in_bulk(ids), identities_of(ids)
    people = [One(there[pk], held[pk]) for pk in ids if pk in there and held[pk]]
    called = [one.member for one in people if one.member.pk in exact]
    return Found(people, called[0] if len(called) == 1 else None)


def _exactly(acts: Acts, wanted: str) -> list[int]:
    names = acts.names
    alike = names.filter((names.called == wanted) | (names.handle == wanted) | (names.name == wanted))
    return [row["member"] for row in acts.ask(alike.select("member").distinct().order_by("member").limit(MOST))]


class Line(NamedTuple):
    entry: LogEntry
    kind: Kind
    member: Member | None


def latest(member: Member | None = None) -> list[Line]:
    """What was written down last, of one member or of anybody who is not limited."""
    there = LogEntry.objects.filter(deleted_at=None, identity__limited=None)
    entries = there.select_related("user").order_by("-day", "-at")
    if member:
        entries = entries.filter(identity__in=Link.objects.filter(member=member).values("identity"))
    shown = list(entries[:SHOWN])
    links = Link.objects.filter(pk__in=[entry.identity_id for entry in shown]).select_related("member")
    whose = {link.pk: link.member for link in links}
    return [Line(entry, BY_NUMBER[entry.kind], whose.get(entry.identity_id)) for entry in shown]
