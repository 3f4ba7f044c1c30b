"""Whether a text of the team's names somebody who is to be forgotten. Pure."""

import re
from collections.abc import Iterable


def says(text: str, words: Iterable[str]) -> bool:
    """One of these words, names or addresses stands in it by itself, in any case: `Al` is not found in `Alice`."""
    folded = text.casefold()
    return any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", folded) for word in words if word)
