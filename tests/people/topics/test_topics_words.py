"""Which words are somebody's own."""

import pytest

from rapport.people.topics.keyness import keys, ratio
from rapport.people.topics.words import of_names, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Renderer renders C++ and node.js.", {"the", "renderer", "renders", "c++", "and", "node.js"}),
        ("see https://example.org/render and `render()`", {"see", "and"}),
        ("```\nrender()\n```\nworks", {"works"}),
        ("> quoted words\nmine", {"mine"}),
        ("@ada it's don't 42 ab", set()),
        ("Вода и отражение", {"вода", "отражение"}),
        ("x" * 5000, {"x" * 30, "x" * 10}),
    ],
)
def test_words(text: str, expected: set[str]) -> None:
    assert words(text) == expected


def test_names_are_no_topics() -> None:
    assert of_names(["Ada Lovelace", "adal-42"]) >= {"ada", "lovelace", "ada lovelace", "adal-42"}


def test_own_words_stand_out_and_common_ones_do_not() -> None:
    mine = {"the": 80, "shader": 12, "water": 9, "waters": 8, "twice": 2}
    everybodys = {"the": 40_000, "shader": 300, "water": 100, "waters": 200, "twice": 20}
    told = keys(mine, 100, everybodys, 50_000, most=10)
    assert [key.word for key in told] == ["water", "shader"]  # "waters" is "water"; twice is chance


def test_of_equal_shares_there_is_nothing_to_tell() -> None:
    assert ratio(10, 100, 1000, 10_000) == pytest.approx(0)
    assert ratio(0, 100, 0, 100) == 0


def test_a_word_that_nobody_else_uses_is_theirs() -> None:
    assert [key.word for key in keys({"urhosharp": 5}, 50, {}, 1000, most=5)] == ["urhosharp"]
