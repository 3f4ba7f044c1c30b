"""What is worth comparing is found without comparing all."""

from itertools import combinations, pairwise

import pytest

from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.likeness import likeness
from rapport.people.matching.pairs import MOST, Pairs, pairs
from rapport.people.matching.rarity import Rarity
from tests.bench.accounts import accounts

LEAST = 0.0
"""Half of such pairs are one person."""


def places(found: Pairs) -> list[tuple[int, int]]:
    return list(zip(found.ones.tolist(), found.others.tolist(), strict=True))


def made_up(many: int, seed: int) -> list[Alias]:
    return [alias(str(n), m.name, m.email, m.login, m.platform) for n, m in enumerate(accounts(many, seed))]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_those_found_are_those_who_are_like_and_few_others(seed: int) -> None:
    aliases = made_up(600, seed)
    rarity = Rarity(aliases)
    found = places(pairs(aliases, rarity, LEAST))
    like = {
        (one, other)
        for one, other in combinations(range(len(aliases)), 2)
        if likeness(aliases[one], aliases[other], rarity).score >= LEAST
    }
    assert len(like) > 100
    assert len(like - set(found)) <= len(like) / 50, "but for family names of two letters of which one is mistyped"
    assert len(found) < 3 * len(like)
    assert all(one < other for one, other in found)
    assert all(before < after for before, after in pairwise(found)), "each once, in order"


def test_what_too_many_share_is_compared_where_they_share_more() -> None:
    """As the builds of a machine, or one who signs with a name that many have."""
    crowd = [alias(str(n), "Zelda Quist", f"x{n:03}@host{n}.example") for n in range(MOST + 20)]
    crowd[3], crowd[7] = (alias(str(n), "Zelda Quist", "blueotter@mail.example") for n in (3, 7))
    aliases = [*crowd, *made_up(2000, 4)]
    found = set(places(pairs(aliases, Rarity(aliases), LEAST)))
    assert (3, 7) in found
    assert len([pair for pair in found if max(pair) < len(crowd)]) < MOST


@pytest.mark.parametrize("many", [0, 1, 2])
def test_few(many: int) -> None:
    aliases = [alias(str(n), "Zelda Quist") for n in range(many)]
    assert places(pairs(aliases, Rarity(aliases), -9.0)) == [(0, 1)][: many // 2]
