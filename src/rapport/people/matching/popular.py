"""What many choose or are called, whether or not they are among the aliases at hand: words as handles, and names.

Words by rank: zxcvbn's lists of what stands in leaked passwords, of Wikipedia, of films, and of the United States'
names (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", 2016). A password is what one chooses when asked for
a word, as a handle is. Names of other countries: `commonest.py`.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapport.people.matching.commonest import COUNTRIES, Commonest

PICKED, STEEPNESS = 0.001, 0.78
"""Share of people whose handle is the commonest word, and how fast it falls by rank (Wang et al., "Zipf's Law in
Passwords", 2017). The first is a guess."""
GIVEN, FAMILY = (0.017, 0.7), (0.01, 0.6)
"""Likewise of names, by the United States' census of 1990."""
OF_ONE_COUNTRY = 0.3
"""Of people who may be of any, how many are of a country of many people."""
COMMONEST = 2e-5
"""How many have a name of which both parts are among a country's commonest, at least: of 100 with such a family name
five, of 200 such a given name, of 20 people the country. A guess on the safe side."""
COMMON = 5000
"""The rank down to which a word is one that people join to another: `codemonkey`."""
SHORTEST = 3
_OURS = frozenset(["coder", "devops", "gopher", "linuxer", "pythonista", "rustacean", "sysop", "webdev"])
"""What developers call themselves."""


def picked(word: str) -> float:
    """About how many have a word as their handle; 0 of what is none."""
    rank = COMMON if word in _OURS else _ranks().get(word)
    return PICKED * float(rank**-STEEPNESS) if rank else 0.0


@lru_cache(maxsize=1 << 16)
def is_word(handle: str) -> bool:
    """Whether a handle is a word, or two common ones, with a digit or two behind it at most: strangers choose it."""
    letters = handle.rstrip("0123456789")
    if len(handle) - len(letters) > 2:
        return False
    return picked(letters) > 0 or any(
        _is_common(letters[:cut]) and _is_common(letters[cut:]) for cut in range(SHORTEST, len(letters) - SHORTEST + 1)
    )


def _is_common(word: str) -> bool:
    return word in _OURS or 0 < _ranks().get(word, 0) <= COMMON


def is_byname(words: Iterable[str]) -> bool:
    """Whether a name is made of words that nobody is called, as `mad physicist` is: anybody's second name."""
    names = _names()
    return all(picked(word) > 0 and word not in names.given and word not in names.family for word in words)


def named(words: tuple[str, ...]) -> float:
    """At least so many people have a full name, in any order; 0 of one whose parts are on no list."""
    ranks = _names()
    given, family = ranks.given.get(words[0]), ranks.family.get(words[-1])
    share = 0.0
    if given and family:
        share = OF_ONE_COUNTRY * _falls(given, *GIVEN) * _falls(family, *FAMILY)
    return max(share, COMMONEST) if _is_commonest(words) else share


def _is_commonest(words: tuple[str, ...]) -> bool:
    countries = _countries()
    for family, given in ((words[-1], words[:-1]), (words[0], words[1:])):
        for country in countries.get(family, ()):
            if "".join(given) in country.given or not country.given.isdisjoint(given):
                return True
    return False


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[Commonest]]:
    """In which a family name is one of the commonest: most are in none, and there are many names to ask for."""
    found: dict[str, list[Commonest]] = {}
    for country in COUNTRIES:
        for family in country.family:
            found.setdefault(family, []).append(country)
    return found


def _falls(rank: int, first: float, steepness: float) -> float:
    return float(first * rank**-steepness)


class _Names(NamedTuple):
    """By rank."""

    given: dict[str, int]
    family: dict[str, int]


@lru_cache(maxsize=1)
def _names() -> _Names:
    lists = _lists()
    return _Names(_ranked(lists["male_names"], lists["female_names"]), _ranked(lists["surnames"]))


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    names = sorted(frozenset().union(*(each.given | each.family for each in COUNTRIES)))
    return dict.fromkeys(filter(_is_long, names), COMMON) | _ranked(*_lists().values())


def _ranked(*lists: list[str]) -> dict[str, int]:
    """The best rank of each word in any of the lists."""
    ranks: dict[str, int] = {}
    for words in lists:
        for rank, word in enumerate(words, 1):
            if _is_long(word) and word.isalpha():
                ranks[word] = min(rank, ranks.get(word, rank))
    return ranks


def _is_long(word: str) -> bool:
    return len(word) >= SHORTEST


def _lists() -> dict[str, list[str]]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # 60 ms, for who compares anybody

    lists: dict[str, list[str]] = FREQUENCY_LISTS
    return lists
