"""What a name says: its words in a plain form, whatever script, order and decoration it was written in."""

import re
from functools import lru_cache

from anyascii import anyascii
from nicknames import NickNamer

TITLES = frozenset(["dr", "prof", "mr", "mrs", "ms", "jr", "sr", "phd", "ii", "iii", "md", "ir"])

_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|\"[^\"]*\"|“[^”]*”|\bvia\b.*$", re.IGNORECASE)
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
    plain = _ASIDE.sub(" ", anyascii(plain))
    family, comma, given = plain.partition(",")
    if comma and given.strip() and "," not in given:
        plain = f"{given} {family}"
    if " " not in plain.strip():
        plain = _HUMP.sub(" ", plain.strip())
    words = _WORD.findall(plain.lower().replace("'", ""))
    return tuple(word for word in words if word not in TITLES) or tuple(words)


@lru_cache(maxsize=1 << 16)
def also_called(given: str) -> frozenset[str]:
    """The given name with its short forms and what it is a short form of: `bill`, `will`, `william`."""
    names = _nicknames()
    return frozenset({given, *names.nicknames_of(given), *names.canonicals_of(given)})


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()
