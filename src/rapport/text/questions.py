"""Whether a message asks something of others. Pure, and linear in the text's length.

What somebody quotes and what is code are not theirs: neither counts.
"""

import re

from rapport.text.marks import found_in

READ = 4_000
"""Characters that are looked at."""

_QUOTED = re.compile(r"^[ \t]*>.*$", re.M)
_ASKED = re.compile(r"[^\s?!.,;:][?？؟;՞]+(?=[\s)\"'”’»*_]|$)|[か][。?？]?\s*$", re.M)


def asks(text: str, title: str = "") -> bool:
    """Any text, as readers give it: code in fences and backticks, quotes marked with `>`."""
    return asks_in(found_in(f"{title}\n{text}").words, titled=bool(title))


def asks_in(words: str, *, titled: bool) -> bool:
    """`asks`, for a text whose code, links and mentions are taken out already. `titled`: its first line is a title."""
    return _ASKED.search(_QUOTED.sub("", words[:READ])) is not None
