"""Which pairs of one person are found and which are missed, by the most telling thing that the two accounts share.

Beside each kind stands of how many pairs the two are the only accounts that share it, and how many of all such twos are
one person at all: nobody can be righter than that without knowing more.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapport.people.matching.alias import Alias
from rapport.people.matching.handles import made_of

ADDRESS, HANDLE, NAME, FORMS, MADE, GIVEN, NOTHING = range(7)
KINDS = {
    ADDRESS: "the same address, or GitHub's of the account",
    HANDLE: "the same handle",
    NAME: "the same full name",
    FORMS: "the family name and the first letter",
    MADE: "a handle made of the name, or but for its number",
    GIVEN: "the given name",
    NOTHING: "nothing",
}
"""The most telling first: a pair is counted once."""
Marks = dict[int, set[Hashable]]
"""What an account has, by the kind."""


class Row(NamedTuple):
    words: str
    pairs: int
    """Of one person."""
    found: int
    alone: int
    """Of the pairs: the two are the only accounts that share it."""
    twos: int
    """Accounts, two of one person or of two, that are the only ones to share it."""


def tell(aliases: Sequence[Alias], truth: Sequence[int], found: Sequence[int]) -> None:
    rows = by_kind(aliases, truth, found)
    every = sum(row.pairs for row in rows)
    print(f"    {'of all pairs of one person, by what they share':50}  share  found  alone  of such twos one person")
    for row in rows:
        if row.pairs:
            one_person = f"{row.alone / row.twos:.2f}" if row.twos else "-"
            shares = f"{row.pairs / every:6.3f} {row.found / row.pairs:6.2f} {row.alone / row.pairs:6.2f}"
            print(f"    {row.words:50} {shares}  {one_person}")


def by_kind(aliases: Sequence[Alias], truth: Sequence[int], found: Sequence[int]) -> list[Row]:
    spelt = {letters for each in aliases for letters in _letters(each)}
    marks = [dict(_marks(each, spelt)) for each in aliases]
    holders: dict[tuple[int, Hashable], list[int]] = defaultdict(list)
    people: dict[int, list[int]] = defaultdict(list)
    for at, person in enumerate(truth):
        people[person].append(at)
        for kind, held in marks[at].items():
            for mark in held:
                holders[kind, mark].append(at)
    two = {(one, other) for held in holders.values() if len(held) == 2 for one, other in [held]}
    kinds = {(one, other): _in_common(marks[one], marks[other]) for one, other in two}
    alone = {
        (*pair, kind) for pair, (kind, both) in kinds.items() if any(len(holders[kind, mark]) == 2 for mark in both)
    }
    same = [
        (one, other, _in_common(marks[one], marks[other])[0])
        for held in people.values()
        for one, other in combinations(held, 2)
    ]
    return [
        Row(
            words,
            sum(each[2] == kind for each in same),
            sum(each[2] == kind and found[each[0]] == found[each[1]] for each in same),
            sum(each[2] == kind and each in alone for each in same),
            sum(each[2] == kind for each in alone),
        )
        for kind, words in KINDS.items()
    ]


def _in_common(mine: Marks, theirs: Marks) -> tuple[int, set[Hashable]]:
    """The most telling kind, and what it is."""
    for kind in KINDS:
        if both := mine.get(kind, set()) & theirs.get(kind, set()):
            return kind, both
    return NOTHING, set()


def _marks(each: Alias, spelt: set[str]) -> Iterator[tuple[int, set[Hashable]]]:
    """Of a name, the handles made of it count that somebody has, without their numbers: `spelt`."""
    yield ADDRESS, {mark for mark in (each.address, each.account, *each.owns) if mark}
    yield HANDLE, set(_handles(each))
    yield MADE, _letters(each) | (spelt.intersection(made_of(each.words)) if each.full else set())
    if each.full:
        yield NAME, {each.words}
        yield FORMS, {(each.words[0][0], each.words[-1])}
    yield GIVEN, set(each.words[:1])


def _handles(each: Alias) -> list[str]:
    """A given name alone is none."""
    return [handle for handle in (*each.handles, *each.spoken) if handle not in each.words[:1]]


def _letters(each: Alias) -> set[str]:
    return {handle.rstrip("0123456789") for handle in _handles(each)}
