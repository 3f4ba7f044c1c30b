"""What a person wrote, as plain text, from the HTML that servers of the Fediverse make of it.

The servers have cleaned that HTML (Mastodon: Sanitize::Config::MASTODON_STRICT), so it is read tag by tag, in linear
time whatever it holds. Links keep their address, mentions and hashtags their word.
"""

import re
from html import unescape

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)/?>|([^<]+|<)", re.DOTALL
)
_ATTRIBUTE = re.compile(r"(?<![a-zA-Z-])([a-zA-Z-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)')")
_PARAGRAPH = frozenset({"p", "pre", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINE = frozenset({"br", "li", "div"})
_SILENT = frozenset({"script", "style"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"\n{3,}")


def text_of(html: str) -> str:
    if "<" not in html:
        return unescape(html).strip()
    page = _Page()
    for token in _TOKEN.finditer(html):
        closing, tag, attributes, text = token.groups()
        if text is not None:
            page.write(unescape(text))
        elif tag is not None:
            (page.close if closing else page.open)(tag.lower(), attributes or "")
    return page.text()


class _Page:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._link: tuple[str, str, int] | None = None
        """Of the link we are in: its address, its class, and where its words begin."""
        self._silent: str | None = None
        self._verbatim = False

    def open(self, tag: str, attributes: str) -> None:
        if self._silent:
            return
        told = {name.lower(): unescape(one or two) for name, one, two in _ATTRIBUTE.findall(attributes)}
        if tag in _SILENT or (tag == "p" and "quote-inline" in told.get("class", "")):
            # Mastodon 4.5 writes the address of a quoted post for servers that know no quotes.
            self._silent = tag
        elif tag == "a":
            self._link = (told.get("href", ""), told.get("class", ""), len(self._pieces))
        elif tag in _PARAGRAPH:
            self._pieces.append("\n\n")
            self._verbatim = self._verbatim or tag == "pre"
        elif tag in _LINE:
            self._pieces.append("\n- " if tag == "li" else "\n")

    def close(self, tag: str, _attributes: str) -> None:
        if self._silent:
            self._silent = None if tag == self._silent else self._silent
        elif tag == "a" and self._link:
            self._end_link(*self._link)
            self._link = None
        elif tag in _PARAGRAPH:
            self._pieces.append("\n\n")
            self._verbatim = self._verbatim and tag != "pre"

    def write(self, text: str) -> None:
        if self._silent:
            return
        if not self._verbatim:
            text = _SPACE.sub(" ", text)
            text = text.lstrip(" ") if not self._pieces or self._pieces[-1].endswith("\n") else text
        self._pieces.append(text)

    def text(self) -> str:
        lines = (line.rstrip() for line in "".join(self._pieces).split("\n"))
        return _WIDE.sub("\n\n", "\n".join(lines)).strip()

    def _end_link(self, address: str, classes: str, begin: int) -> None:
        """Words that are a name stay; words that are (part of) an address become all of it."""
        shown = "".join(self._pieces[begin:])
        if not address.startswith(("http://", "https://")) or "mention" in classes or shown.startswith(("@", "#")):
            return
        if shown and shown.strip("… ") in address:
            self._pieces[begin:] = [address]
        elif address not in shown:
            self._pieces.append(f" ({address})")
