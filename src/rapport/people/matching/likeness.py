"""How likely two aliases are one person: the evidence weighed by what it would be worth among strangers.

Each piece of evidence is worth the logarithm of how much oftener it is seen between two aliases of one person than
between strangers (Fellegi and Sunter, "A Theory for Record Linkage", 1969). How often strangers agree is learnt from
the data (`rarity.py`); how often one person's aliases do was measured on the projects named in docs/people.md.
"""

import math
from typing import NamedTuple

from rapport.people.matching.alias import Alias, domain_of
from rapport.people.matching.alike_handles import like_handles, made_of_names, same_handle
from rapport.people.matching.alike_names import like_names
from rapport.people.matching.evidence import NONE, Evidence
from rapport.people.matching.hosts import domain_of as registered
from rapport.people.matching.pictures import digests_of
from rapport.people.matching.popular import is_word
from rapport.people.matching.profiles import has_one_site
from rapport.people.matching.rarity import Rarity


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
MOST_FOR_A_HOST, MANY_ON_A_HOST = 2.5, 50
LINKED, BOTH_LINK = 4.5, 3.0
"""The scores of a page that is the other's, and of one that both name, where nothing else is known: who names a page
may mean an employer or a friend. Chosen by us for want of data: a person is asked, and a like name makes it sure."""
ALIKE_ALONE = 5.0
"""The most for handles that differ by little, or by signs alone on one platform, with nothing else: somebody else may
have wanted one that was taken."""
WORD_ALONE = 1.0
"""The most for a word of the language as a handle, with nothing else: `dragon` is many people's."""

CONTESTED = 5.8
"""The score of one address under two people's names: a person is asked, whatever else there is."""


def likeness(one: Alias, other: Alias, rarity: Rarity, spare: float = math.inf) -> Likeness:
    """Of those whose names speak against it by more than `spare`, no more is reckoned."""
    if proof := _proof(one, other, rarity):
        return Likeness(CERTAIN, (proof,))
    name = like_names(one, other, rarity)
    if name.weight < min(-spare, 0.0):
        return Likeness(-math.inf, (), True)
    host = _host(one, other, rarity)
    claim = _claim(one, other, rarity)
    same, made = same_handle(one, other, rarity), made_of_names(one, other, rarity)
    alike = same.weight <= 0
    if alike:
        same = like_handles(one, other, rarity)
    score = host.weight + claim.weight - math.log(max(rarity.aliases, 1))
    one_platform = one.account and other.account and one.account.platform == other.account.platform
    if one_platform:
        score += TWO_ON_ONE_PLATFORM
    if name.weight >= max(made.weight, 0.0):
        score += name.weight + (same.weight or (SAME_AGAIN if made.weight and name.weight else 0.0))
    else:
        score += min(name.weight, 0.0) + _together(same, made, one, other)
    a_word = bool(same.of) and is_word(same.of)
    called = 0.0 if name.of and is_word(name.of) else name.weight
    if (alike or one_platform or a_word) and max(called, made.weight, claim.weight) <= 0:
        score = min(score, WORD_ALONE if a_word and host.weight <= 0 else ALIKE_ALONE)
    if _contested(one, other, rarity):
        return Likeness(CONTESTED, ("an e-mail address that stands with the names of two people",), name.weight < 0)
    found = sorted((each for each in (name, same, made, host, claim) if each.weight > 0), reverse=True)
    return Likeness(score, tuple(each.words for each in found), name.weight < 0)


def _together(same: Evidence, made: Evidence, one: Alias, other: Alias) -> float:
    """Of a handle in common and one made of the name: both count where neither follows from the other."""
    less, more = sorted((same, made))
    if less.weight <= 0 or less.of.startswith(more.of) or more.of.startswith(less.of):
        return more.weight
    if any(word in same.of and word in made.of for named in (one, other) for word in named.words if len(word) > 2):
        return more.weight + SAME_AGAIN
    return more.weight + less.weight


def _proof(one: Alias, other: Alias, rarity: Rarity) -> str:
    if one.account and one.account == other.account and not _elsewhere(one, other):
        return "the same account"
    for account in sorted(one.owns | other.owns) if one.owns or other.owns else ():
        if account.login in rarity.logins_again:
            continue
        if account in (one.account, other.account):
            return "an address that GitHub made for the other's account"
        if account in one.owns and account in other.owns and (one.account or other.account):
            return "an address that GitHub made for the other's account"
        if account in one.owns and account in other.owns:
            return "addresses that GitHub made for one account"
    if one.account in other.links and other.account in one.links:
        return "links from each account to the other"
    if _one_address(one, other, rarity) and not _contested(one, other, rarity):
        return "the same e-mail address"
    if pictured := _pictured(one, other, rarity):
        named = like_names(one, other, rarity).weight
        # With names of two people it may be a team's picture; of two people's address it is one's of the two.
        if named > 0 or (named == 0 and rarity.contested.isdisjoint((one.address, other.address))):
            return pictured
    return ""


def _elsewhere(one: Alias, other: Alias) -> bool:
    """Whether two of one login are of two servers, by the pages that stand with them."""
    if not one.account or not one.site or not other.site or has_one_site(one.account.platform):
        return False
    return one.site.partition("/")[0] != other.site.partition("/")[0]


def _one_address(one: Alias, other: Alias, rarity: Rarity) -> bool:
    return bool(one.address) and one.address == other.address and one.address not in rarity.shared


def _contested(one: Alias, other: Alias, rarity: Rarity) -> bool:
    """Whether they have an address in common that two people wrote under, and no name that says which of these."""
    if not _one_address(one, other, rarity) or one.address not in rarity.contested:
        return False
    return not (one.full and other.full and like_names(one, other, rarity).weight > 0)


def _pictured(one: Alias, other: Alias, rarity: Rarity) -> str:
    if _of_one_address(one, other, rarity) or _of_one_address(other, one, rarity):
        return "a picture that belongs to the other's e-mail address"
    if one.picture and one.picture == other.picture:
        return "pictures that belong to one e-mail address"
    return ""


def _of_one_address(pictured: Alias, other: Alias, rarity: Rarity) -> bool:
    known = pictured.picture and other.address and other.address not in rarity.shared
    return bool(known and pictured.picture in digests_of(other.address))


def _claim(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """A page that one names as its own, and that is the other's or named by the other too. The weight makes up for how
    many there are, so that it alone comes to the score that is said below."""
    if not (one.links or other.links or (one.site and one.site == other.site)):
        return NONE
    many = math.log(max(rarity.aliases, 1))
    if one.account in other.links or other.account in one.links:
        return Evidence(LINKED + many, "a link to the other's account")
    same = one.site if one.site == other.site else next(iter(one.links & (other.links | other.owns)), None)
    same = same or next(iter(one.owns & other.links), None)
    if not same:
        return NONE
    if same in (domain_of(one.account), domain_of(other.account)):
        return Evidence(LINKED + many, "a link to the other's own domain")
    if same in one.owns or same in other.owns:
        return Evidence(LINKED + many, "a link to the other's account")
    worth = BOTH_LINK - math.log(max(rarity.claimed[same] - 1, 1))
    return Evidence(worth + many, "both name the same web page") if worth > 0 else NONE


def _host(one: Alias, other: Alias, rarity: Rarity) -> Evidence:
    """A host that few have in common, or a domain; of one that many have, nothing."""
    host = one.host if one.host == other.host else registered(one.host)
    if "." not in host or host not in (other.host, registered(other.host)):
        return NONE
    there = rarity.on_host(host)
    if there > MANY_ON_A_HOST:
        return NONE
    weight = math.log(max(0.045 * rarity.aliases / max(there, 1), 1.0))
    return Evidence(min(MOST_FOR_A_HOST, weight), f"both write from {host}")
