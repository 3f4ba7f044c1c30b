"""The words of segments: what people do, where and in which language; and the names that a home has. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from rapport.text.names import LANGUAGES
from rapport.words.kinds import KINDS, Kind
from rapport.words.platforms import NAMES, name_of

ACTIVE, CONTRIBUTED = "active", "contributed"
"""Did anything at all; did something that is a contribution, as the team weighs the kinds."""

GIVING_VERBS = {
    "answered": "answer",
    "coded": "code",
    "documented": "documentation",
    "mentored": "mentoring",
    "organised": "organising",
    "reported": "report",
    "reviewed": "review",
    "spoke": "talk",
    "maintained": "upkeep",
}
"""Verbs for the contributions of `words.kinds.GIFTS`, again as the team weighs the kinds."""

DOING_VERBS = {
    "asked": ("topic", "question"),
    "attended": ("attendance",),
    "commented": ("comment", "review_comment"),
    "joined": ("join",),
    "posted": ("topic", "post", "message", "question", "article", "video"),
    "reacted": ("reaction",),
    "starred": ("star",),
    "voted": ("vote",),
}
"""Verbs for the kinds named beside them."""

VERBS = (ACTIVE, CONTRIBUTED, *GIVING_VERBS, *DOING_VERBS)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
KIND_WORDS: Mapping[str, Kind] = {words.lower(): kind for kind in KINDS for words in (kind.plural, kind.label)}
"""What one can have made so many of: `commits`, `pull request`."""
CODES: Mapping[str, str] = {name.lower(): code for code, name in LANGUAGES.items()}
"""Languages by their English names in lower case."""


@dataclass(frozen=True)
class Known:
    """The names that a home has; None where nobody looked, and any name will do."""

    platforms: Collection[str] = tuple(NAMES)
    """By their keys."""
    channels: Collection[str] | None = None
    tags: Collection[str] | None = None
    organisations: Collection[str] | None = None

    def platform(self, written: str) -> str | None:
        """The key of a platform that is named by its name or its key."""
        names = {name_of(key).lower(): key for key in self.platforms} | {key.lower(): key for key in self.platforms}
        return names.get(written.lower())


def named(written: str, names: Collection[str]) -> str | None:
    """A name as the home writes it, whatever its case."""
    if written in names:
        return written
    return next((name for name in names if name.lower() == written.lower()), None)


def closest(written: str, names: Collection[str]) -> str | None:
    """The name that was probably meant."""
    found = process.extractOne(written.lower(), {name: name.lower() for name in names}, scorer=fuzz.ratio)
    return found[2] if found and found[1] >= 60 else None
