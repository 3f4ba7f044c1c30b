"""A walk through a JSON document too large to hold: its keys and values one after another, in flat memory.

Take this where the arrays that matter stand somewhere inside a document, or beside keys that are needed. Their elements
are given by `elements`; a file of which one array is all that matters needs no walk.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from rapport.platforms.elements import Damaged, Elements, as_json
from rapport.platforms.fields import NotReadable, load
from rapport.platforms.window import LONGEST, TOKEN, Window

_SPACE = re.compile(rb"[ \t\r\n]*+")
_BEGINS = re.compile(rb'["{\[\w+-]')
_BOM = b"\xef\xbb\xbf"
BROKEN_OFF = "the file breaks off here"


class Malformed(Exception):
    """What is there is no JSON, or not the JSON that was looked for. The message is a reason for people."""


class JsonWalk:
    """Where the walk stands in the document. Every method begins at the next value and ends behind it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._window = Window(stream)
        self._window.fill(len(_BOM))
        if self._window.held.startswith(_BOM):
            self._window.at = len(_BOM)
        self.cut = False
        """Whether the document ended inside an array whose elements were read: there is nothing to go on with."""

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        window = self._window
        while True:
            window.pass_over(_SPACE)
            if window.left:
                return chr(window.held[window.at])
            if not window.more():
                window.finish()
                return ""

    def value(self) -> Any:
        """The next value, whole. NaN and the infinities become `None`. Raises Malformed."""
        self.peek()
        window = self._window
        if not _BEGINS.match(window.held, window.at):
            raise Malformed("it is no JSON" if window.left else BROKEN_OFF)
        while (end := window.value_ends()) is None:
            if window.left > LONGEST:
                raise Malformed(f"it is longer than {LONGEST >> 20} MiB")
            if window.ended:
                raise Malformed(BROKEN_OFF)
            window.more()
        raw = window.held[window.at : end]
        try:
            value = load(as_json(raw) or raw)
        except NotReadable as problem:
            raise Malformed(f"it is no JSON ({problem})") from None
        window.at = end
        return value

    def members(self) -> Iterator[str]:
        """The keys of the object here. Whoever takes a key must take its value before the next."""
        self._need("{")
        if self._take("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise Malformed("a key is no text")
            self._need(":")
            yield key
            if self._take("}"):
                return
            self._need(",")

    def items(self) -> Iterator[None]:
        """Stands before each value of the list here in turn; each must be taken."""
        self._need("[")
        if self._take("]"):
            return
        while True:
            yield
            if self._take("]"):
                return
            self._need(",")

    def elements(self, begins: bytes = b"", ends: bytes = b"") -> Iterator[bytes | Damaged]:
        """The values of the list here, as they are written; see `Elements`. What is damaged takes no other with it.
        Where the document ends inside the list, that is told once, and the walk is `cut`."""
        self._need("[")
        found = Elements(self._window, begins, ends)
        yield from found
        self.cut = found.cut

    def skip(self) -> None:
        """Pass over the next value without holding it."""
        if self.peek() not in ("{", "["):
            self.value()
            return
        window, depth = self._window, 0
        while True:
            token = TOKEN.match(window.held, window.at)
            if token is None or token[0] == b'"':
                if window.left > LONGEST or not window.more():
                    raise Malformed(BROKEN_OFF)
                continue
            window.at = token.end()
            depth += (token[0] in (b"{", b"[")) - (token[0] in (b"}", b"]"))
            if not depth:
                return

    def go_to(self, wanted: re.Pattern[bytes]) -> bool:
        """Pass over what cannot be read, up to the next place that matches. Nothing found: `cut`, and False."""
        self.cut = self._window.find(wanted) is None
        return not self.cut

    def _take(self, mark: str) -> bool:
        found = self.peek() == mark
        self._window.at += found
        return found

    def _need(self, mark: str) -> None:
        if not self._take(mark):
            raise Malformed(f"“{mark}” is missing" if self.peek() else BROKEN_OFF)
