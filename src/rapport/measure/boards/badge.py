"""A figure as a small picture that stands in pages elsewhere: drawn of words, light or dark as its reader has it."""

import base64
import hashlib
from typing import NamedTuple
from unicodedata import combining, east_asian_width
from xml.etree import ElementTree

HEIGHT, PAD, BASE = 22, 7, 15
"""Pixels: how high it is, beside each text, and where the texts stand."""
MOST = 80
"""Letters of one part."""

STYLE = (
    "text{font:11px Verdana,'DejaVu Sans',sans-serif}"
    ".side{fill:#f4f6f8}.main{fill:#1d5ab0}.edge{fill:none;stroke:#e1e3e6}"
    ".title{fill:#191d24}.figure{fill:#fbfcfd;font-weight:600}.when{fill:#595e66}"
    "@media (prefers-color-scheme:dark){"
    ".side{fill:#181b1f}.main{fill:#7bb1f6}.edge{stroke:#2b2e33}"
    ".title{fill:#e6e8eb}.figure{fill:#0b1421}.when{fill:#9da2a9}}"
)
"""The colours of the stylesheet's tokens wash, accent, line, ink, on-accent and quiet."""

POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'; frame-ancestors 'none'; sandbox"
)
"""The Content-Security-Policy of a badge that is opened by itself: nothing but its own style."""

# Verdana at 11 px; what it says of a badge is how wide its parts are, and `textLength` makes any other font fit.
_WIDTHS = (("ijlIJ.,:;'|! ", 3.6), ("frt()[]/\\-", 4.4), ("mwMW%@&#+=<>~^", 9.6), ("ABCDEGHKNOPQRSUVXYZTFL", 7.7))
_PLAIN, _WIDE, _BOLDER = 6.9, 11.5, 1.12


class Badge(NamedTuple):
    title: str
    figure: str
    when: str
    """The day that it is as of."""
    about: str
    """A whole sentence, for who cannot see it."""


def drawn(badge: Badge) -> bytes:
    """The picture as an SVG document in UTF-8."""
    texts = {"title": badge.title[:MOST], "figure": badge.figure[:MOST], "when": badge.when[:MOST]}
    widths = {name: width(text) * (_BOLDER if name == "figure" else 1) for name, text in texts.items() if text}
    whole = round(sum(widths.values()) + 2 * PAD * len(widths))
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(whole),
            "height": str(HEIGHT),
            "viewBox": f"0 0 {whole} {HEIGHT}",
            "role": "img",
            "aria-labelledby": "title about",
        },
    )
    _child(root, "title", f"{badge.title}: {badge.figure}", id="title")
    _child(root, "desc", badge.about, id="about")
    _child(root, "style", STYLE)
    clip = _child(_child(root, "clipPath", id="round"), "rect")
    clip.attrib.update({"width": str(whole), "height": str(HEIGHT), "rx": "4"})
    parts = _child(root, "g", **{"clip-path": "url(#round)"})
    at = 0.0
    for name, wide in widths.items():
        box = {"x": f"{at:.1f}", "width": f"{wide + 2 * PAD:.1f}", "height": str(HEIGHT)}
        _child(parts, "rect", **{"class": "main" if name == "figure" else "side", **box})
        said = {"x": f"{at + PAD:.1f}", "y": str(BASE), "textLength": f"{wide:.1f}"}
        _child(parts, "text", texts[name], **{"class": name, **said, "lengthAdjust": "spacingAndGlyphs"})
        at += wide + 2 * PAD
    edge = {"x": "0.5", "y": "0.5", "width": str(whole - 1), "height": str(HEIGHT - 1), "rx": "3.5"}
    _child(root, "rect", **{"class": "edge", **edge})
    return ElementTree.tostring(root, encoding="unicode").encode()


def width(text: str) -> float:
    """About how many pixels wide."""
    return sum(_wide(letter) for letter in text)


def _wide(letter: str) -> float:
    if combining(letter):
        return 0
    if east_asian_width(letter) in "WF":
        return _WIDE
    return next((wide for letters, wide in _WIDTHS if letter in letters), _PLAIN)


def _child(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, tag, attributes)
    made.text = "".join(letter for letter in text if letter.isprintable()) or None
    return made
