"""What a name says: its words in a plain form, whatever script, order and decoration it was written in."""

import re
from collections import defaultdict
from functools import lru_cache

from anyascii import anyascii
from nicknames import name_triplets

TITLES = frozenset(["dr", "prof", "mr", "mrs", "ms", "jr", "sr", "phd", "ii", "iii", "md", "ir"])

_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|\"[^\"]*\"|“[^”]*”|\bvia\b.*$", re.IGNORECASE)
_EMOJI = re.compile(r":\w+:")
"""As `anyascii` writes them."""
_IN_LATIN = re.compile(r"\(([A-Za-z.-]+(?: [A-Za-z.-]+)+)\)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_ADDRESS = re.compile(r"\S+@\S+")


@lru_cache(maxsize=1 << 17)
def words_of(name: str) -> tuple[str, ...]:
    """A name's words in lower-case ASCII, the family name last: `Čertík, Ondřej (work)` is `ondrej`, `certik`.

    Other scripts are transliterated; `AdaLovelace` and `ada.lovelace` are two words; titles are left out.
    """
    plain = name.strip()
    if "@" in plain:
        plain = _ADDRESS.sub(" ", plain) if " " in plain else plain.partition("@")[0]
    if not plain.isascii() and (latin := _IN_LATIN.search(plain)):
        plain = latin[1]
    plain = _ASIDE.sub(" ", plain if plain.isascii() else _EMOJI.sub(" ", anyascii(plain)))
    family, comma, given = plain.partition(",")
    if comma and given.strip() and "," not in given:
        plain = f"{given} {family}"
    if " " not in plain.strip():
        plain = _HUMP.sub(" ", plain.strip())
    words = _WORD.findall(plain.lower().replace("'", ""))
    return tuple(word for word in words if word not in TITLES) or tuple(words)


def also_called(given: str) -> frozenset[str]:
    """The given name with its short forms and what it is a short form of: `bill`, `will`, `william`."""
    return _nicknames().get(given) or frozenset((given,))


def is_known(given: str) -> bool:
    """Whether it is a given name that has short forms, or is one."""
    return given in _nicknames()


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, _, other in name_triplets():
        one, two = name.lower(), other.lower()
        found[one] |= {one, two}
        found[two] |= {one, two}
    return {name: frozenset(others) for name, others in found.items()}
