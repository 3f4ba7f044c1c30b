"""How likely two aliases are one person: the evidence weighed by what it would be worth among strangers.

Each piece of evidence is worth the logarithm of how much oftener it is seen between two aliases of one person than
between strangers (Fellegi and Sunter, "A Theory for Record Linkage", 1969). How often strangers agree is learnt from
the data (`rarity.py`); how often one person's aliases do was measured on the projects named in docs/people.md.
"""

import math
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from rapport.people.matching.alias import Alias
from rapport.people.matching.handles import handle_of, made_of
from rapport.people.matching.names import also_called
from rapport.people.matching.proof import NOREPLY
from rapport.people.matching.rarity import Rarity


class Evidence(NamedTuple):
    weight: float
    words: str


class Likeness(NamedTuple):
    score: float
    """Natural logarithm of the odds that they are one person."""
    evidence: tuple[str, ...]
    """Why, in words, the weightiest first."""
    at_odds: bool = False
    """Whether their full names are those of two people."""

    def shifted(self, by: float) -> "Likeness":
        """With other odds before any evidence; what is certain stays so."""
        return self if self.score >= CERTAIN else self._replace(score=self.score + by)


CERTAIN = 20.0
"""The score of what proves an account to be the same."""
SAME_AGAIN = 0.5
"""What a handle made of the name adds where the names agree already: namesakes make the same handles."""
TWO_ON_ONE_PLATFORM = -1.5
UNLIKE_NAMES, HALF_LIKE_NAMES = -4.0, -3.8
MOST_FOR_A_HOST, MANY_ON_A_HOST = 2.5, 50
CALLED_AS_NAMED = 0.03
"""Of those who go by one name, how many have it as their handle too."""
NUMBERED = 0.02
"""Of those who put a number behind their name, how many choose the same."""
TYPING_ERRORS = 2
"""Letters in which names of ordinary length may differ."""

_NONE = Evidence(0.0, "")


def likeness(one: Alias, other: Alias, rarity: Rarity) -> Likeness:
    if proof := _proof(one, other, rarity):
        return Likeness(CERTAIN, (proof,))
    name, host = like_names(one, other, rarity), _host(one, other, rarity)
    same, made = _same_handle(one, other, rarity), _made_of_names(one, other, rarity)
    score = host.weight - math.log(max(rarity.aliases, 1))
    if one.account and other.account and one.account.platform == other.account.platform:
        score += TWO_ON_ONE_PLATFORM
    if name.weight < 0:
        score += name.weight + max(same.weight, made.weight)
    elif name.weight >= made.weight:
        score += name.weight + (same.weight or (SAME_AGAIN if made.weight and name.weight else 0.0))
    else:
        score += max(made.weight, same.weight)
    found = sorted((each for each in (name, same, made, host) if each.weight > 0), reverse=True)
    return Likeness(score, tuple(each.words for each in found), name.weight < 0)


def _proof(one: Alias, other: Alias, rarity: Rarity) -> str:
    if one.account and one.account == other.account:
        return "the same account"
    if (one.account and one.account in other.links) or (other.account and other.account in one.links):
        return "a link to the other's account"
    if one.links & other.links and not _numbered_apart(one, other):
        return "a link to the same account"
    if one.address and one.address == other.address and one.address not in rarity.shared:
        return "the same e-mail address"
    if one.site and one.site == other.site and "/" not in one.site:
        return "the same web page of one's own"
    return ""


def _numbered_apart(one: Alias, other: Alias) -> bool:
    """Whether both are GitHub's own addresses of accounts with other numbers: a login passed from one to the other."""
    mine, theirs = NOREPLY.fullmatch(one.address), NOREPLY.fullmatch(other.address)
    return bool(mine and theirs and mine["id"] and theirs["id"] and mine["id"] != theirs["id"])


def like_names(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """What the names say, for or against; nothing where either is missing."""
    if one.full and other.full:
        if one.signs and other.signs and one.signs != other.signs:
            return Evidence(HALF_LIKE_NAMES, "")
        return _full_names(one.words, other.words, rarity)
    if not one.words or not other.words:
        return _NONE
    for short, long in ((one, other), (other, one)):
        if len(short.words) == 1 and short.words[0] == long.words[0] and handle_of(short.words[0]):
            strangers = rarity.called(short.words[0])
            share, words = (0.2, "the same given name") if long.full else (0.5, f"the same name, “{short.name}”")
            return Evidence(math.log(share / strangers), words)
    return _NONE


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
    if mine and theirs and not fits:
        return None
    if one[0] == other[0] and one[-1] == other[-1]:
        strangers = rarity.whole((one[0], one[-1]))
    else:
        first, second = sorted(common, key=rarity.word)[:2]
        strangers = rarity.word(first) * rarity.word(second)
    return Evidence(math.log(0.6 / strangers), "one name is a part of the other")


def _short_name(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    """The same family name, and a given name that is an initial or a short form of the other."""
    mine, theirs, family = one[0], other[0], rarity.family(one[-1])
    if mine[0] == theirs[0] and 1 in (len(mine), len(theirs)):
        strangers = rarity.initial(mine[0]) * family
        return Evidence(math.log(0.08 / strangers), "the same family name and initial")
    if theirs in also_called(mine) or _begins(mine, theirs) or _begins(theirs, mine):
        strangers = 3 * max(rarity.given(mine), rarity.given(theirs)) * family
        return Evidence(math.log(0.05 / strangers), f"“{mine}” and “{theirs}” can be one name")
    return None


def _begins(short: str, long: str) -> bool:
    return len(short) > 2 and long.startswith(short)


def _mistyped(one: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> Evidence | None:
    mine, theirs = " ".join(one), " ".join(other)
    shorter = min(len(mine), len(theirs))
    if shorter < 8 or max(len(mine), len(theirs)) - shorter > TYPING_ERRORS:
        return None
    apart = DamerauLevenshtein.distance(mine, theirs, score_cutoff=TYPING_ERRORS)
    if apart > TYPING_ERRORS:
        mine, theirs = " ".join(sorted(one)), " ".join(sorted(other))
        apart = DamerauLevenshtein.distance(mine, theirs, score_cutoff=TYPING_ERRORS)
    if apart > TYPING_ERRORS or apart / shorter > 0.16:
        return None
    chances = apart * (25.0 if one[0] == other[0] or one[-1] == other[-1] else 5.0)
    if one[-1] == other[-1] and one[0][0] != other[0][0]:
        chances *= 4  # Jan and Dan of one family are two people
    strangers = max(rarity.given(one[0]), rarity.given(other[0])) * max(
        rarity.family(one[-1]), rarity.family(other[-1])
    )
    return Evidence(math.log(0.04 / (chances * strangers)), f"names that differ by {apart} letters")


def _same_handle(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """A handle in common; one that namesakes would make too is worth little where the names agree."""
    best = _NONE
    # An address that several share, as of a list, is nobody's handle.
    shared = handle_of(one.address.partition("@")[0]) if one.address == other.address else None
    for each in (*one.handles, *one.spoken):
        if each == shared:
            continue
        if each in other.handles or (each in other.spoken and each in one.handles):
            strangers = rarity.handle(each)
            if each in one.words[:1] and each in other.words[:1]:
                if each not in one.handles or each not in other.handles:
                    continue  # it is the name, which has been counted
                strangers = max(strangers, CALLED_AS_NAMED)
            elif one.full and other.full and one.words[-1] == other.words[-1]:
                bare = each.rstrip("0123456789")
                if form := made_of(one.words).get(bare):
                    strangers = form.share * (1 if bare == each else NUMBERED)
            best = max(best, Evidence(math.log(0.3 / min(strangers, 0.3)), f"the same handle, “{each}”"))
    return best


def _made_of_names(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    best = _NONE
    for named, called in ((one, other), (other, one)):
        site = rarity.site(called.host) if named.host != called.host else None
        if site and site in (*named.handles, *named.spoken):
            best = max(best, Evidence(math.log(0.8 / rarity.handle(site)), f"a host called like the handle, “{site}”"))
        if named.full:
            best = max(best, _made_of_name(named, called, site, rarity))
    return best


def _made_of_name(named: Alias, called: Alias, site: str | None, rarity: Rarity) -> Evidence:
    """Whether a handle or a host's name is made of the other's name."""
    forms, best = made_of(named.words), _NONE
    for handle in (*called.handles, *called.spoken, *([site] if site else [])):
        for tried in dict.fromkeys((handle, handle.rstrip("0123456789"))):
            if form := forms.get(tried):
                best = max(best, _form(tried, form.share, form.words, tried != handle, named, called, rarity))
                break
        else:
            if abridged(handle, named.words):
                weight = math.log(0.02 / rarity.handle(handle))
                best = max(best, Evidence(weight, f"“{handle}” is the name cut short"))
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
    return Evidence(weight, f"“{handle}” is made of the name: {how}")


def abridged(handle: str, words: tuple[str, ...]) -> bool:
    """`edgarigl` for Edgar Iglesias, `jsmithson` for J. Smithsonian."""
    if len(handle) < 6:
        return False
    given, family = words[0], words[-1]
    whole, short = given + family, given[0] + family
    if whole.startswith(handle):
        return len(handle) > len(given) + 1
    return short.startswith(handle)


def _host(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """A host that few have in common; of one that many have, nothing."""
    if not one.host or one.host != other.host or "." not in one.host:
        return _NONE
    there = rarity.on_host(one.host)
    if there > MANY_ON_A_HOST:
        return _NONE
    weight = math.log(max(0.045 * rarity.aliases / max(there, 1), 1.0))
    return Evidence(min(MOST_FOR_A_HOST, weight), f"both write from {one.host}")


def _how_rare(what: str, share: float) -> str:
    return f"{what}, which one in {round(1 / share, -2):,.0f} has" if share < 0.005 else what
