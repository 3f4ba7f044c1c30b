"""The texts of the simulated community, as they stand in `texts/`: one file a topic, one a language, one for all."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Problem(NamedTuple):
    """Something that people ask about, with what is answered."""

    titles: Sequence[str]
    asks: Sequence[str]
    answers: Sequence[str]
    more: Sequence[str] = ()
    """What the asker says next, once answered."""


class Topic(NamedTuple):
    key: str
    label: str
    weight: float
    lists: Mapping[str, Sequence[str]]
    problems: Sequence[Problem]
    talks: Sequence[Sequence[str]]
    """What people say of it without asking; after each what others say to that."""
    issues: Sequence[Sequence[str]]
    """Title and text of faults that are reported."""
    pulls: Sequence[Sequence[str]]
    """Title and text of changes that are proposed."""


class Language(NamedTuple):
    """Another language than English; what is said in it holds for every topic."""

    key: str
    lists: Mapping[str, Sequence[str]]
    problems: Sequence[Problem]
    talks: Sequence[Sequence[str]]
    thanks: Sequence[str]


class Book(NamedTuple):
    topics: Mapping[str, Topic]
    languages: Mapping[str, Language]
    common: Mapping[str, Sequence[str]]
    """Lists that every topic may use, and the small words of any conversation."""
    asked_back: Sequence[Sequence[str]]
    """What is asked before one can help, with what is said to that."""


@cache
def book() -> Book:
    """Read once; a text that the grammar cannot tell is found by the tests."""
    common = _read("common.toml")
    topics = {}
    for key in common["order"]["topics"]:
        told = _read(f"topics/{key}.toml")
        topics[key] = Topic(
            key,
            told["label"],
            told.get("weight", 1.0),
            {**common["lists"], **told.get("lists", {})},
            _problems(told),
            told["talks"],
            told["issues"],
            told["pulls"],
        )
    languages = {}
    for key in common["order"]["languages"]:
        told = _read(f"languages/{key}.toml")
        lists = {**common["lists"], **told.get("lists", {})}
        languages[key] = Language(key, lists, _problems(told), told["talks"], told["thanks"])
    return Book(topics, languages, common["lists"], common["asked"]["back"])


def _problems(told: dict[str, Any]) -> list[Problem]:
    return [Problem(**one) for one in told["problems"]]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("rapport.demo").joinpath("texts").joinpath(name).read_text("utf-8"))
