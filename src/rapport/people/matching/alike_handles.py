"""What handles say of whether they are one person's: the same one, or one that is made of the other's name."""

import math

from rapidfuzz.distance import DamerauLevenshtein

from rapport.people.matching.alias import Alias
from rapport.people.matching.evidence import NONE, Evidence
from rapport.people.matching.handles import OLD_LOGIN, SHORTEST, abridged, handle_of, made_of
from rapport.people.matching.names import also_called
from rapport.people.matching.rarity import Rarity

CALLED_AS_NAMED = 0.03
"""Of those who go by one name, how many have it as their handle too."""
NUMBERED = 0.02
"""Of those who put a number behind their name, how many choose the same."""
SPELT_OUT = 0.3
"""Of those of one short name, about how many have the same name in full."""
CUT_SHORT = 0.02
"""Of the people who use a handle made of their name, about how many cut it in one of the ways of `abridged`."""


def same_handle(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """A handle in common; one that namesakes would make too is worth little where the names agree."""
    best = NONE
    # An address that several share, as of a list, is nobody's handle.
    shared = handle_of(one.address.partition("@")[0]) if one.address and one.address == other.address else None
    for each in (*one.handles, *one.spoken):
        if each == shared or each in rarity.logins_again:
            continue
        if each in other.handles or (each in other.spoken and each in one.handles):
            strangers = max(
                _beyond_names(each, one, other, rarity), _short(each, one, rarity), _short(each, other, rarity)
            )
            if each in one.words[:1] and each in other.words[:1]:
                if each not in one.handles or each not in other.handles:
                    continue  # it is the name, which has been counted
                strangers = max(strangers, CALLED_AS_NAMED)
            elif one.full and other.full and one.words[-1] == other.words[-1]:
                bare = each.rstrip("0123456789")
                if form := made_of(one.words).get(bare):
                    strangers = form.share * (1 if bare == each else NUMBERED)
            best = max(best, Evidence(math.log(0.3 / min(strangers, 0.3)), f"the same handle, “{each}”", each))
    return best


def _beyond_names(handle: str, one: Alias, other: Alias, rarity: Rarity) -> float:
    """How many have a handle among those with the names that the two have in common: these have been counted."""
    return max(_apart_from_words(handle, one, other, rarity), _spelt_out(handle, one, other, rarity))


def _spelt_out(handle: str, one: Alias, other: Alias, rarity: Rarity) -> float:
    """How many of the two's family name and initial or short name have the given name that the handle spells out:
    `zeldaquist` of `Z. Quist`."""
    if not one.full or not other.full or one.words[-1] != other.words[-1]:
        return 0.0
    family, short = one.words[-1], min(one.words[0], other.words[0], key=len)
    letters = handle.rstrip("0123456789")
    cut = {letters.removesuffix(family), letters.removeprefix(family)} - {letters}
    cut |= {each for each in (letters.removesuffix(family[0]), letters) if rarity.is_given(each)}
    return max((_longer(each, short, family, rarity) for each in cut), default=0.0)


def _longer(given: str, short: str, family: str, rarity: Rarity) -> float:
    if len(given) <= len(short):
        return 0.0
    if len(short) == 1 and given.startswith(short):
        return min(rarity.both(given, family) / rarity.both(short, family), 1.0)
    return SPELT_OUT if given.startswith(short) or given in also_called(short) else 0.0


def _apart_from_words(handle: str, one: Alias, other: Alias, rarity: Rarity) -> float:
    rest = handle
    for word in one.words:
        if len(word) >= SHORTEST and word in other.words:
            rest = rest.replace(word, "", 1)
    if rest == handle:
        return rarity.handle(handle)
    letters = rest.rstrip("0123456789")
    if len(letters) < 2:
        return max(rarity.handle(handle), CALLED_AS_NAMED * (NUMBERED if letters != rest else 1))
    return max(rarity.handle(handle), rarity.handle(rest), rarity.word(letters))


def _short(handle: str, named: Alias, rarity: Rarity) -> float:
    """How many of the same given name have the handle, if that is the name cut short: `santi` for Santiago."""
    begins = named.full and len(handle) < len(named.words[0]) and named.words[0].startswith(handle)
    return 0.3 * rarity.given(named.words[0]) if begins else 0.0


def like_handles(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """Two handles that differ by little."""
    best = NONE
    for mine in (*one.handles, *one.spoken):
        for theirs in other.handles if mine in one.spoken else (*other.handles, *other.spoken):
            share = differ_by_little(mine, theirs)
            if share and not (_made_of_either(mine, one, other) or _made_of_either(theirs, one, other)):
                common = min(mine.rstrip("0123456789"), theirs.rstrip("0123456789"), key=len)
                weight = math.log(share / min(_beyond_names(common, one, other, rarity), share))
                best = max(best, Evidence(weight, f"the handles “{mine}” and “{theirs}”", common))
    return best


def differ_by_little(mine: str, theirs: str) -> float:
    """Of the people with two unlike handles, about how many have two that differ so; 0 for handles of two people."""
    bare, other = mine.rstrip("0123456789"), theirs.rstrip("0123456789")
    if mine == theirs or abs(len(bare) - len(other)) > len(bare) / 2:
        return 0.0
    share = _bare_differ(bare, other)
    return 0.0 if share and _of_a_series(mine, theirs) else share


def _bare_differ(bare: str, other: str) -> float:
    if bare == other:
        return 0.06 if len(bare) > SHORTEST else 0.0
    shorter, longer = (bare, other) if len(bare) <= len(other) else (other, bare)
    if len(shorter) == OLD_LOGIN and longer.startswith(shorter):
        return 0.02
    if len(shorter) > OLD_LOGIN and len(longer) - len(shorter) < 2:
        return 0.002 if DamerauLevenshtein.distance(shorter, longer, score_cutoff=1) == 1 else 0.0
    return 0.0


def _of_a_series(mine: str, theirs: str) -> bool:
    """Whether they may be two of many that somebody counted: `team1` and `team2`, `desk07b` and `desk12b`."""
    ours, others = ("".join(filter(str.isdigit, handle)) for handle in (mine, theirs))
    return ours != others and len(ours) == len(others)


def _made_of_either(handle: str, one: Alias, other: Alias) -> bool:
    """Whether the names tell as much: what is made of them is counted there, and namesakes number theirs."""
    bare = handle.rstrip("0123456789")
    return any(bare in each.words or (each.full and bare in made_of(each.words)) for each in (one, other))


def made_of_names(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    best = NONE
    for named, called in ((one, other), (other, one)):
        site = rarity.site(called.host) if named.host != called.host else None
        if site and site in (*named.handles, *named.spoken):
            weight = math.log(0.8 / rarity.handle(site))
            best = max(best, Evidence(weight, f"a host called like the handle, “{site}”", site))
        if named.full:
            best = max(best, _made_of_name(named, called, site, rarity))
    return best


def _made_of_name(named: Alias, called: Alias, site: str | None, rarity: Rarity) -> Evidence:
    """Whether a handle or a host's name is made of the other's name."""
    best, begins, ends = NONE, [word[0] for word in named.words], named.words[-1]
    for handle in (*called.handles, *called.spoken, *([site] if site else [])):
        letters = handle.rstrip("0123456789")
        if handle[0] not in begins and not letters.endswith(ends):
            continue  # of no form, and no name cut short
        forms = made_of(named.words)
        tried = handle if handle in forms else letters
        if form := forms.get(tried):
            best = max(best, _form(tried, form.share, form.words, tried != handle, named, called, rarity))
        elif abridged(handle, named.words):
            # Others of the family whose names begin alike cut them in the same way.
            others = 0.1 * rarity.both(named.words[0][0], named.words[-1])
            weight = math.log(CUT_SHORT / max(rarity.handle(handle), others))
            best = max(best, Evidence(weight, f"“{handle}” is the name cut short", handle))
    return best


def _form(handle: str, share: float, how: str, numbered: bool, named: Alias, called: Alias, rarity: Rarity) -> Evidence:
    # A namesake makes the same handle.
    strangers = max(rarity.handle(handle), share * rarity.whole(named.words))
    if how == "given name":
        strangers = max(strangers, rarity.given(handle))
    if how == "initials":
        strangers = max(strangers, 1 / 3000)
    if called.full and how in ("given name", "given name and initial"):
        share *= 0.3
    weight = math.log(share / strangers) - (0.7 if numbered else 0)
    return Evidence(weight, f"“{handle}” is made of the name: {how}", handle)
