"""What a name says: its words in a plain form, whatever script, order and decoration it was written in."""

import re
from collections import defaultdict
from functools import lru_cache

from anyascii import anyascii
from nicknames import name_triplets

from rapport.people.matching.proof import PLACEHOLDER_NAMES

_TITLES = """
dr prof professor emeritus emerita mr mrs ms jr sr phd ii iii md ir esq msc bsc mba dipl ing
"""
_COMPANIES = frozenset(["inc", "llc", "ltd", "gmbh", "corp"])
TITLES = frozenset(_TITLES.split()) | _COMPANIES

_GENERATIONS = {"sr": 1, "senior": 1, "jr": 2, "junior": 2, "ii": 2, "iii": 3}
_GENERATION = re.compile(r"\w[\s,]+(sr|senior|jr|junior|ii|iii)\b\.?\s*(?:$|[,(\[<|])", re.IGNORECASE)
_LONG = 300
"""Letters, above which nothing is a name."""

_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|\"[^\"]*\"|“[^”]*”|(?<=\s)'[^']*'(?=\s)|\bvia\b.*$", re.IGNORECASE)
_AFTER = re.compile(r"(?<=\S) +(?:[|/•·–—-]|@) *\S.*$|(?<=\S) +@\S.*$")
"""What stands behind a name: `Ada Byron | Engines Inc.`, `Ada Byron @engines`."""
_BESIDE = re.compile(r"[(\[“\"'`<]@?([\w.-]{3,30})[)\]”\"'`>]|(?:^|\s)@([\w.-]{3,30})")
_PLACEHOLDERS = """
your name, author name, first last, firstname lastname, full name, no author, no name, some name, unknown user,
unknown author, not committed yet, user name, john doe, jane doe, name surname, max mustermann, erika mustermann,
juan nadie, fulano de tal
"""
_NOBODY = frozenset(" ".join(name.split()) for name in _PLACEHOLDERS.split(","))
"""What stands where nobody gave a name."""
_ENDS = """
account authors benutzer committee community contributors developers maintainers project supprime team user users
usuario utilisateur
"""
_MANY = frozenset(_ENDS.split())
"""What a name ends in that several have: `Deleted User`, `The Engine Team`."""
_MORE_ROLES = """
android apple automatic automation autor ci cd chief compte conta cuenta default discord editor eliminada eliminado
facebook former forum geloscht general google instagram iphone konto linux mac manager master mailing matrix moderator
new newsletter nutzer old online open organizer reddit removed slack source student teacher telegram temp the twitter
web windows youtube
"""
_ROLES = PLACEHOLDER_NAMES | frozenset(_MORE_ROLES.split())
"""Of which a name is nobody's if it has no other words: `Release Manager`."""
_NOBODY_ELSEWHERE = re.compile("匿名|注销|用户|名無し|익명|사용자|аноним|пользовател", re.IGNORECASE)
_PRONOUNS = frozenset(["she", "her", "hers", "him", "his", "they", "them", "any"])
_EMOJI = re.compile(r":\w+:")
"""As `anyascii` writes them."""
_IN_LATIN = re.compile(r"\(([A-Za-z.-]+(?: [A-Za-z.-]+)+)\)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)+")
"""Words alone, as most names are."""
_ADDRESS = re.compile(r"\S+@\S+")


_SPELT = [
    (re.compile(written), spelt)
    for written, spelt in (
        ("tsch|tch|tsh", "ch"),
        ("ph", "f"),
        ("x", "ks"),
        ("(?<=[aou])e|(?<=.)h", ""),
        ("[yij]+", "i"),
        ("^io?u", "u"),
        ("ie$|ei$", "i"),
        ("w", "v"),
        (r"(.)\1", r"\1"),
    )
]
"""In their order. They are wide: names that they make equal are looked at as two spellings, not as one."""


@lru_cache(maxsize=1 << 17)
def words_of(name: str) -> tuple[str, ...]:
    """A name's words in lower-case ASCII, the family name last: `Čertík, Ondřej (work)` is `ondrej`, `certik`.

    Other scripts are transliterated; `AdaLovelace` and `ada.lovelace` are two words; titles are left out.
    """
    plain = name.strip()
    if _PLAIN.fullmatch(plain) and "via" not in plain.lower():
        return _of_somebody(tuple(plain.lower().split()))
    if "@" in plain:
        plain = _ADDRESS.sub(" ", plain) if " " in plain else plain.partition("@")[0]
    if not plain.isascii() and _NOBODY_ELSEWHERE.search(plain):
        return ()
    if not plain.isascii() and (latin := _IN_LATIN.search(plain)):
        plain = latin[1]
    plain = _ASIDE.sub(" ", plain if plain.isascii() else _EMOJI.sub(" ", anyascii(plain)))
    before = _AFTER.sub("", plain)
    plain = _turned(before if " " in before.strip() else plain)
    if " " not in plain.strip():
        plain = _HUMP.sub(" ", plain.strip())
    return _of_somebody(tuple(_WORD.findall(plain.lower().replace("'", ""))))


def _of_somebody(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without titles; none of what stands where nobody gave a name, nor of what many do together."""
    if " ".join(words) in _NOBODY or (words and (words[-1] in _MANY or _ROLES.issuperset(words))):
        return ()
    if not TITLES.isdisjoint(words):
        words = tuple(word for word in words if word not in TITLES) or words
    return _once(words)


def generation(name: str) -> int:
    """Which of a family of one name: 1 for `Ada Byron Sr.`, 2 for `Jr.` and `II`, 3 for `III`; 0 if it does not say."""
    found = _GENERATION.search(name) if len(name) < _LONG else None
    return _GENERATIONS[found[1].lower()] if found else 0


def asides(name: str) -> list[str]:
    """What may be a handle beside a name: `adab` in `Ada (adab) Byron`, `“adab”`, `@adab`."""
    if _PLAIN.fullmatch(name):
        return []
    found = [inside or behind for inside, behind in _BESIDE.findall(name)]
    return [each for each in found if each.lower() not in _PRONOUNS]


def _turned(name: str) -> str:
    """`Byron, Ada` as `Ada Byron`; what stands behind other commas is left out: `Ada Byron, Professor`."""
    first, *others = [part.strip() for part in name.split(",")]
    named = [part for part in others if not _is_no_name(set(_WORD.findall(part.lower())))]
    return f"{named[0]} {first}" if len(named) == 1 else " ".join([*named, first])


def _is_no_name(words: set[str]) -> bool:
    return words <= TITLES or bool(words & _COMPANIES)


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    """`Ada Byron Ada Byron` is one name."""
    half = len(words) // 2
    return words[:half] if half > 1 and words[:half] == words[half:] else words


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """How a word is spelt where the ways to write it in Latin letters differ: `yuriy` and `iouri`, `mueller`."""
    for written, spelt in _SPELT:
        word = written.sub(spelt, word)
    return word


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
