"""The title of a drawing and its small print, above it and inside it, for where no page says them. Pure."""

from typing import Any, NamedTuple
from unicodedata import east_asian_width

from rapport.measure.charts.theme import colour

MARGIN = 12
"""Pixels left, right and above."""
MOST = 4
"""Lines of a title; what is longer ends with an ellipsis."""
_THIN, _NARROW, _WIDE, _WIDEST = 0.36, 0.6, 0.86, 1.0
"""Of its size, the width that a letter takes, rather more than less: nobody knows which font there will be."""


class Line(NamedTuple):
    text: str
    size: int
    bold: bool
    foot: float
    """Pixels from the top of the drawing to its middle."""


class Heading(NamedTuple):
    lines: tuple[Line, ...]
    height: int


def heading(title: str, small_print: str, width: int) -> Heading:
    """Wrapped to this width, in letters that suit it."""
    size, small = (26, 17) if width > 900 else (16, 12)
    room = width - 2 * MARGIN
    lines: list[Line] = []
    down = float(MARGIN)
    for text, letters, most, bold in ((title, size, MOST, True), (small_print, small, MOST, False)):
        for line in wrapped(text, letters, room, most):
            lines.append(Line(line, letters, bold, down + 0.65 * letters))
            down += 1.3 * letters
        down += 0.3 * size
    return Heading(tuple(lines), round(down))


def layers(heading: Heading, left: int, top: int) -> list[dict[str, Any]]:
    """Layers of Vega-Lite over the rows `heading`, whose drawing begins so far from the left edge and from the top."""
    return [
        {
            "data": {"values": [{"text": line.text}]},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "fontSize": line.size,
                "fontWeight": 600 if line.bold else 400,
                "color": colour("--ink" if line.bold else "--quiet"),
                "x": MARGIN - left,
                "y": line.foot - top,
            },
            "encoding": {"text": {"field": "text"}},
        }
        for line in heading.lines
    ]


def wrapped(text: str, size: int, room: float, most: int) -> list[str]:
    """In lines that fit, broken at plain spaces; a word that is longer than a line is broken itself."""
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        for piece in _pieces(word, size, room):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and width(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while width(f"{last}…", size) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,.;:')}…"]


def width(text: str, size: int) -> float:
    return size * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return _WIDEST
    if letter in "fijlrtI.,;:!|'()[]-“”‘’ \u00a0":
        return _THIN
    return _WIDE if letter.isupper() or letter in "mw@%—…×" else _NARROW


def _pieces(word: str, size: int, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
