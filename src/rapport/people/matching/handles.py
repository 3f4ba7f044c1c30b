"""What a handle says: `jsmith42`, the local part of an address, a login; and which handles a name is likely to make."""

import re
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from rapport.people.matching.names import also_called
from rapport.people.matching.proof import PLACEHOLDER_NAMES

SHORTEST = 3
"""Letters and digits. Shorter ones belong to too many."""
_MORE = "bugs code coding debian desktop fedora gmail home laptop linux list lists mac macbook open opensource"
_SAY_NOTHING = PLACEHOLDER_NAMES | frozenset(f"{_MORE} pc public science software source spam work".split())
_PLAIN = re.compile(r"[^a-z0-9]")


def handle_of(written: str) -> str | None:
    """A handle as it is compared: `Ada.Lovelace+git` is `adalovelace`; None for one that says nothing of who it is."""
    written = written.removesuffix("[m]")  # as Matrix shows its people elsewhere
    plain = (written if written.isascii() else anyascii(written)).lower().partition("+")[0]
    if not plain.isalnum():
        plain = _PLAIN.sub("", plain)
    letters = plain.rstrip("0123456789")
    return plain if len(plain) >= SHORTEST and letters and letters not in _SAY_NOTHING else None


class Form(NamedTuple):
    """How a handle is made of a name."""

    words: str
    share: float
    """Of the people who use a handle made of their name, about how many choose this form."""


_GIVEN_FAMILY = Form("given and family name", 0.15)
_FAMILY_GIVEN = Form("family and given name", 0.05)
_INITIAL_FAMILY = Form("initial and family name", 0.12)
_FAMILY_INITIAL = Form("family name and initial", 0.04)
_GIVEN_INITIAL = Form("given name and initial", 0.06)
_FAMILY = Form("family name", 0.08)
_GIVEN = Form("given name", 0.08)
_WHOLE = Form("whole name", 0.1)
_INITIALS_FAMILY = Form("initials and family name", 0.05)
_GIVEN_INITIALS_FAMILY = Form("given name, initials and family name", 0.03)
_GIVEN_INITIALS = Form("given name and initials", 0.02)
_INITIAL_REST = Form("initial and the rest of the name", 0.04)
_FIRST_TWO = Form("first two names", 0.03)
_INITIAL_SECOND = Form("initial and second name", 0.03)
_INITIALS = Form("initials", 0.04)
_SHORT_FAMILY = Form("short name and family name", 0.01)


@lru_cache(maxsize=1 << 12)
def made_of(words: tuple[str, ...]) -> dict[str, Form]:
    """The handles that people make of a name of two words or more, the likeliest form of each.

    Forms and shares are those seen among 4,700 aliases of thirteen projects (docs/people.md).
    """
    given, family = words[0], words[-1]
    forms = dict.fromkeys([other + family for other in also_called(given)], _SHORT_FAMILY)
    if len(words) > 2:
        initials = "".join([word[0] for word in words])
        forms |= {
            given[0] + words[1]: _INITIAL_SECOND,
            given + words[1]: _FIRST_TWO,
            given + initials[1:]: _GIVEN_INITIALS,
            given + initials[1:-1] + family: _GIVEN_INITIALS_FAMILY,
            initials: _INITIALS,
            given[0] + "".join(words[1:]): _INITIAL_REST,
            initials[:-1] + family: _INITIALS_FAMILY,
            "".join(words): _WHOLE,
        }
    forms |= {
        family + given[0]: _FAMILY_INITIAL,
        family + given: _FAMILY_GIVEN,
        given + family[0]: _GIVEN_INITIAL,
        given: _GIVEN,
        family: _FAMILY,
        given[0] + family: _INITIAL_FAMILY,
        given + family: _INITIAL_FAMILY if len(given) == 1 else _GIVEN_INITIAL if len(family) == 1 else _GIVEN_FAMILY,
    }
    if min(map(len, words)) >= SHORTEST:
        return forms
    return {handle: form for handle, form in forms.items() if len(handle) >= SHORTEST}


OLD_LOGIN = 8
"""Letters that a login has at most on many a system."""


@lru_cache(maxsize=1 << 12)
def abridged(handle: str, words: tuple[str, ...]) -> bool:
    """Whether a handle is a name cut short in one of the ways people do.

    `edgarigl` for Edgar Iglesias, `jsmithson` for J. Smithsonian, `lovelaad` for Ada Lovelace, `adaklovelace` where the
    K is not in the name, `davidmenhur` for David Menéndez Hurtado.
    """
    letters = handle.rstrip("0123456789")
    if len(letters) < SHORTEST * 2 or all(letters[0] != word[0] for word in words):
        return False
    given, family = words[0], words[-1]
    if (given + family).startswith(letters):
        return len(letters) > len(given) + 1
    if (given[0] + family).startswith(letters) or (family + given).startswith(letters):
        return len(letters) > len(family) + 1 or letters[0] == given[0]
    if letters.startswith(given) and letters.endswith(family):
        return len(letters) - len(given + family) in (1, 2)
    if letters[0] == given[0] and letters[2:] == family:
        return True
    return _begins_each(letters, words) or _begins_each(letters, (family, given))


def _begins_each(letters: str, words: tuple[str, ...]) -> bool:
    """Whether it is made of the beginnings of some of the words, two or more letters of each; or, of three words or
    more, of all initials and more of the last."""
    if len(words) > 2 and (initials := "".join(word[0] for word in words[:-1])):
        begun = letters.removeprefix(initials)
        if begun != letters and len(begun) > 2 and words[-1].startswith(begun):
            return True
    if not any(letters.startswith(word[:2]) for word in words):
        return False
    ends = {(0, 0)}
    for word in words:
        ends |= {
            (at + long, taken + 1)
            for at, taken in ends
            for long in range(2, len(word) + 1)
            if letters.startswith(word[:long], at)
        }
    return any(at == len(letters) and taken > 1 for at, taken in ends)
