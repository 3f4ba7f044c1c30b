"""What there is to thank these people for, held against the ledger as it is now, and a letter for each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from rapport.ledger.models import Identity
from rapport.people.acts import Acts
from rapport.people.models import Member
from rapport.people.thanks.drafting import Draft, draft
from rapport.people.thanks.finding import answering, candidates
from rapport.people.thanks.languages import LANGUAGES
from rapport.people.thanks.reasons import Deed, Reason, Row, reasons
from rapport.people.thanks.record import bears_out, deeds_of, rows_of
from rapport.words.span import Span

ENOUGH = 3
"""So many texts in a language, and at least half of all, make it the language to write in."""


class Told(NamedTuple):
    member: Member
    reasons: list[Reason]
    """Not empty; the weightiest first."""
    rows: Mapping[UUID, Row]
    """What the reasons name."""
    language: str

    @property
    def draft(self) -> Draft | None:
        return draft(self.member.name, self.reasons, self.rows, self.language, self.member.pk)


def told(acts: Acts, members: Sequence[Member], lately: Span) -> list[Told]:
    """Those of the members, who are candidates, who are to be thanked for something, in their order."""
    held = _identities(members)
    kinds = acts.weights.giving, answering(acts)
    deeds = deeds_of([key for keys in held.values() for key in keys], lately.first, kinds)
    mine = {member: [deed for key in keys for deed in deeds.get(key, [])] for member, keys in held.items()}
    begun = rows_of(
        {deed.thread for each in mine.values() for deed in each if deed.thread and deed.day >= lately.first}
    )
    found = {
        member.pk: _reasons(acts, mine[member.pk], lately, begun, held[member.pk])
        for member in members
        if member.pk in mine
    }
    rows = rows_of({key for each in found.values() for reason in each for key in reason.rests_on})
    languages = _languages(acts, lately)
    kept = ((member, _borne_out(member.pk, found, mine, rows, held)) for member in members if member.pk in found)
    return [Told(member, each, rows, languages.get(member.pk, "en")) for member, each in kept if each]


def _identities(members: Collection[Member]) -> dict[int, set[int]]:
    """Those who are limited are not looked at."""
    held: dict[int, set[int]] = defaultdict(set)
    there = Identity.objects.filter(link__member__in=members, limited=None, erased=False)
    for key, member in there.values_list("pk", "link__member"):
        held[member].add(key)
    return held


def _reasons(
    acts: Acts, deeds: Sequence[Deed], lately: Span, begun: Mapping[UUID, Row], identities: Collection[int]
) -> list[Reason]:
    others = {key for key, row in begun.items() if row.identity is not None and row.identity not in identities}
    return reasons(deeds, lately, giving=acts.weights.giving, answering=answering(acts), others=others)


def _borne_out(
    member: int,
    found: Mapping[int, list[Reason]],
    mine: Mapping[int, list[Deed]],
    rows: Mapping[UUID, Row],
    held: Mapping[int, set[int]],
) -> list[Reason]:
    """Those whose every activity is still what was read of it; a thread's first one is somebody else's."""
    deeds = {deed.id: deed for deed in mine[member]}
    return [
        reason
        for reason in found[member]
        if all(
            key in rows
            if reason.what == "thread" and key == reason.shown
            else bears_out(deeds[key], rows, held[member])
            for key in reason.rests_on
        )
    ]


@lru_cache(maxsize=2)
def _languages(acts: Acts, lately: Span) -> dict[int, str]:
    """The language that each of the candidates writes in most, where there are sentences in it."""
    members = [one.member for one in candidates(acts, lately)]
    texts = acts.table.filter(acts.table.member.isin(members or [0]), acts.table.language.notnull())
    counted = texts.aggregate(by=["member", "language"], n=texts.n.sum())
    by_member: dict[int, dict[str, int]] = defaultdict(dict)
    for row in acts.ask(counted):
        by_member[row["member"]][row["language"]] = row["n"]
    most = {member: max(counts.items(), key=lambda one: (one[1], one[0])) for member, counts in by_member.items()}
    return {
        member: language
        for member, (language, n) in most.items()
        if language in LANGUAGES and n >= ENOUGH and 2 * n >= sum(by_member[member].values())
    }
