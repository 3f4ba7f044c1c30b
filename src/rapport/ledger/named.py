"""What a person is called, looked for in a record as it was found. Pure.

A name, handle or address becomes a phrase: its first words. A record's text holds that phrase where the same words
follow each other, whatever stands between them, so that `Feathered Serpent` is found in a table and in JSON alike.
"""

import re
from collections.abc import Callable

MOST = 6
"""Words of a name that are looked at."""

_WORD = re.compile(r"[\w-]+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([^u]))")


def spoken(raw: bytes) -> str:
    """The text of a record with JSON's escapes resolved: `Jos\\u00e9` is `José`, and a line's end ends a word."""
    text = _ESCAPE.sub(_resolved, raw.decode("utf-8", "replace"))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _resolved(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return " " if escape[2] in "nrtbf" else escape[2]


def phrase(name: str) -> str:
    """The name as it is looked for; empty for a name without letters or digits, which is never found."""
    return " ".join(_WORD.findall(name)[:MOST])


def beginning(phrase: str) -> str:
    return phrase.partition(" ")[0]


def says(text: str, begins: Callable[[str], bool], is_name: Callable[[str], bool]) -> bool:
    """Whether a phrase for which `is_name` holds stands in the text. `begins` is asked once about each word."""
    words = _WORD.findall(text)
    first = {word for word in set(words) if begins(word)}
    return any(
        is_name(" ".join(words[place : place + length]))
        for place, word in enumerate(words)
        if word in first
        for length in range(1, MOST + 1)
    )
