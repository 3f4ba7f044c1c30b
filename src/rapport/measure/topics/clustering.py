"""Which texts are about one thing, and which topics go on from week to week. Pure; the same texts give the same topics.

A text is a direction from the middle of all texts, a topic the direction in which its own lie (spherical k-means). The
first time topics are sought among all texts. From then on they are carried along: each goes on from where it stood and
is moved by its texts, what lies near no topic is searched for new ones, two that have come to point the same way
become one, and one that hardly anything is left of ends. So a topic is the same topic next week not because two sets
were compared afterwards, but because it never was another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

NONE = -1
"""The topic of a text that is about none."""
NEAR = 0.30
"""Cosine below which a text is about none: of texts put at random into a topic, 19 of 20 lie further from it."""
SAME = 0.70
"""Cosine above which two topics are one."""
FEWEST = 8
"""Texts of a topic that begins; one that has fewer than half of them left ends."""
LOOKED_AT = 20_000
"""Texts that topics are sought among, evenly through those given; all are placed."""
ROUNDS = 4
"""How often topics that go on are moved by their texts, and these placed anew."""
STAYS = 0.03
"""So much nearer another topic has to be before a text leaves its own."""
SEED = 7


@dataclass(frozen=True)
class Topics:
    """Where topics lie: `mean`, the middle of all texts when topics were first made, and a row of length one each."""

    mean: Floats
    centres: Floats


@dataclass(frozen=True)
class Brought:
    """Topics that were carried on."""

    topics: Topics
    came_from: tuple[int | None, ...]
    """Of each, which of the former it goes on from; None of a new one."""
    merged: dict[int, int]
    """Of each former one that became part of another, which of the topics now."""
    ended: tuple[int, ...]
    """Former ones of which hardly anything is left."""


def how_many(texts: int) -> int:
    """How many topics are sought among so many texts: 10 of 300, 16 of 1,000, 30 of 5,000, 52 of 20,000."""
    return max(2, round(float(np.power(texts, 0.4))))


def sought(vectors: Floats) -> Topics:
    """Topics among texts that have none yet. One row a text, of length one."""
    some = _some(vectors)
    mean = some.mean(axis=0)
    turned = _turned(some, mean)
    centres = _apart(turned, _clustered(turned, how_many(len(some))))
    return Topics(mean, _moved(turned, centres, fewest=FEWEST)[0])


def placed(vectors: Floats, topics: Topics, before: Numbers | None = None) -> Numbers:
    """The topic of each text, by its place, or NONE. One that had a topic `before` leaves it for a nearer one only."""
    if not len(topics.centres):
        return np.full(len(vectors), NONE, np.int64)
    near = _turned(vectors, topics.mean) @ topics.centres.T
    if before is not None:
        had = np.flatnonzero((before >= 0) & (before < len(topics.centres)))
        near[had, before[had]] += STAYS
    best: Numbers = near.argmax(axis=1)
    return np.where(near[np.arange(len(near)), best] >= NEAR, best, NONE)


def brought_on(vectors: Floats, topics: Topics) -> Brought:
    """Topics after more texts came, with those that are new."""
    some = _some(vectors)
    turned = _turned(some, topics.mean)
    old = len(topics.centres)
    room = max(0, how_many(len(some)) - old)
    centres = np.concatenate([topics.centres, _new(turned, topics, room)])
    centres, kept = _moved(turned, centres, fewest=FEWEST // 2)
    merged_into, left = _merged(centres, kept)
    came_from = tuple(one if one < old else None for one in left)
    places = {one: place for place, one in enumerate(left)}
    merged = {one: places[into] for one, into in merged_into.items() if one < old}
    ended = tuple(one for one in range(old) if one not in kept)
    chosen = centres[[kept.index(one) for one in left]] if left else centres[:0]
    return Brought(Topics(topics.mean, chosen), came_from, merged, ended)


def _some(vectors: Floats) -> Floats:
    step = max(1, -(-len(vectors) // LOOKED_AT))
    return vectors[::step].astype(np.float32)


def _turned(vectors: Floats, mean: Floats) -> Floats:
    moved = vectors.astype(np.float32) - mean
    turned: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return turned


def _clustered(turned: Floats, many: int) -> Floats:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # pages keep the other cores, and sums are added in one order
        found = KMeans(min(many, len(turned)), n_init=3, random_state=SEED).fit(turned)
    return _long(found.cluster_centers_.astype(np.float32))


def _long(centres: Floats) -> Floats:
    long: Floats = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    return long


def _apart(turned: Floats, centres: Floats) -> Floats:
    """Without those that point where a larger one does."""
    sizes = np.bincount((turned @ centres.T).argmax(axis=1), minlength=len(centres))
    kept: list[int] = []
    for one in sorted(range(len(centres)), key=lambda place: (-sizes[place], place)):
        if not kept or (centres[kept] @ centres[one]).max() < SAME:
            kept.append(one)
    return centres[sorted(kept)]


def _moved(turned: Floats, centres: Floats, *, fewest: int) -> tuple[Floats, list[int]]:
    """The centres, moved by the texts near them, and which of those given they are: of some too few texts were near."""
    kept = list(range(len(centres)))
    for _ in range(ROUNDS):
        labels = placed(turned, Topics(np.zeros(turned.shape[1], np.float32), centres))
        sizes = np.bincount(labels[labels >= 0], minlength=len(centres))
        stay = np.flatnonzero(sizes >= fewest)
        sums = np.zeros_like(centres)
        np.add.at(sums, labels[labels >= 0], turned[labels >= 0])
        centres, kept = _long(sums[stay]), [kept[place] for place in stay]
    return centres, kept


def _new(turned: Floats, topics: Topics, room: int) -> Floats:
    """Where those texts lie together that are about none of these topics."""
    bare = Topics(np.zeros(turned.shape[1], np.float32), topics.centres)
    others = turned[placed(turned, bare) == NONE]
    if not room or len(others) < 2 * FEWEST:
        return topics.centres[:0]
    centres = _clustered(others, min(how_many(len(others)), room))
    labels = placed(others, Topics(bare.mean, centres))
    sizes = np.bincount(labels[labels >= 0], minlength=len(centres))
    clear = [
        place
        for place in range(len(centres))
        if sizes[place] >= FEWEST and (not len(topics.centres) or (topics.centres @ centres[place]).max() < SAME - 0.1)
    ]
    return centres[clear]


def _merged(centres: Floats, kept: Sequence[int]) -> tuple[dict[int, int], list[int]]:
    """Which become part of which, and which are left; the one that was there first is the one that stays."""
    left: list[int] = []
    into: dict[int, int] = {}
    for place, one in enumerate(kept):
        like = [other for other in left if float(centres[kept.index(other)] @ centres[place]) >= SAME]
        if like:
            into[one] = like[0]
        else:
            left.append(one)
    return into, left
