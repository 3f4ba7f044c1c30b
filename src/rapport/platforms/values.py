"""JSON that is not quite whole and held already: its values one after another, up to where it breaks.

Take this for a piece that `begins` cut, or for a small list of which a function knows the entries; `elements` reads
lists of any length from a stream.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from rapport.platforms.elements import Damaged
from rapport.words.records import MAX_RAW

TRIES = 2_000
"""Objects that are looked at behind damage; one entry holds a tenth of that."""
_BRACE = re.compile(r"\{")
_BETWEEN = re.compile(r"[\s,]*+")
_one = json.JSONDecoder(strict=False, parse_constant=lambda _: None).raw_decode


def values_in(part: bytes, is_entry: Callable[[Any], bool] | None = None) -> Iterator[bytes | Damaged]:
    """The values that stand in a part of a list, up to the list's end, and what is damaged between or after them.

    `is_entry` knows an entry of the list: behind damage it goes on with the next one; without it, it ends there.
    Lone surrogates become question marks, bytes that are not UTF-8 become U+FFFD, NaN becomes null.
    """
    text, at = part.decode("utf-8", "replace"), 0
    while (at := _skip(text, at)) < len(text) and text[at] != "]":
        begun = at
        try:
            value, at = _one(text, at)
            yield dump(value)
        except (ValueError, RecursionError) as problem:
            at = _next(text, begun + 1, is_entry) if is_entry else len(text)
            kept = text[begun : min(at, begun + MAX_RAW)].encode("utf-8", "replace")
            yield Damaged(kept[:MAX_RAW], f"This is not whole JSON, as where a file was cut off: {problem}.")


def _next(text: str, at: int, is_entry: Callable[[Any], bool]) -> int:
    """Where the next entry begins; the end where none is found in so many tries."""
    for brace in islice(_BRACE.finditer(text, at), TRIES):
        with suppress(ValueError, RecursionError):
            if is_entry(_one(text, brace.start())[0]):
                return brace.start()
    return len(text)


def dump(value: object) -> bytes:
    """Raises RecursionError for what is nested too deeply."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
