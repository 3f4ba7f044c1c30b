"""The beginning of a text as a page shows it, piece by piece. Pure; what it gives is still to be escaped.

A link leads where it says: its host stands first, in ASCII, without what looks like another host before an `@`. What
turns the direction of writing round is left out: with it a line can be read as what it is not (CVE-2021-42574).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from rapport.text.marks import Mark, pieces

LINK = 48
"""Characters of an address that are shown."""
LINES, SIGNS = 8, 600
"""Of a block of code."""

_SPACE = re.compile(r"\s*")
_SPACES = re.compile(r"\s+")
_UNSHOWN = re.compile("[\u202a-\u202e\u2066-\u2069\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]")


class Shown(NamedTuple):
    mark: str
    """`words`, `link`, `mention`, `span` or `block`."""
    said: str
    href: str = ""
    """Where a link leads, or the page of whom a mention means; empty where nobody knows."""


def shown(text: str, *, most: int, after: str = "", known: Mapping[str, str] | None = None) -> list[Shown]:
    """About `most` characters, on one line but for blocks of code.

    `after`: a title, left out where the text begins with it. `known`: addresses by the lower-case name of a mention.
    """
    said: list[Shown] = []
    left = most
    for piece in _seen(_rest(text, after), known or {}):
        if left <= 0:
            return _ended(said)
        left -= len(piece.said)
        if left < 0 and piece.mark in ("words", "span"):
            said.append(piece._replace(said=_cut(piece.said, len(piece.said) + left)))
            return _ended(said)
        said.append(piece)
    return said


def host_of(link: str) -> str:
    """The host that a link leads to, in ASCII and without `www.`; empty where it leads nowhere."""
    parts = _split(link)
    return _host(parts).removeprefix("www.") if parts else ""


def _seen(text: str, known: Mapping[str, str]) -> Iterator[Shown]:
    begun = False
    for mark, said, name in pieces(text):
        if mark is Mark.BLOCK:
            piece = Shown("block", _block(said))
        elif mark is Mark.LINK:
            piece = link_to(said)
        elif mark is Mark.MENTION:
            piece = Shown("mention", _UNSHOWN.sub("", said), known.get(name.lower(), ""))
        else:
            line = _SPACES.sub(" ", _UNSHOWN.sub("", said))
            piece = Shown(mark.value, line if begun else line.lstrip())
        if piece.said:
            begun = piece.mark != "block"
            yield piece


def link_to(link: str) -> Shown:
    """A link as it is shown; as words where it leads nowhere that a browser and we agree on."""
    parts = _split(link)
    if parts is None:
        return Shown("words", _UNSHOWN.sub("", link))
    place = _host(parts) + (f":{parts.port}" if parts.port else "")
    rest = f"?{parts.query}" if parts.query else ""
    label = f"{place.removeprefix('www.')}{parts.path}{rest}".rstrip("/")
    whole = parts._replace(netloc=place).geturl()
    return Shown("link", label if len(label) <= LINK else f"{label[: LINK - 1]}…", whole)


def _split(link: str) -> SplitResult | None:
    if _UNSHOWN.search(link) or "\\" in link:  # browsers take a backslash for a slash
        return None
    try:
        parts = urlsplit(link)
        _ = parts.port
        return parts if parts.scheme in ("http", "https") and _HOST.fullmatch(_host(parts)) else None
    except ValueError:  # UnicodeError, for a host that IDNA forbids, is one
        return None


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if ":" in host:
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode()


def _block(code: str) -> str:
    whole = _UNSHOWN.sub("", code).strip("\r\n")
    some = "\n".join(whole.splitlines()[:LINES])[:SIGNS]
    return some if len(some) >= len(whole) else f"{some}\n…"


def _rest(text: str, title: str) -> str:
    place = 0
    for word in title.split():
        place = _past_space(text, place)
        if not text.startswith(word, place):
            return text
        place += len(word)
    return text[place:]


def _past_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _cut(words: str, length: int) -> str:
    return words[:length].rsplit(" ", 1)[0]


def _ended(said: Iterable[Shown]) -> list[Shown]:
    return [*said, Shown("words", " …")]
