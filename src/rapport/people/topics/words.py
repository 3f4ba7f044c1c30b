"""The words of a text that may be a topic. Pure."""

import re
from collections.abc import Collection

_ELSE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|<[^>\s]*>|(?<!\w)@[\w.-]+|^>[^\n]*$", re.S | re.M)
"""Code, links, markup, mentions and quotes: not words that they said."""
_WORD = re.compile(r"[^\W\d_](?:[\w+#]|[.'’-](?=\w)){1,29}[+#]*")
SHORTEST = 3
MOST = 1_000
"""Characters of a text that are looked at."""


def words(text: str) -> set[str]:
    """In lower case, each once: letters first, then also digits and what stands inside `c++`, `node.js`, `e-mail`."""
    return {word for word in in_order(text) if word}


def in_order(text: str) -> list[str]:
    """As `words`, one after the other; "" stands for what is none, so that what it keeps apart are no neighbours."""
    said = _ELSE.sub(" \0 ", text[:MOST])
    found: list[str] = []
    ended = 0
    for match in _WORD.finditer(said):
        if said[ended : match.start()].strip():  # a sign, or a word of one letter
            found.append("")
        word, ended = match[0].lower(), match.end()
        found.append(word if len(word) >= SHORTEST and "'" not in word and "’" not in word else "")
    return found


def of_names(names: Collection[str]) -> set[str]:
    """The words of somebody's names and handles, with which they sign."""
    return {word for name in names for word in (*words(name), name.strip().lower())}
