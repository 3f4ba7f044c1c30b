"""A stream cut where its records begin, in flat memory: what is damaged in one record takes no other with it.

Take this where nothing inside a record can begin as a record does (an indented list, a platform's first two keys): no
byte is looked at as JSON, so no damage can mislead it. `values` then reads what a piece holds. Where only the decoder
can tell what lies between two elements, take `elements`.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from rapport.platforms.window import LONGEST, WINDOW
from rapport.words.records import MAX_RAW

_OVERLAP = 512
"""Bytes by which a beginning may lie across two chunks."""


class Long(NamedTuple):
    """The start of a piece that is too long to be read."""

    start: bytes


def pieces(stream: BinaryIO, begins: re.Pattern[bytes]) -> Iterator[bytes | Long]:
    """First what stands before the first beginning, though it be empty; then each piece up to the next beginning.

    A fault of the stream itself is raised after what came before it.
    """
    # One underlying read at a time: where a damaged stream fails, all that came before it has been handed on.
    read = getattr(stream, "read1", stream.read)
    held, looked, passing = b"", 0, False
    fault: Exception | None = None
    while not fault:
        try:
            chunk = read(WINDOW)
        except Exception as error:  # noqa: BLE001  # raised again when what came before it is given
            fault, chunk = error, b""
        if not chunk:
            break
        held += chunk
        at = 0
        for found in begins.finditer(held, looked):
            if not passing:
                yield held[at : found.start()]
            at, passing = found.start(), False
        held = held[at:]
        if len(held) > LONGEST:
            if not passing:
                yield Long(held[:MAX_RAW])
            held, passing = held[-_OVERLAP:], True
        # A piece's own beginning is not looked for again.
        looked = max(len(held) - _OVERLAP, 0 if passing else 1)
    if not passing:
        yield held
    if fault:
        raise fault
