"""The entries of a list as an export writes it: at once where it is whole, one by one where it is not."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from rapport.platforms import begins
from rapport.platforms.ahead import again
from rapport.platforms.elements import Damaged, elements
from rapport.platforms.values import values_in
from rapport.platforms.window import LONGEST

BOM = b"\xef\xbb\xbf"
WHOLE = 24 << 20
"""Bytes that are read at once; the day of a busy channel has a tenth of it."""
_OPENING = re.compile(rb"\[")
_INDENTED = re.compile(rb"\s*\[\s*?(\n[ \t]*)\{")
_LIST = msgspec.json.Decoder(list[msgspec.Raw])


def pieces(stream: BinaryIO) -> Iterator[bytes | Damaged]:
    """Each entry, or what is damaged in its place. A fault of the stream is raised after what came before it."""
    begun = stream.read(WHOLE).removeprefix(BOM)
    try:
        entries = _LIST.decode(begun) if len(begun) < WHOLE - len(BOM) else None
    except (msgspec.DecodeError, RecursionError):
        entries = None
    yield from _one_by_one(begun, stream) if entries is None else map(bytes, entries)


def _one_by_one(begun: bytes, stream: BinaryIO) -> Iterator[bytes | Damaged]:
    """Slack indents its lists, so that nothing inside an entry begins as an entry does."""
    indented = _INDENTED.match(begun)
    if indented is None:
        opening = _OPENING.search(begun) if len(begun) < WHOLE - len(BOM) else None
        whole = values_in(begun[opening.end() :], _is_entry) if opening else None
        yield from elements(again(begun, stream), _OPENING) if whole is None else whole
        return
    rest = again(begun[indented.start(1) :], stream)
    for piece in begins.pieces(rest, re.compile(re.escape(indented[1]) + rb"\{")):
        if isinstance(piece, begins.Long):
            yield Damaged(piece.start, f"This entry is longer than {LONGEST >> 20} MiB.")
        else:
            yield from values_in(piece)


def _is_entry(value: object) -> bool:
    """A message has a time, a person and a channel have an id; what they hold has neither, but for quoted messages."""
    return isinstance(value, dict) and ("ts" in value or "id" in value) and len(value) > 2
