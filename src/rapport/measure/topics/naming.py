"""What a topic is called: the words that its texts hold and the others do not. Pure.

Class-based TF-IDF (Grootendorst 2022), of texts that hold a word or two neighbours rather than of their number: a word
that one text repeats names nothing. What fewer than three people say names nothing either, so that no name tells of a
single person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from rapport.measure.topics.stopwords import stop_words
from rapport.people.topics.words import in_order

UNNAMED = "unnamed"
"""Where no word is in some texts and not in the others."""
SAYERS = 3
OFTEN = 0.08
"""The share of a topic's texts that a word of its name is in, at least."""
MORE = 2.0
"""So many times as often as in all texts."""
WORDS = 3
SPARE = 12
"""Words that are kept besides, for those that have to go."""


class Said(NamedTuple):
    """One text."""

    topic: int
    """Below zero: about none; it counts among the others."""
    who: object
    """Whoever wrote it; None where nobody knows."""
    text: str


def words_of(texts: Sequence[Said], stop: frozenset[str] | None = None) -> dict[int, list[str]]:
    """Of each topic the words that are its own, the most telling first."""
    stop = stop_words() if stop is None else stop
    held: dict[int, Counter[str]] = defaultdict(Counter)
    sayers: dict[tuple[int, str], set[object]] = defaultdict(set)
    everywhere: Counter[str] = Counter()
    sizes: Counter[int] = Counter()
    for topic, who, text in texts:
        found = set(terms(text, stop))
        everywhere.update(found)
        sizes[topic] += 1
        if topic < 0:
            continue
        held[topic].update(found)
        for term in found:
            seen = sayers[topic, term]
            if who is not None and len(seen) < SAYERS:
                seen.add(who)
    return {topic: _telling(held[topic], sizes[topic], everywhere, len(texts), topic, sayers) for topic in sorted(held)}


def name_of(words: Sequence[str], taken: Sequence[str] = ()) -> str:
    """The first few, none within another; other ones where a topic is called so already."""
    chosen: list[str] = []
    for word in words:
        if not any(_alike(word, other) for other in chosen):
            chosen.append(word)
        if len(chosen) >= WORDS and ", ".join(chosen[-WORDS:]) not in taken:
            return ", ".join(chosen[-WORDS:])
    return ", ".join(chosen[:WORDS]) or UNNAMED


def terms(text: str, stop: frozenset[str]) -> Iterator[str]:
    """Words, and two that stand side by side."""
    found = ["" if word in stop else word for word in in_order(text)]
    yield from (word for word in found if word)
    yield from (f"{one} {other}" for one, other in pairwise(found) if one and other and one != other)


def _telling(
    held: Counter[str],
    size: int,
    everywhere: Counter[str],
    texts: int,
    topic: int,
    sayers: dict[tuple[int, str], set[object]],
) -> list[str]:
    scores = {}
    for term, n in held.items():
        often, usual = n / size, everywhere[term] / texts
        if often >= OFTEN and often >= MORE * usual and len(sayers[topic, term]) >= SAYERS:
            scores[term] = often * log(1 + often / usual) * (1.3 if " " in term else 1)
    return sorted(scores, key=lambda term: (-scores[term], term))[: WORDS + SPARE]


def _alike(word: str, other: str) -> bool:
    """Whether one says the other again: shadows and shadow, light and directional light."""
    mine, theirs = _stems(word), _stems(other)
    return bool(mine & theirs)


def _stems(term: str) -> set[str]:
    return {word.removesuffix("s") if len(word) > 4 else word for word in term.split()}
