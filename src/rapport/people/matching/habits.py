"""What two identities do, beside how they are called: when they are about, of what they write, with whom they talk.

Each sign is worth the logarithm of how much oftener it is seen of two identities of one person than of strangers. That
is learnt from those at hand whose person is known, and begins as it was measured (docs/people.md). Of activity there is
seldom enough to prove anything, so habits decide who is asked about and in which order, and put nobody together.
Pure.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

ENOUGH = 5
"""Activities of the one who has fewer, from which their hours tell anything."""
OF_HOURS = 30
"""More activities than these make nobody's hours surer: they are not done independently of each other."""
OF_THE_CROWD = 10.0
"""Activities as the crowd does them that are reckoned to each profile of hours: a few acts tell no night's sleep."""
ALL = 4.0
"""The most that all habits together may count for, or against."""
MEASURED = 100
"""Pairs that what was measured counts for, beside those at hand."""
COMMON_WORDS = 3


class Habits(NamedTuple):
    hours: tuple[int, ...]
    """Activities in each hour of the day (UTC), 24."""
    days: tuple[int, ...]
    """On which there was any, in order."""
    zones: frozenset[int]
    """Minutes east of UTC that their clocks showed; empty where the platform tells none."""
    words: Mapping[str, float]
    """The weight of each of their words, the squares of which come to 1."""
    company: frozenset[int]
    """The members to whom they talk or who talk to them."""
    linked: str
    """The GitHub account to whose pages they link most, by its login; empty where to none so often."""
    logins: frozenset[str]
    """By which their own account may be called."""


class Crowd(NamedTuple):
    """What everybody does, against which a habit is held."""

    hours: tuple[float, ...]
    """Shares of all activity in each hour of the day, smoothed."""
    talkers: Mapping[int, int]
    """With how many each member talks."""


class Sign(NamedTuple):
    tell: Callable[[Habits, Habits, Crowd], float | None]
    """None where there is too little to tell."""
    edges: tuple[float, ...]
    """Between its bands; a value on an edge is in the upper one."""
    one: tuple[float, ...]
    """The share of pairs of one person in each band, as measured."""
    strangers: tuple[float, ...]
    told: Callable[[Habits, Habits], str]
    """The sign in words, where it speaks for one person."""
    against: str


class Weighed(NamedTuple):
    weight: float
    evidence: tuple[str, ...]


Weights = tuple[tuple[float, ...], ...]
"""Of each sign's bands."""
Pair = tuple[Habits, Habits]


def crowd_of(everybody: Collection[Habits]) -> Crowd:
    hours = [sum(each.hours[hour] for each in everybody) for hour in range(24)]
    talkers = Counter(member for each in everybody for member in each.company)
    return Crowd(tuple(_smooth(hours)) if any(hours) else (1 / 24,) * 24, talkers)


def learnt(one: Iterable[Pair], strangers: Iterable[Pair], crowd: Crowd) -> Weights:
    """From pairs known to be of one person and of two, beside what was measured."""
    same, unlike = _counted(one, crowd), _counted(strangers, crowd)
    return tuple(
        tuple(
            math.log(_share(mine, band, sign.one) / _share(theirs, band, sign.strangers))
            for band in range(len(sign.one))
        )
        for sign, mine, theirs in zip(SIGNS, same, unlike, strict=True)
    )


def weigh(pair: Pair, weights: Weights, crowd: Crowd) -> Weighed:
    found = []
    for sign, worth in zip(SIGNS, weights, strict=True):
        band = _band(sign, pair, crowd)
        if band is not None:
            found.append((worth[band], sign))
    told = sorted(found, key=lambda each: -each[0])
    evidence = [
        sign.told(*pair) if weight > 0 else f"against it: {sign.against}"
        for weight, sign in told
        if weight > 0.5 or weight < -1
    ]
    return Weighed(max(-ALL, min(ALL, sum(weight for weight, _ in found))), tuple(evidence))


def _counted(pairs: Iterable[Pair], crowd: Crowd) -> list[Counter[int]]:
    counted: list[Counter[int]] = [Counter() for _ in SIGNS]
    for pair in pairs:
        for sign, bands in zip(SIGNS, counted, strict=True):
            if (band := _band(sign, pair, crowd)) is not None:
                bands[band] += 1
    return counted


def _share(counted: Counter[int], band: int, measured: Sequence[float]) -> float:
    return (counted[band] + MEASURED * measured[band]) / (counted.total() + MEASURED * sum(measured))


def _band(sign: Sign, pair: Pair, crowd: Crowd) -> int | None:
    value = sign.tell(*pair, crowd)
    return None if value is None else bisect_right(sign.edges, value)


def _zones(one: Habits, other: Habits, crowd: Crowd) -> float | None:
    """1 where both clocks ever showed the same time zone, else 0."""
    if not one.zones or not other.zones:
        return None
    return float(bool(one.zones & other.zones))


def _hours(one: Habits, other: Habits, crowd: Crowd) -> float | None:
    """How much better the hours of the one who did more foretell those of the other than the crowd's do: the mean
    logarithm for each activity, times the root of how many there are. Where both clocks tell their zone, that says it.
    """
    less, more = sorted((one, other), key=lambda each: sum(each.hours))
    n, much = sum(less.hours), sum(more.hours)
    if n < ENOUGH or (one.zones and other.zones):
        return None
    usual = [
        (much * share + OF_THE_CROWD * everybodys) / (much + OF_THE_CROWD)
        for share, everybodys in zip(_smooth(more.hours), crowd.hours, strict=True)
    ]
    better = sum(
        times * math.log(mine / everybodys)
        for times, mine, everybodys in zip(less.hours, usual, crowd.hours, strict=True)
    )
    return better / n * math.sqrt(min(n, OF_HOURS))


def _days(one: Habits, other: Habits, crowd: Crowd) -> float | None:
    """The days between the two days that are nearest to each other."""
    if not one.days or not other.days:
        return None
    less, more = sorted((one.days, other.days), key=len)
    return min(abs(day - near) for day in less for near in _beside(more, day))


def _beside(days: Sequence[int], day: int) -> Sequence[int]:
    at = bisect_left(days, day)
    return days[max(at - 1, 0) : at + 1]


def _words(one: Habits, other: Habits, crowd: Crowd) -> float | None:
    if not one.words or not other.words:
        return None
    return sum(weight * other.words.get(word, 0.0) for word, weight in one.words.items())


def _company(one: Habits, other: Habits, crowd: Crowd) -> float | None:
    """The members with whom both talk, those who talk with few counting most (Adamic and Adar, "Friends and neighbors
    on the Web", 2003), for the number of those with whom each does."""
    if not one.company or not other.company:
        return None
    met = sum(1 / math.log(1 + max(crowd.talkers.get(member, 0), 2)) for member in one.company & other.company)
    return met / math.sqrt(len(one.company) * len(other.company))


def _links(one: Habits, other: Habits, crowd: Crowd) -> float | None:
    """1 where one of them links most to pages of an account that is called like the other, 0 where to another's."""
    if not one.linked and not other.linked:
        return None
    return float(one.linked in other.logins or other.linked in one.logins)


def _common(one: Habits, other: Habits) -> str:
    both = {word: weight * other.words[word] for word, weight in one.words.items() if word in other.words}
    return "both write of " + ", ".join(sorted(both, key=lambda word: (-both[word], word))[:COMMON_WORDS])


def _smooth(hours: Sequence[int]) -> list[float]:
    """Shares of each hour, to which its neighbours lend some: nobody's day is cut at the full hour."""
    lent = [
        hours[hour]
        + (hours[hour - 1] + hours[(hour + 1) % 24]) / 2
        + (hours[hour - 2] + hours[(hour + 2) % 24]) / 4
        + 0.01
        for hour in range(24)
    ]
    return [each / sum(lent) for each in lent]


SIGNS = (
    Sign(
        _links,
        (1,),
        (0.53, 0.47),
        (0.99, 0.01),
        lambda one, other: f"links most to pages of “{one.linked if one.linked in other.logins else other.linked}”",
        "links most to another's pages",
    ),
    Sign(
        _zones,
        (1,),
        (0.25, 0.75),
        (0.84, 0.16),
        lambda one, other: "the same time zone",
        "never in one time zone",
    ),
    Sign(
        _hours,
        (-2, -0.5, 0.5, 1.5),
        (0.03, 0.06, 0.45, 0.27, 0.19),
        (0.2, 0.31, 0.35, 0.12, 0.02),
        lambda one, other: "about at the same hours of the day",
        "about at other hours of the day",
    ),
    Sign(
        _days,
        (2, 8, 31, 181),
        (0.58, 0.06, 0.11, 0.16, 0.09),
        (0.2, 0.09, 0.09, 0.15, 0.47),
        lambda one, other: "about on the same days",
        "about in other years",
    ),
    Sign(
        _words,
        (0.01, 0.03, 0.06, 0.12),
        (0.15, 0.15, 0.28, 0.23, 0.19),
        (0.21, 0.28, 0.31, 0.16, 0.04),
        _common,
        "they write of other things",
    ),
    Sign(
        _company,
        (0.01, 0.04, 0.08),
        (0.2, 0.2, 0.2, 0.4),
        (0.5, 0.25, 0.15, 0.1),
        lambda one, other: "they talk with the same people",
        "they talk with other people",
    ),
)
