"""What speaks for a bot, added up. Pure.

Chosen on the accounts of an hour of GitHub (tests/people/bots); docs/people-bots.md has how right it is.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rapport.people.bots.names import Says

ASK = 2.0
"""From here on the team is asked."""
FEW = 8
"""Fewer activities tell nothing of how somebody behaves."""
DAYS = 7
SLEEPLESS = 22
"""People are seen in fewer of the 24 hours of the day than so many, unless they are here for years."""


class Behaviour(NamedTuple):
    """Of one account, as far as it can be told; None where it cannot."""

    n: int
    """Activities with a time of their own: no commits, whose times their authors set."""
    texts: int
    alike: float | None
    """The share of its texts that say what another of them says, numbers aside."""
    unevenness: float | None
    """Standard deviation of the gaps between activities, in means: 1 by chance, people have more, a clock has 0."""
    reaction: float | None
    """Median seconds from what it answers to the answer."""
    answers: int
    hours: int
    """Of the 24, those in which at least 1 % of it happened."""
    days: int


class Sign(NamedTuple):
    weight: float
    words: str


def signs(called: Says, done: Behaviour) -> list[Sign]:
    """The weightiest first."""
    return sorted([*_of_name(called), *_of_texts(done), *_of_times(done)], key=lambda sign: -sign.weight)


def _of_name(called: Says) -> Iterator[Sign]:
    if called is Says.SURE:
        yield Sign(4.0, "only bots are called so")
    elif called is Says.LIKELY:
        yield Sign(2.0, "machines are called so")
    elif called is Says.MAYBE:
        yield Sign(2.0, "the name ends as bots' names do")


def _of_texts(done: Behaviour) -> Iterator[Sign]:
    if done.alike is not None and done.texts >= FEW and done.alike >= 0.7:
        yield Sign(2.0 if done.alike >= 0.9 else 1.0, f"{done.alike:.0%} of {done.texts:,} texts say the same")


def _of_times(done: Behaviour) -> Iterator[Sign]:
    if done.unevenness is not None and done.n >= 2 * FEW and done.unevenness <= 0.5:
        yield Sign(2.0, "as regular as a clock")
    if done.reaction is not None and done.answers >= FEW and done.reaction <= 20:
        yield Sign(1.5, f"answers within {max(1, round(done.reaction))} s")
    if done.n >= 200 and DAYS <= done.days <= 400 and done.hours >= SLEEPLESS:
        yield Sign(0.8, "never sleeps")
