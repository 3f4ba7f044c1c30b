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
    plain = _PLAIN.sub("", (written if written.isascii() else anyascii(written)).lower().partition("+")[0])
    letters = plain.rstrip("0123456789")
    return plain if len(plain) >= SHORTEST and letters and letters not in _SAY_NOTHING else None


class Form(NamedTuple):
    """How a handle is made of a name."""

    words: str
    share: float
    """Of the people who use a handle made of their name, about how many choose this form."""


@lru_cache(maxsize=1 << 16)
def made_of(words: tuple[str, ...]) -> dict[str, Form]:
    """The handles that people make of a name of two words or more, the likeliest form of each.

    Forms and shares are those seen among 4,700 aliases of thirteen projects (docs/people.md).
    """
    given, family, middle = words[0], words[-1], words[1:-1]
    initials = "".join(word[0] for word in words)
    forms = [
        (given + family, "given and family name", 0.15),
        (family + given, "family and given name", 0.05),
        (given[0] + family, "initial and family name", 0.12),
        (family + given[0], "family name and initial", 0.04),
        (given + family[0], "given name and initial", 0.06),
        (family, "family name", 0.08),
        (given, "given name", 0.08),
    ]
    if middle:
        forms += [
            ("".join(words), "whole name", 0.1),
            (initials[:-1] + family, "initials and family name", 0.05),
            (given + "".join(word[0] for word in middle) + family, "given name, initials and family name", 0.03),
            (given + initials[1:], "given name and initials", 0.02),
            (given[0] + "".join(words[1:]), "initial and the rest of the name", 0.04),
            (given + words[1], "first two names", 0.03),
            (given[0] + words[1], "initial and second name", 0.03),
            (initials, "initials", 0.04),
        ]
    forms += [(other + family, "short name and family name", 0.01) for other in also_called(given) - {given}]
    found: dict[str, Form] = {}
    for handle, how, share in forms:
        if len(handle) >= SHORTEST:
            found.setdefault(handle, Form(how, share))
    return found
