"""Texts from a grammar: `[one|another]` is one of them, `{name}` something from the list of that name."""

import re
from collections.abc import Mapping, Sequence
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")

Lists = Mapping[str, Sequence[str]]


class Telling:
    """One conversation's way of filling names: the table that the question names is the one that the answer names."""

    def __init__(self, chance: Random, lists: Lists) -> None:
        self._chance, self._lists = chance, lists
        self._chosen: dict[str, str] = {}
        self._told: set[str] = set()

    def new(self, texts: Sequence[str]) -> str | None:
        """One of these that was not told here before; None where there is none left."""
        left = [text for text in texts if text not in self._told]
        if not left:
            return None
        text = self._chance.choice(left)
        self._told.add(text)
        return self.tell(text)

    def new_of(self, name: str) -> str | None:
        return self.new(self._lists[name])

    def tell(self, text: str) -> str:
        """Raises KeyError for a name that no list has."""
        return _NAME.sub(self._named, _chosen(self._chance, text))

    def _named(self, found: re.Match[str]) -> str:
        name = found[1]
        if name == "n":
            return str(self._chance.choice((2, 3, 4, 6, 8, 12, 20, 40, 64, 90, 120, 250, 400)))
        if name not in self._chosen:
            self._chosen[name] = self.tell(self._chance.choice(self._lists[name]))
        return self._chosen[name]


def _chosen(chance: Random, text: str) -> str:
    """From the innermost brackets outwards."""
    while found := _CHOICE.search(text):
        text = text[: found.start()] + chance.choice(found[1].split("|")) + text[found.end() :]
    return text
