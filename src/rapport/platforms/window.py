"""The part of a stream that is held while it is read, and what JSON looks like in it. In flat memory."""

import re
from typing import BinaryIO

WINDOW = 1 << 20
LONGEST = 16 << 20
"""Bytes of one value. What is longer is passed over."""
OVERLAP = 4096
"""Bytes by which what is looked for may lie across two windows."""

TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]|[^"{}\[\]]++|"', re.DOTALL)
"""A text, a bracket, what stands between them; or the quotation mark of a text that does not end."""
_SCALAR = re.compile(rb'[^\s,:"{}\[\]]++')


class Window:
    """Bytes of a stream. A fault of the stream is kept until all that came before it was taken."""

    def __init__(self, stream: BinaryIO) -> None:
        # One underlying read at a time: where a damaged stream fails, all that came before it has been handed on.
        self._read = getattr(stream, "read1", stream.read)
        self._fault: Exception | None = None
        self._gone = 0
        self.held = b""
        self.at = 0
        """How much of what is held was taken."""
        self.ended = False
        """Nothing more comes than what is held."""

    @property
    def left(self) -> int:
        return len(self.held) - self.at

    @property
    def reached(self) -> int:
        """Bytes of the stream that are held or were taken."""
        return self._gone + len(self.held)

    @property
    def passed(self) -> int:
        """Bytes of the stream that were taken."""
        return self._gone + self.at

    def fill(self, size: int) -> bool:
        """Hold so many bytes that were not taken yet, or all that are left; whether there are so many."""
        if self.left < size and not self.ended:
            pieces = [self.held[self.at :]]
            held = len(pieces[0])
            while held < size and not self.ended:
                piece = self._piece()
                self.ended = not piece
                pieces.append(piece)
                held += len(piece)
            self._gone += self.at
            self.held, self.at = b"".join(pieces), 0
        return self.left >= size

    def more(self) -> bool:
        """Hold more than now; False where nothing more comes."""
        left = self.left
        self.fill(max(WINDOW, 2 * left))
        return self.left > left

    def find(self, wanted: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Go to the first place that matches; where there is none, to the end."""
        while not (found := wanted.search(self.held, self.at)):
            if self.ended:
                self.at = len(self.held)
                return None
            self.at = max(self.at, len(self.held) - OVERLAP)
            self.fill(WINDOW)
        self.at = found.start()
        return found

    def pass_over(self, what: re.Pattern[bytes]) -> None:
        if found := what.match(self.held, self.at):
            self.at = found.end()

    def finish(self) -> None:
        """Raise the stream's fault, if it had one, once all before it was taken."""
        if self._fault and self.at >= len(self.held):
            raise self._fault

    def value_ends(self, limit: int | None = None) -> int | None:
        """Where the value that stands next ends; None where it is not whole, before the limit if one is given.

        It is found by its brackets and quotation marks alone: what is between them may be no JSON.
        """
        end = len(self.held) if limit is None else limit
        if scalar := _SCALAR.match(self.held, self.at, end):
            return scalar.end() if scalar.end() < len(self.held) or self.ended else None
        depth = 0
        for token in TOKEN.finditer(self.held, self.at, end):
            mark = self.held[token.start()]
            depth += (mark in b"{[") - (mark in b"}]")
            if mark == _QUOTE and token.end() - token.start() == 1:
                return None
            if depth <= 0:
                return token.end() if mark in b'}]"' else None
        return None

    def _piece(self) -> bytes:
        try:
            return self._read(WINDOW) or b""
        except Exception as fault:  # noqa: BLE001  # raised again when what came before it is taken
            self._fault = fault
            return b""


_QUOTE = ord('"')
