"""Three things worth doing today: by which rules a thing is worth how much, and which three are chosen. Pure.

Each rule gives points from figures alone, so that the same figures always give the same three; `docs/console.md` states
them. What can be mended by a few minutes of somebody's attention today outweighs what can be done on any day.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

NOT_NOW = timedelta(days=7)
"""So long a thing is not proposed again to who said "not now"."""
DONE_FOR = timedelta(days=7)
"""So long a thing is not proposed to anybody that comes back by itself, as proposed merges do."""
THINGS, OF_ONE_KIND = 3, 2


class Kind(StrEnum):
    PROMISE = "promise"
    FAILED = "failed"
    UNUSUAL = "unusual"
    QUESTION = "question"
    THANKS = "thanks"
    BACKUP = "backup"
    SAME = "same"
    BOTS = "bots"
    STALE = "stale"
    REJECTED = "rejected"
    GAP = "gap"
    EMPLOYER = "employer"


COMES_BACK = frozenset({Kind.BACKUP, Kind.SAME, Kind.BOTS, Kind.STALE, Kind.REJECTED})
"""Done is done for a week; of the others for good."""


class Thing(NamedTuple):
    kind: Kind
    key: str
    """Names it for as long as it is the same thing: `question:<id>`, `thanks:<member>:<reason>`, `same`."""
    points: float
    what: str
    why: str
    """Its figures, in a sentence."""
    address: str
    """Where to do it."""
    command: str = ""
    """What to type, where it is done on the command line."""


def three(things: Iterable[Thing], silent: Collection[str] = ()) -> list[Thing]:
    """The three of most points that nobody said are done, or not for now; no third one of a kind.

    A second one of a kind is taken only where there are not three kinds.
    """
    ranked = sorted((one for one in things if one.key not in silent), key=lambda one: (-one.points, one.key))
    first = {one.kind: one for one in reversed(ranked)}.values()
    chosen = sorted(first, key=ranked.index)[:THINGS]
    for one in ranked:
        alike = sum(other.kind is one.kind for other in chosen)
        if one not in chosen and alike < OF_ONE_KIND and len(chosen) < THINGS:
            chosen.append(one)
    return sorted(chosen, key=ranked.index)


def promise_points(days_over: int) -> float:
    """Somebody was told: once it is overdue nothing comes before it."""
    return 100 + min(days_over, 20)


FAILED_POINTS = 95.0
"""What failed may hide everything else."""


def unusual_points(days_ago: int) -> float:
    """It is worth understanding while people still talk of it."""
    return max(85 - 5 * days_ago, 0)


def question_points(hours: float, *, newcomer: bool) -> float:
    """Whoever asked for the first time decides by the answer whether to stay. Nothing for what was asked just now."""
    if hours < SOON:
        return 0
    return (70 if newcomer else 50) + min(hours / 24, 20)


SOON = 4
"""Hours in which somebody of the community may answer."""


def thanks_points(reason: str) -> float:
    """By what there is to thank for, as `people.thanks.reasons` calls it."""
    return {"first": 62, "thread": 58, "return": 56, "answers": 55, "gifts": 55, "years": 48}.get(reason, 48)


def backup_points(days: int | None) -> float:
    """None: never one was made. A month is early enough."""
    if days is None:
        return 60
    return 45 + min((days - BACKUP_DAYS) / 7, 20) if days > BACKUP_DAYS else 0


BACKUP_DAYS = 30


def same_points(pairs: int) -> float:
    return 40 + min(pairs, 100) / 5 if pairs else 0


def bots_points(suspects: int) -> float:
    """Each counts as a person until somebody says otherwise."""
    return 42 + min(suspects, 10) if suspects else 0


def stale_points(days: int) -> float:
    """Days since the newest activity: questions and thanks are of then."""
    return 46 + min(days / 30, 10) if days > STALE_DAYS else 0


STALE_DAYS = 7


def rejected_points(records: int) -> float:
    return 36 + min(records / 100, 10) if records else 0


def gap_points(missed: float) -> float:
    """By how many activities would have been usual in the silence."""
    return 34 + min(missed / 100, 12)


def employer_points(contributions: int) -> float:
    return 30 + min(contributions / 10, 20) if contributions >= GAVE_MUCH else 0


GAVE_MUCH = 10
"""Contributions in twelve months from which on it matters for whom somebody works."""
