"""The elements of a JSON array, one at a time from a stream, so that an array of any length takes the same memory.

Most of the work is done in C: a window of the stream is cut at a comma that seems to stand between two elements, and is
taken if what comes before it reads as an array. Only what does not is looked through mark by mark, and after a damaged
element the next one is found by the way the first one begins.
"""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import msgspec

from rapport.words.records import MAX_RAW

WINDOW = 1 << 20
LONGEST = 16 << 20
"""Bytes of one element. What is longer is passed over, up to where the next one begins."""
TRIES = 12
"""Commas that are tried from the end of a window: those before them may stand inside an element."""

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]|[^"{}\[\]]++', re.DOTALL)
_BETWEEN = re.compile(rb"[\s,\]};]*+")
_SCALAR = re.compile(rb'[^\s,"{}\[\]]++')
_FIRST = re.compile(rb'\{\s*"(?:[^"\\]|\\.){1,64}"\s*:|"[^"\\]{0,8}')
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_ONE = msgspec.json.Decoder(msgspec.Raw)


class Damaged(NamedTuple):
    """Bytes that are no element, as many of them as are kept, and why."""

    start: bytes
    reason: str


def elements(stream: BinaryIO, opening: re.Pattern[bytes]) -> Iterator[bytes | Damaged]:
    """The elements of the array that `opening` (`…[`) finds first; nothing where it finds none.

    A fault of the stream itself is raised after what came before it.
    """
    return _Elements(stream).after(opening)


class _Elements:
    def __init__(self, stream: BinaryIO) -> None:
        # One underlying read at a time: where a damaged stream fails, all that came before it has been handed on.
        self._read = getattr(stream, "read1", stream.read)
        self._held = b""
        self._at = 0
        """How much of what is held was given."""
        self._careful = 0
        """Up to where in what is held no window is tried again, because one was found damaged."""
        self._damage_seen = False
        self._ended = False
        self._fault: Exception | None = None
        self._next: re.Pattern[bytes] | None = None

    def after(self, opening: re.Pattern[bytes]) -> Iterator[bytes | Damaged]:
        if not self._open(opening):
            return
        while self._more():
            self._learn()
            if self._at >= self._careful and (whole := self._window()):
                yield from whole
            else:
                yield self._one()
        if self._fault:
            raise self._fault

    def _open(self, opening: re.Pattern[bytes]) -> bool:
        """Pass over what comes before the array."""
        while self._fill(WINDOW) or self._held:
            if found := opening.search(self._held):
                self._at = found.end()
                return True
            if self._ended:
                break
            self._at = max(0, len(self._held) - 4096)
        if self._fault:
            raise self._fault
        return False

    def _more(self) -> bool:
        """Go to where the next element begins; whether there is one."""
        while True:
            if len(self._held) - self._at < WINDOW // 2:
                self._fill(WINDOW)
            between = _BETWEEN.match(self._held, self._at)
            if between and b"]" in between[0]:
                return self._goes_on()
            self._at = between.end() if between else self._at
            if self._at < len(self._held):
                return True
            if self._ended:
                return False

    def _goes_on(self) -> bool:
        """Whether elements follow all the same, as where a bracket stands in a comma's place through damage."""
        while not (found := self._next.search(self._held, self._at) if self._next else None):
            self._at = max(self._at, len(self._held) - 256)
            if self._ended:
                self._at = len(self._held)
                return False
            self._fill(WINDOW)
        self._at = found.end()
        return True

    def _fill(self, size: int) -> bool:
        """Hold so many bytes that were not given yet, or all that are left; whether there are so many."""
        if len(self._held) - self._at < size and not self._ended:
            pieces = [self._held[self._at :]]
            held = len(pieces[0])
            while held < size and not self._ended:
                piece = self._piece()
                self._ended = not piece
                pieces.append(piece)
                held += len(piece)
            self._held = b"".join(pieces)
            self._careful = max(0, self._careful - self._at)
            self._at = 0
        return len(self._held) - self._at >= size

    def _piece(self) -> bytes:
        try:
            return self._read(WINDOW) or b""
        except Exception as fault:  # noqa: BLE001  # raised again when what came before it is given
            self._fault = fault
            return b""

    def _learn(self) -> None:
        """What stands before an element, from how the first one begins: a comma and `{"tweet":`, `"http`."""
        if self._next is None and (first := _FIRST.match(self._held, self._at)):
            begins = re.sub(rb"(?:\\?\s)+", rb"\\s*", re.escape(first[0]))
            self._next = re.compile(rb",\s*+(?=" + begins + rb")")

    def _window(self) -> list[bytes]:
        """The elements up to the last comma between two of them; none where that cannot be told."""
        self._careful = len(self._held)
        commas = list(self._next.finditer(self._held, self._at + 1)) if self._next else []
        for comma in reversed(commas[-TRIES:]):
            try:
                whole = _LIST.decode(b"[" + self._held[self._at : comma.start()] + b"]")
            except (msgspec.DecodeError, RecursionError):
                continue
            self._at, self._careful = comma.end(), 0
            return [bytes(element) for element in whole]
        return []

    def _one(self) -> bytes | Damaged:
        """The one element that stands next, or what stands in its place."""
        end = self._end()
        if end is not None and _is_json(element := self._held[self._at : end]):
            self._at = end
            return element
        self._damage_seen = True
        return self._damaged("It is too long." if end is None and not self._ended else "It is not whole JSON.")

    def _end(self) -> int | None:
        """Where the next element ends, if it does within LONGEST bytes.

        Once something was damaged, an element ends before the next comma that looks like one between elements, so that
        no byte is looked through many times.
        """
        size = WINDOW
        while True:
            comma = self._next.search(self._held, self._at + 1) if self._next and self._damage_seen else None
            end = _balanced(self._held, self._at, comma.start() if comma else len(self._held))
            if end is not None or comma or self._ended or len(self._held) - self._at > LONGEST:
                return end
            size *= 2
            self._fill(min(size, LONGEST + 1))

    def _damaged(self, reason: str) -> Damaged:
        """Go on where something begins as the first element did."""
        begun = self._at
        start = self._held[begun : begun + MAX_RAW]
        self._at += 1
        passed = False
        while not (found := self._next.search(self._held, self._at) if self._next else None):
            if self._ended:
                self._at = len(self._held)
                return Damaged(start, reason)
            self._at = max(self._at, len(self._held) - 256)
            self._fill(WINDOW)
            passed = True
        self._at = found.end()
        return Damaged(start if passed else start[: found.start() - begun], reason)


def _balanced(data: bytes, at: int, limit: int) -> int | None:
    """Where the value that stands there ends; None where it is not whole before the limit."""
    if scalar := _SCALAR.match(data, at, limit):
        return scalar.end()
    depth = 0
    for token in _TOKEN.finditer(data, at, limit):
        mark = data[token.start()]
        depth += (mark in b"{[") - (mark in b"}]")
        if depth <= 0:
            return token.end() if mark in b'}]"' else None
    return None


def _is_json(element: bytes) -> bool:
    """Whether it reads as JSON, be it only by a reader that takes lone surrogates."""
    try:
        _ONE.decode(element)
    except (msgspec.DecodeError, RecursionError):
        try:
            json.loads(element.decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            return False
    return True
