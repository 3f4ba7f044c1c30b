"""Words and names that many have put nobody together, however few of them are at hand."""

import pytest

from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.clusters import clusters
from rapport.people.matching.deciding import Decided, Standing, decide
from rapport.people.matching.popular import is_word, named, picked

SIZES = [2, 10, 100, 1000]


def decided(one: Alias, other: Alias, size: int) -> Decided:
    """Among so many strangers, of whom nobody has the same name."""
    syllables = [first + second for first in "bdfgkl" for second in ("ax", "oq", "uz", "ij")]
    words = [one + two for one in syllables for two in syllables]
    strangers = [
        alias(f"s{at}", f"{words[at % 569].title()} {words[at * 7 % 571].title()}en", login=f"u{at}x{at * 7}")
        for at in range(size)
    ]
    return decide([one, other, *strangers], Standing(range(size + 2)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("handle", ["dragon", "Phoenix", "starlight", "pythonista", "ninja", "codemonkey", "kimminsu"])
def test_a_word_as_a_handle_is_never_enough(handle: str, size: int) -> None:
    for name in ("", handle):
        pair = [alias(platform, name, login=handle, platform=platform) for platform in ("github", "discord")]
        assert decided(*pair, size).joins == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "name",
    [
        "김민수",
        "王伟",
        "Nguyễn Văn Hùng",
        "María García López",
        "Mohamed Ahmed Ali",
        "John Smith",
        "Minsu Kim",
        "محمد علي",
    ],
)
def test_a_popular_name_is_never_enough(name: str, size: int) -> None:
    pair = [alias(str(at), name, login=f"q{at}zork{at}", platform="github") for at in range(2)]
    assert decided(*pair, size).joins == []


def test_beside_another_sign_a_word_and_a_popular_name_count() -> None:
    word = [alias(platform, "Zelda Zolotar", login="starlight", platform=platform) for platform in ("github", "x")]
    assert len(decided(*word, 100).joins) == 1
    name = [alias(platform, "김민수", login="zorkadon", platform=platform) for platform in ("github", "x")]
    assert len(decided(*name, 100).joins) == 1


def test_a_handle_that_is_no_word_is_enough() -> None:
    pair = [alias(platform, "", login="zorkadonix", platform=platform) for platform in ("github", "discord")]
    assert len(decided(*pair, 100).joins) == 1


@pytest.mark.parametrize("handle", ["zorkadon", "zquist", "dragon1987", "linuxzorkadon", "x"])
def test_what_is_no_word(handle: str) -> None:
    assert not is_word(handle)


def test_the_commoner_the_more_have_it() -> None:
    assert picked("dragon") > picked("starlight") > picked("zorkadon") == 0
    assert (
        named(("john", "smith")) > named(("wei", "wang")) == named(("wang", "wei")) > named(("zelda", "zolotar")) == 0
    )


def test_a_word_as_a_handle_puts_nobody_together_in_a_table_either() -> None:
    found = [alias("1", login="dragon", platform="github"), alias("2", login="dragon", platform="discord")]
    assert len({place.person for place in clusters(found)}) == 2
