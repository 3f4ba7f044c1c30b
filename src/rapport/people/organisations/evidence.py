"""Whether the people who write from a domain are an organisation, or one person or family with a domain of their own.

Pure. Chosen on the domains of scipy's authors, Urho3D's authors and two mailing lists of R (docs/people-knowing.md).
"""

import re
from collections.abc import Sequence

from rapport.people.matching.names import words_of
from rapport.people.organisations.domains import label_of

SEVERAL = 2
"""So many people with full names of different families."""
MANY = 5
"""So many people are no family, whatever they are called: who goes by a nickname is known by nothing else."""
_INSTITUTION = re.compile(r"\.(?:(?:edu|gov|mil|ac|gob|gouv)(?:\.[a-z]{2})?|int)$")
"""Endings under which only institutions may register, by themselves or before a country's."""
_AROUND = re.compile(r"\b(?:the|family|familie|famille|familia|home)\b|(?:family|familie|famille|familia)$")


def is_organisation(domain: str, names: Sequence[str]) -> bool:
    """`names` are those of the people who write from there, a name each."""
    if len(names) < SEVERAL:
        return False
    if _INSTITUTION.search(domain):
        return True
    called = [words for name in names if len(words := words_of(name)) > 1 and len(words[-1]) > 1]
    own = _AROUND.sub("", label_of(domain)).replace("-", "")
    strangers = [words for words in called if not _is_called(own, words)]
    if len(strangers) < len(called):  # whose name the domain is: those who share it are the family
        return _families(strangers) >= SEVERAL
    return len(names) >= MANY or _families(called) >= SEVERAL


def _is_called(own: str, words: Sequence[str]) -> bool:
    """Whether a domain is made of somebody's name: `smith`, `smiths`, `annasmith`, `asmith`."""
    ends = ((words[0], words[-1]), (words[-1], words[0]))
    forms = {form for given, family in ends for form in (family, family + "s", given + family, given[0] + family)}
    return _plain(own) in map(_plain, forms)


def _plain(word: str) -> str:
    """`mueller` and `muller` are one name."""
    return word.replace("ue", "u").replace("oe", "o").replace("ae", "a")


def _families(called: Sequence[Sequence[str]]) -> int:
    """How many there are. `Anna Smith` and `Smith, Bob` are one: the last word of a name is an end of the other."""
    apart: list[Sequence[str]] = []
    for words in called:
        if not any(_akin(words, other) for other in apart):
            apart.append(words)
    return len(apart)


def _akin(one: Sequence[str], other: Sequence[str]) -> bool:
    return one[-1] in (other[0], other[-1]) or other[-1] in (one[0], one[-1])
