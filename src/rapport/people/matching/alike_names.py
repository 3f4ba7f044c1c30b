"""What two names say of whether they are one person's."""

import math

from rapidfuzz.distance import DamerauLevenshtein

from rapport.people.matching import popular
from rapport.people.matching.alias import Alias
from rapport.people.matching.evidence import NONE, Evidence
from rapport.people.matching.handles import handle_of
from rapport.people.matching.names import also_called, sound
from rapport.people.matching.rarity import Rarity

UNLIKE_NAMES, HALF_LIKE_NAMES = -4.0, -3.8
TYPING_ERRORS = 2
"""Letters in which names of ordinary length may differ."""


def like_names(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """What the names say, for or against; nothing where either is missing."""
    if one.full and other.full:
        if one.signs and other.signs and one.signs != other.signs:
            return Evidence(HALF_LIKE_NAMES, "")
        if one.generation and other.generation and one.generation != other.generation:
            return Evidence(UNLIKE_NAMES, "")  # father and son
        found = _full_names(one.words, other.words, rarity)
        return found if found.weight > 0 or (one.written_out and other.written_out) else NONE
    if not one.words or not other.words:
        return NONE
    for short, long in ((one, other), (other, one)):
        if len(short.words) == 1 and short.words[0] == long.words[0] and handle_of(short.words[0]):
            strangers = rarity.called(short.words[0])
            if short.name.istitle() and not any(short.words[0] in each.handles for each in (one, other)):
                strangers = max(strangers, rarity.given(short.words[0]))  # though nobody here gave it with another
            share, words = (0.2, "the same given name") if long.full else (0.5, f"the same name, “{short.name}”")
            return Evidence(math.log(share / strangers), words, short.words[0])
    return NONE


def _full_names(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence:
    given, family = one[0], one[-1]
    if one == other or "".join(one) == "".join(other):
        share = 0.6 if one == other else 0.1
        return Evidence(math.log(share / rarity.whole(one)), _how_rare("the same full name", rarity.whole(one)))
    if set(one) == set(other):
        return Evidence(math.log(0.1 / rarity.whole(one)), "the same names in another order")
    return (
        _part_of_name(one, other, rarity)
        or (_short_name(one, other, rarity) if family == other[-1] and len(family) > 1 else None)
        or _turned_initial(one, other, rarity)
        or _family_initial(one, other, rarity)
        or _spelt_otherwise(one, other, rarity)
        or _mistyped(one, other, rarity)
        or (
            Evidence(HALF_LIKE_NAMES, "")
            if family == other[-1] or given == other[0] or set(one) & set(other)
            else Evidence(UNLIKE_NAMES, "")
        )
    )


def _part_of_name(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    """Two whole words in common, and the rest missing in one of them or an initial."""
    common = {word for word in one if word in other and len(word) > 1}
    if len(common) < 2:
        return None
    mine, theirs = [word for word in one if word not in other], [word for word in other if word not in one]
    fits = all(any(a[0] == b[0] and 1 in (len(a), len(b)) for b in theirs) for a in mine)
    two_called = one[0] in mine and other[0] in theirs and min(len(one[0]), len(other[0])) > 1
    if mine and theirs and (two_called or not fits):
        return None
    if one[0] == other[0] and one[-1] == other[-1]:
        strangers = rarity.both(one[0], one[-1], names=2)
    else:
        first, second = sorted(common, key=lambda word: rarity.word(word, names=2))[:2]
        together = max(rarity.together(first, second), rarity.together(second, first))
        strangers = rarity.word(first, names=2) * rarity.word(second, names=2) * together
    strangers = max(strangers, popular.named(min(one, other, key=len)))
    return Evidence(math.log(0.6 / strangers), "one name is a part of the other")


def _turned_initial(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    """`Byron A` and `Ada Byron`."""
    for turned, usual in ((one, other), (other, one)):
        if len(turned) == 2 and len(turned[1]) == 1 and turned[0] == usual[-1] and turned[1] == usual[0][0]:
            strangers = rarity.both(turned[1], usual[-1], names=2)
            return Evidence(math.log(0.04 / strangers), "the same family name and initial")
    return None


def _family_initial(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    """`Ada B.` and `Ada Byron`."""
    for short, long in ((one, other), (other, one)):
        if short[0] == long[0] and len(short[-1]) == 1 and any(word[0] == short[-1] for word in long[1:]):
            strangers = rarity.given(short[0], names=2) * rarity.initial(short[-1])
            return Evidence(math.log(max(0.06 / strangers, 1.0)), "the same given name and initial of another")
    return None


def _short_name(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    """The same family name, and a given name that is an initial or a short form of the other."""
    mine, theirs, family = one[0], other[0], rarity.family(one[-1], names=2)
    if mine[0] == theirs[0] and 1 in (len(mine), len(theirs)):
        strangers = rarity.both(mine[0], one[-1], names=2)
        return Evidence(math.log(0.08 / strangers), "the same family name and initial")
    if theirs in also_called(mine) or _begins(mine, theirs) or _begins(theirs, mine):
        strangers = 3 * max(rarity.given(each) * rarity.together(each, one[-1]) for each in (mine, theirs)) * family
        return Evidence(math.log(0.05 / strangers), f"“{mine}” and “{theirs}” can be one name")
    return None


def _begins(short: str, long: str) -> bool:
    return len(short) > 2 and long.startswith(short)


def _spelt_otherwise(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    """`Dmitry Müller` and `Dmitrii Mueller`."""
    if [sound(word) for word in one] != [sound(word) for word in other]:
        return None
    strangers = 2 * max(rarity.whole(one), rarity.whole(other))
    return Evidence(math.log(0.05 / strangers), "one name in two spellings")


def _mistyped(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    mine, theirs = " ".join(one), " ".join(other)
    shorter = min(len(mine), len(theirs))
    if shorter < 8 or max(len(mine), len(theirs)) - shorter > TYPING_ERRORS:
        return None
    apart = DamerauLevenshtein.distance(mine, theirs, score_cutoff=TYPING_ERRORS)
    if apart > TYPING_ERRORS:
        mine, theirs = " ".join(sorted(one)), " ".join(sorted(other))
        apart = DamerauLevenshtein.distance(mine, theirs, score_cutoff=TYPING_ERRORS)
    if apart > TYPING_ERRORS or apart / shorter > 0.16 or _other_word(one, other):
        return None
    chances = apart * (25.0 if one[0] == other[0] or one[-1] == other[-1] else 5.0)
    if one[-1] == other[-1] and one[0][0] != other[0][0]:
        chances *= 4  # Jan and Dan of one family are two people
    both = 2 if one[-1] == other[-1] else 1
    strangers = max(rarity.given(one[0]), rarity.given(other[0])) * max(
        rarity.family(each[-1], names=both) * rarity.together(each[0], each[-1]) for each in (one, other)
    )
    return Evidence(math.log(0.04 / (chances * strangers)), f"names that differ by {apart} letters")


def _other_word(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a word is another word and no slip of the pen: `Berg` and `Werk`."""
    return len(one) == len(other) and any(
        min(len(a), len(b)) > 1 and DamerauLevenshtein.distance(a, b) > (1 if min(len(a), len(b)) < 6 else 2)
        for a, b in zip(sorted(one), sorted(other), strict=True)
    )


def _how_rare(what: str, share: float) -> str:
    if share < 1e-6:
        return f"{what}, which fewer than one in a million has"
    return f"{what}, which one in {round(1 / share, -2):,.0f} has" if share < 0.005 else what
