"""A name is found in a record where its words follow each other, however that is written; inside others it is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.ledger.named import beginning, phrase, says, spoken


def names(raw: bytes, *called: str) -> bool:
    phrases = {phrase(name) for name in called} - {""}
    return says(spoken(raw), {beginning(each) for each in phrases}.__contains__, phrases.__contains__)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"username":"serpent"}',
        b"x\tserpent\ty",
        b"thanks @serpent!",
        b'"/u/serpent"',
        b'{"raw":"line\\nserpent\\tand"}',
        b'{"raw":"the \\u0073erpent"}',
        b"serpent",
    ],
)
def test_a_handle_is_found(raw: bytes) -> None:
    assert names(raw, "serpent")


@pytest.mark.parametrize("raw", [b"serpents", b"my-serpent", b"serpent_1", b"Serpent", b"", b"\xff\xfe"])
def test_a_handle_inside_another_word_is_not(raw: bytes) -> None:
    assert not names(raw, "serpent")


@pytest.mark.parametrize("raw", [b"by Feathered Serpent <x>", b'"Feathered\\u00a0Serpent"', b"Feathered\tSerpent"])
def test_a_name_of_several_words_is_found_whole(raw: bytes) -> None:
    assert names(raw, "Feathered Serpent")
    assert not names(raw, "Feathered Snake", "Serpent Feathered", "The Feathered Serpent")


def test_of_a_long_name_the_beginning_counts() -> None:
    name = "Pablo Diego José Francisco de Paula Juan Nepomuceno"
    assert names(json.dumps({"name": name}).encode(), name)


@given(st.text(), st.text(), st.text())
def test_whatever_stands_in_json_is_found(before: str, name: str, after: str) -> None:
    raw = json.dumps({"name": name, "other": [before, after]}).encode()
    if phrase(name):
        assert names(raw, name)
