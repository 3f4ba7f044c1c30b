"""The elements of a JSON array, one at a time from a stream, so that an array of any length takes the same memory.

Most of the work is done in C: a window of the stream is cut at the last comma that seems to stand between two elements,
and is taken if what comes before it reads as an array; if it does not, the decoder tells where, and what stands before
that place is taken. Only the element that is damaged is looked through mark by mark, and after it the next one is found
by the way an element begins.

Take this for a file of which one array is all that matters (`elements`); `json_walk` leads to arrays that stand
somewhere inside a document, and gives their elements by this same code.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

import msgspec

from rapport.platforms.window import LONGEST, WINDOW, Window
from rapport.words.records import MAX_RAW

TRIES = 12
"""Commas that are tried as the end of a window where the decoder does not tell the place of what is wrong."""
SHORTEST = 1 << 14
"""Bytes that are tried at once at least."""
BORDERS = (1, 4, 16)
"""What stands between two elements may also stand inside one: so many are taken for that at most."""
BREAKS_OFF = "The file breaks off here."

_BETWEEN = re.compile(rb"[\s,;]*+")
_FIRST = re.compile(rb'\{\s*"(?:[^"\\]|\\.){1,64}"\s*:|"[^"\\]{0,8}')
_INDENT = re.compile(rb"\n[ \t]*\Z")
_PLACE = re.compile(r"\(byte (\d+)\)\Z")
# Telegram Desktop writes a control character as \x1B, which no JSON decoder takes.
_FOREIGN_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*+)\\x([0-9A-Fa-f]{2})")
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_ONE = msgspec.json.Decoder(msgspec.Raw)


class Damaged(NamedTuple):
    """Bytes that are no element, as many of them as are kept, and why."""

    start: bytes
    reason: str


def elements(stream: BinaryIO, opening: re.Pattern[bytes], usual: bytes = b"") -> Iterator[bytes | Damaged]:
    """The elements of the array that `opening` (`…[`) finds first; nothing where it finds none.

    `usual` is how most of such elements begin: before one of these a bracket is damage, not an array in the array.

    Nothing but that array is looked for, so that also elements behind a bracket that damage put there are found.
    A fault of the stream itself is raised after what came before it.
    """
    window = Window(stream)
    if found := window.find(opening):
        window.at = found.end()
        yield from Elements(window, usual=usual, alone=True)
    window.finish()


class Elements:
    """The elements of the array whose opening bracket was taken. The window stands behind its closing one afterwards.

    `begins` is how an element begins, as a pattern (`\\{\\s*+"id"`); without it, as the first one does. `ends` is a
    bracket that surely ends the array, for what comes behind damage.
    """

    def __init__(
        self, window: Window, begins: bytes = b"", ends: bytes = b"", *, usual: bytes = b"", alone: bool = False
    ) -> None:
        self.cut = False
        """Whether the stream was gone through to its end: there is nothing to go on with behind the array."""
        self._breaks_off = False
        self._window = window
        self._alone = alone
        self._begin = re.compile(begins) if begins else None
        self._ends = re.compile(ends) if ends else None
        usual = begins or usual
        self._stray = re.compile(rb"\[\s*+(?=" + usual + rb")") if usual else None
        """A bracket that stands where an element should begin."""
        self._border: re.Pattern[bytes] | None = None
        """The comma between two elements."""
        self._next: re.Pattern[bytes] | None = None
        """That comma or the array's end, behind damage."""
        self._careful = 0
        """Bytes of the stream up to which no window is tried again, because something in there is damaged."""
        self._stride = 2 * WINDOW
        """Bytes that are tried at once: few where damage is near."""
        self._damage_seen = False

    def __iter__(self) -> Iterator[bytes | Damaged]:
        last: bytes | Damaged = b""
        while self._more():
            self._learn()
            if self._window.passed >= self._careful and (whole := self._together()):
                last = whole[-1]
                yield from whole
            else:
                last = self._one()
                yield last
        self._window.finish()
        if self._breaks_off and not isinstance(last, Damaged):
            yield Damaged(b"", BREAKS_OFF)

    def _more(self) -> bool:
        """Go to where the next element begins; whether there is one."""
        window = self._window
        while True:
            if window.left < WINDOW // 2:
                window.fill(WINDOW)
            window.pass_over(_BETWEEN)
            if self._stray and not self._nested():
                window.pass_over(self._stray)
            if window.left:
                return window.held[window.at] not in b"]}" or self._goes_on()
            if window.ended:
                self.cut = self._breaks_off = True
                return False

    def _nested(self) -> bool:
        """Whether the bracket here opens an array that is itself an element, so that its end is not the array's."""
        held, start = self._window.held, self._window.at
        if not held.startswith(b"[", start):
            return False
        end = self._window.value_ends(start + SHORTEST)
        return end is not None and _ELEMENT_ENDS.match(held, end) is not None

    def _goes_on(self) -> bool:
        """Whether elements follow the closing mark that stands here, or stands in the place of something else."""
        window = self._window
        if self._begin is not None and (marks := _CLOSING.match(window.held, window.at)):
            if self._begin.match(window.held, marks.end()):
                window.at = marks.end()
                return True
            if self._alone or (self._damage_seen and self._ends and not self._ends.match(window.held, window.at)):
                return self._found_behind()
        if not _END.match(window.held, window.at):
            return True
        window.at += window.held[window.at] == _BRACKET
        return False

    def _found_behind(self) -> bool:
        """Whether an element is found anywhere behind a mark that may close another list."""
        if self._next and (found := self._window.find(self._next)):
            self._window.at = found.end()
            return found[0] != b"]"
        self.cut = not self._alone
        return False

    def _learn(self) -> None:
        """What stands before an element: a comma, the first one's indentation if others have it, its beginning."""
        if self._border is not None:
            return
        window = self._window
        if self._begin is None and (first := _FIRST.match(window.held, window.at)):
            self._begin = re.compile(re.sub(rb"(?:\\?\s)+", rb"\\s*+", re.escape(first[0])))
        if self._begin is None:
            return
        here = rb"(?=" + self._begin.pattern + rb")"
        self._border = re.compile(rb",\s*+" + here)
        if indent := _INDENT.search(window.held, max(0, window.at - 256), window.at):
            # Nothing inside an element stands so far to the left.
            indented = re.compile(rb",[ \t\r]*+" + re.escape(indent[0]) + here)
            self._border = indented if indented.search(window.held, window.at) else self._border
        self._next = re.compile(self._border.pattern + rb"|" + self._ends.pattern) if self._ends else self._border

    def _together(self) -> list[bytes]:
        """The elements up to the last border in what is held, or up to what is damaged; none where that is the next."""
        window = self._window
        limit = min(len(window.held), window.at + self._stride)
        self._careful = window.passed + limit - window.at
        for _ in range(TRIES):
            border = self._last_border(limit)
            if border is None:
                break
            try:
                whole = _LIST.decode(b"[" + window.held[window.at : border] + b"]")
            except (msgspec.DecodeError, RecursionError) as problem:
                place = _PLACE.search(str(problem))
                limit = min(border, window.at + int(place[1])) if place else border
                if place:
                    self._careful = window.passed + int(place[1])
                    self._stride = max(SHORTEST, 2 * int(place[1]))
                continue
            window.at, self._careful, self._stride = border + 1, 0, min(2 * self._stride, 2 * WINDOW)
            return [bytes(element) for element in whole]
        return []

    def _last_border(self, limit: int) -> int | None:
        held, start = self._window.held, self._window.at + 1
        while self._border and (limit := held.rfind(b",", start, limit)) >= 0:
            if self._border.match(held, limit):
                return limit
        return None

    def _one(self) -> bytes | Damaged:
        """The one element that stands next, or what stands in its place."""
        window = self._window
        end = self._end()
        if end is not None and (element := as_json(window.held[window.at : end])) is not None:
            window.at = end
            return element
        self._damage_seen = True
        return self._damaged("It is too long." if end is None and not window.ended else "It is not whole JSON.")

    def _end(self) -> int | None:
        """Where the next element ends, if it does within LONGEST bytes."""
        window, size = self._window, WINDOW
        while True:
            end = self._end_before_borders() if self._damage_seen else window.value_ends()
            if end is not None or window.ended or window.left > LONGEST:
                return end
            size *= 2
            window.fill(min(size, LONGEST + 1))

    def _end_before_borders(self) -> int | None:
        """The same once something was damaged: behind few borders, which may stand inside the element, so that no byte
        is looked through too often."""
        window = self._window
        borders = self._next.finditer(window.held, window.at + 1) if self._next else iter(())
        place = 0
        for place, border in enumerate(islice(borders, max(BORDERS)), 1):
            if place in BORDERS and (end := window.value_ends(border.start())) is not None:
                return end
        return window.value_ends() if place < max(BORDERS) else None

    def _damaged(self, reason: str) -> Damaged:
        """Go on at the next border behind what cannot be read."""
        window = self._window
        begun, start = window.passed, window.held[window.at : window.at + MAX_RAW]
        window.at += 1
        found = window.find(self._next or _NEVER)
        if found and found[0] != b"]":
            window.at = found.end()
        self._careful = 0
        return Damaged(start[: window.passed - begun], reason)


def as_json(element: bytes) -> bytes | None:
    """The element if it reads as JSON, be it only by a reader that takes lone surrogates, or once it is mended."""
    try:
        _ONE.decode(element)
    except (msgspec.DecodeError, RecursionError):
        mended = _FOREIGN_ESCAPE.sub(rb"\1\\u00\2", element)
        try:
            json.loads(mended.decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            return None
        return mended
    return element


_BRACKET = ord("]")
_END = re.compile(rb"(?:[\]}]\s*+)++(?:,\s*+[\"{\[]|\Z)")
_CLOSING = re.compile(rb"[\]}\s,]*+")
# Not before a key: there the bracket closed the array, and the one that seemed to open an element was damage.
_ELEMENT_ENDS = re.compile(rb'\s*+(?:\]|,(?!\s*+"(?:[^"\\]|\\.){0,200}+"\s*+:))')
_NEVER = re.compile(rb"(?!)")
