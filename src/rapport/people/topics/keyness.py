"""Which words are somebody's own: those that more of their texts hold than anybody's would. Pure.

Dunning's log-likelihood ratio (Computational Linguistics 19, 1993): how much better two shares explain what was counted
than one share does. Unlike tf-idf it does not take a word for a topic that stands in two texts by chance.
"""

from collections.abc import Iterable, Mapping
from math import log
from typing import NamedTuple

LEAST_TEXTS = 3
LEAST_TIMES = 2.0
"""So many times as often as in everybody's texts."""
COMMON = 0.05
"""What so many of all texts hold is no topic: our, your, does."""
SURE = 10.83
"""Chance gives as much once in a thousand words (chi-squared, one degree of freedom)."""


class Key(NamedTuple):
    word: str
    texts: int
    """Of theirs that hold it."""
    score: float


def keys(
    counted: Mapping[str, int], texts: int, everybodys: Mapping[str, int], all_texts: int, *, most: int
) -> list[Key]:
    """The words that are theirs, the surest first.

    `counted` has for each word how many of their `texts` hold it, `everybodys` how many of `all_texts`; a word that is
    not there is in none.
    """
    found = []
    for word, mine in counted.items():
        others = everybodys.get(word, 0)
        more = mine * (all_texts + 1) >= LEAST_TIMES * texts * (others + 1)
        if more and mine >= LEAST_TEXTS and others <= COMMON * all_texts:
            score = ratio(mine, texts, others, all_texts)
            if score >= SURE:
                found.append(Key(word, mine, score))
    return _unlike(sorted(found, key=lambda key: (-key.score, key.word)), most)


def ratio(mine: int, texts: int, others: int, all_texts: int) -> float:
    share = (mine + others) / (texts + all_texts)
    cells = (
        (mine, texts * share),
        (texts - mine, texts * (1 - share)),
        (others, all_texts * share),
        (all_texts - others, all_texts * (1 - share)),
    )
    return 2 * sum(seen * log(seen / expected) for seen, expected in cells if seen > 0 and expected > 0)


def _unlike(found: Iterable[Key], most: int) -> list[Key]:
    """Of a word and its plural the surer one."""
    kept: dict[str, Key] = {}
    for key in found:
        stem = key.word.removesuffix("s") if len(key.word) > 4 else key.word
        kept.setdefault(stem, key)
        if len(kept) == most:
            break
    return list(kept.values())
