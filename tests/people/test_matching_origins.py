"""Names of one country come together oftener than chance tells."""

import random

import pytest

from rapport.people.matching.alias import alias
from rapport.people.matching.alike_handles import like_handles
from rapport.people.matching.origins import Origins
from rapport.people.matching.rarity import Rarity

NORTH = [f"{first}{last}" for first in ("bjo", "gun", "sve", "ast", "fre") for last in ("rn", "nar", "rid", "da")]
SOUTH = [f"{first}{last}" for first in ("xiu", "lan", "mei", "jun", "fan") for last in ("ya", "mo", "hui", "li")]


def drawn(many: int, seed: int) -> list[tuple[str, str]]:
    """Of each country half; its given and family names are drawn independently, the rare ones of each too."""
    chance = random.Random(seed)
    found: dict[tuple[str, str], None] = {}
    while len(found) < many:
        words = chance.choice((NORTH, SOUTH))
        given, family = (words[min(int(chance.expovariate(0.15)), 19)] for _ in range(2))
        found[f"{given}{chance.choice('abcd')}", f"{family}{chance.choice('sont')}"] = None
    return list(found)


@pytest.mark.parametrize("seed", range(3))
def test_names_of_one_country_come_together_about_as_often_as_there_are_countries(seed: int) -> None:
    names = drawn(3000, seed)
    origins = Origins(names, [1] * len(names))
    times = [origins.together(*name) for name in names]
    assert 1.6 < sum(times) / len(times) < 2.6, "about twice, by the draw"
    assert origins.together(NORTH[0] + "a", SOUTH[0] + "s") == 1.0
    assert origins.together("x", SOUTH[0] + "s") > 1.6, "an initial too"


def test_where_names_do_not_depend_on_each_other_little_is_found() -> None:
    chance = random.Random(5)
    names = list({(f"g{chance.randrange(60)}", f"f{chance.randrange(60)}"): None for _ in range(2500)})
    origins = Origins(names, [1] * len(names))
    times = [origins.together(*name) for name in names]
    assert sum(times) / len(times) < 1.15


def test_few_names_tell_nothing() -> None:
    origins = Origins([("ada", "byron"), ("bo", "quist")], [1, 1])
    assert origins.together("ada", "byron") == 1.0
    assert origins.together("nobody", "here") == 1.0
    assert Origins([], []).together("ada", "byron") == 1.0


def test_a_name_is_of_several_people_where_its_parts_let_expect_it() -> None:
    names = [(given, family) for given in NORTH for family in SOUTH]
    people = Origins([*names, ("ada", "byron")], [10] * len(names) + [10]).people
    assert people["ada", "byron"] < 1.01, "ten times seen, and rare: one person"
    assert people[names[0]] > 1.3


def test_a_handle_that_spells_out_the_initial_says_no_more_than_the_given_name() -> None:
    crowd = [alias(f"{at}", f"{given.title()} {family.title()}") for at, (given, family) in enumerate(drawn(400, 1))]
    one, other = alias("x", "X. Li", "xiulanli340@a.example"), alias("y", "X. Li", "xiulanli1@b.example")
    unlike = alias("z", "X. Li", "otternrk340@a.example"), alias("w", "X. Li", "otternrk1@b.example")
    crowd += [alias(f"l{at}", f"Xiulan {family.title()}") for at, family in enumerate(SOUTH)]
    rarity = Rarity([*crowd, one, other, *unlike])
    assert like_handles(*unlike, rarity).weight > 5
    assert like_handles(one, other, rarity).weight < 1
