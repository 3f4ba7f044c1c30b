"""What a segment can mean. Pure values; two texts mean the same when their trees are equal.

Everything is of the whole ledger unless a period says otherwise. Days are days in UTC.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Unit = Literal["day", "week", "month", "year"]
Limit = Literal["least", "most", "exactly"]


@dataclass(frozen=True)
class Days:
    """From `since` to `until`, both counted; None leaves that end open, but not both."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Last:
    """The last `n` days, weeks, months or years, today among them."""

    n: int
    unit: Unit


Period: TypeAlias = Days | Last


@dataclass(frozen=True)
class Times:
    limit: Limit = "least"
    n: int = 1


@dataclass(frozen=True)
class Did:
    """Did something that often, there and then."""

    what: str
    """A verb of `words.VERBS`, or the name of a kind."""
    times: Times = Times()
    platform: str = ""
    channel: str = ""
    """A channel's name, in any case; of two with one name, both."""
    language: str = ""
    period: Period | None = None


@dataclass(frozen=True)
class Seen:
    """The first or the last thing they ever did was in the period."""

    which: Literal["first", "last"]
    period: Period


@dataclass(frozen=True)
class Silent:
    """They did something before the period, and nothing in it or after it."""

    period: Period
    """Days with a `since` alone, or Last."""


@dataclass(frozen=True)
class Side:
    side: Literal["team", "community", "bot"]


@dataclass(frozen=True)
class Tagged:
    tag: str


@dataclass(frozen=True)
class At:
    """Belongs to an organisation today."""

    organisation: str


@dataclass(frozen=True)
class HasEmail:
    """An e-mail address of theirs is known."""


@dataclass(frozen=True)
class Called:
    """The name, or a handle, holds these words, in any case."""

    what: Literal["name", "handle"]
    words: str


@dataclass(frozen=True)
class Score:
    """The sum of their contributions, each with its weight."""

    limit: Literal["least", "most"]
    n: int
    period: Period | None = None


@dataclass(frozen=True)
class Not:
    one: "Tree"


@dataclass(frozen=True)
class All:
    each: tuple["Tree", ...]
    """Two or more, none of them an All."""


@dataclass(frozen=True)
class Either:
    each: tuple["Tree", ...]
    """Two or more, none of them an Either."""


Tree: TypeAlias = Did | Seen | Silent | Side | Tagged | At | HasEmail | Called | Score | Not | All | Either


def both(first: Tree, second: Tree) -> All:
    """Who is in both."""
    parts = [part for one in (first, second) for part in (one.each if isinstance(one, All) else (one,))]
    return All(tuple(parts))
