"""A walk through a JSON document too large to hold: its keys and values one after another, in flat memory.

The standard library's decoder, written in C, reads each value from a window of text; the window moves with the walk.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

CHUNK = 1 << 20
LARGEST = 16 << 20
"""Characters of one value. A longer one is passed over."""

_decode = json.JSONDecoder(strict=False, parse_constant=lambda _: None).raw_decode
_SPACE = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]|[^"\[\]{}]++', re.DOTALL)
# Telegram Desktop writes a control character as \x1B, which no JSON decoder takes.
_FOREIGN_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*+)\\x([0-9A-Fa-f]{2})")
_NEAR_THE_END = 64


BROKEN_OFF = "the file breaks off here"


class Malformed(Exception):
    """What is there is no JSON, or not the JSON that was looked for. The message is a reason for people."""


class Broken(NamedTuple):
    """A value of a list that could not be read."""

    reason: str
    text: str
    """What was passed over, at most `LARGEST` characters."""


class JsonWalk:
    """Where the walk stands in the document. Every method begins at the next value and ends behind it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._text = ""
        self._at = 0
        self._gone = 0
        self._over = False
        self.cut = False
        """Whether the document ended inside a list whose elements were read: there is nothing to go on with."""

    @property
    def passed(self) -> int:
        """Characters that the walk has left behind."""
        return self._gone + self._at

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def value(self) -> Any:
        """The next value, whole. NaN and the infinities become `None`. Raises Malformed."""
        self.peek()
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except RecursionError:
                raise Malformed("it is nested too deeply") from None
            except ValueError as error:
                if self._mend(error):
                    continue
                if not self._goes_on(error):
                    raise Malformed(f"it is no JSON ({error})") from None
                if len(self._text) - self._at > LARGEST:
                    raise Malformed(f"it is longer than {LARGEST >> 20} million characters") from None
                if not self._more():
                    raise Malformed(BROKEN_OFF) from None
            else:
                # A number that the window cuts, even before its point or exponent, reads like a whole one.
                room = 3 if isinstance(value, int | float) else 0
                length = end - self._at  # the window may move, also where there is no more
                if end + room < len(self._text) or not self._more():
                    self._at += length
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

    def elements(self, begins: re.Pattern[str]) -> Iterator[Any]:
        """The values of the list here, whole. One that is broken is given as `Broken`, and the walk goes on at the next
        place that `begins` finds: a comma before such a value, or the end of such a list. Nothing found: `cut`."""
        self._need("[")
        if self._take("]"):
            return
        while not self.cut:
            try:
                value: Any = self.value()
            except Malformed as error:
                value = self._pass_to(begins, str(error))
            yield value
            if self._take("]"):
                return
            if not self.cut and not self._take(","):
                yield self._pass_to(begins, "what follows is no part of the list" if self.peek() else BROKEN_OFF)
                if self._take("]"):
                    return
                self._take(",")

    def skip(self) -> None:
        """Pass over the next value without holding it."""
        if self.peek() not in ("{", "["):
            self.value()
            return
        depth = 0
        while True:
            token = _TOKEN.match(self._text, self._at)
            if token is None:
                if len(self._text) - self._at > LARGEST or not self._more():
                    raise Malformed(BROKEN_OFF)
                continue
            self._at = token.end()
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
            if not depth:
                return

    def go_to(self, begins: re.Pattern[str]) -> bool:
        """Pass over what cannot be read, up to the next place that `begins` finds. Nothing found: `cut`, and False."""
        self._pass_to(begins, "")
        return not self.cut

    def _take(self, mark: str) -> bool:
        found = self.peek() == mark
        self._at += found
        return found

    def _need(self, mark: str) -> None:
        if not self._take(mark):
            raise Malformed(f"“{mark}” is missing" if self.peek() else BROKEN_OFF)

    def _goes_on(self, error: ValueError) -> bool:
        """Whether more text could make a value of it."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated string") or error.pos > len(self._text) - _NEAR_THE_END

    def _mend(self, error: ValueError) -> bool:
        """Write an escape that no JSON has as JSON does; False where there was none."""
        if not isinstance(error, json.JSONDecodeError) or not error.msg.startswith("Invalid \\escape"):
            return False
        self._gone += self._at
        self._text, count = _FOREIGN_ESCAPE.subn(r"\1\\u00\2", self._text[self._at :])
        self._at = 0
        return count > 0

    def _pass_to(self, begins: re.Pattern[str], reason: str) -> Broken:
        """Go to the next place that `begins` finds, or to the document's end."""
        kept: list[str] = []
        size = 0
        start = self._at + 1
        while not (found := begins.search(self._text, start)):
            edge = max(self._at, len(self._text) - _NEAR_THE_END)
            kept.append(self._text[self._at : edge] if size < LARGEST else "")
            size += edge - self._at
            self._at = edge
            if not self._more():
                kept.append(self._text[self._at :])
                self._at = len(self._text)
                self.cut = True
                return Broken(reason, "".join(kept))
            start = 0
        kept.append(self._text[self._at : found.start()])
        self._at = found.start()
        return Broken(reason, "".join(kept))

    def _more(self) -> bool:
        """Move the window on; False where nothing more comes."""
        rest, added = self._text[self._at :], ""
        self._gone += self._at
        while not added and not self._over:
            data = self._stream.read(max(CHUNK, len(rest)))
            self._over = not data
            added = self._decoder.decode(data, final=self._over)
        self._text, self._at = rest + added, 0
        return bool(added)
