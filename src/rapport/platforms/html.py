"""HTML that somebody wrote → plain text: the walk through its tree, and a page that takes the words in.

What counts and what is left out is each platform's own; a visitor says it.
"""

import re
from html import unescape
from threading import local
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

SILENT = frozenset({"script", "style", "svg", "template", "iframe", "noscript", "title"})
PARAGRAPHS = frozenset({"p", "pre", "blockquote", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})
DEEPEST_QUOTE = 8
"""Quotation marks before a line. A hostile post of nested quotations stays as short as it came."""

MOST_TAGS = 5_000
"""Of one message, besides pictures, of which each emoji may be one."""

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_OPENS = re.compile(rb"<(?!(?:img|br)\b)[a-zA-Z]", re.IGNORECASE)


def may_be_deep(html: bytes) -> bool:
    """Whether it may be nested too deeply to be parsed, which takes the square of the depth."""
    return html.count(b"<") > MOST_TAGS and sum(1 for _ in _OPENS.finditer(html)) > MOST_TAGS


def without_tags(html: str) -> str:
    """For what is too large to be parsed: the parser's time grows with the square of the nesting's depth."""
    return unescape(_TAG.sub(" ", html)).strip()


class _Desk(local):
    """The document that a thread lays its HTML into. One for each message would take twenty times as long as parsing
    it; one for all would grow, as it keeps the room of what was in it."""

    def __init__(self) -> None:
        self.filled = ENOUGH

    def lay(self, html: str) -> LexborNode | None:
        if self.filled >= ENOUGH:
            self.body, self.filled = LexborHTMLParser("<body></body>").body, 0
        self.filled += len(html)
        if self.body is None:
            return None
        self.body.inner_html = html
        return self.body.first_child


ENOUGH = 1 << 20
"""Characters that are laid into one document."""
_desk = _Desk()


def visit(html: str, visitor: "Visitor") -> None:
    """Visit all that stands in a piece of HTML, as in a page's body. No node may be kept: the next visit ends it."""
    if (node := _desk.lay(html)) is not None:
        walk(node, visitor)


class Visitor(Protocol):
    def enter(self, node: LexborNode) -> bool:
        """Take in a node; say whether what is inside it counts."""

    def leave(self, node: LexborNode) -> None:
        """The element is over; called also where nothing inside it counted. Of a text only where that counted."""


def walk(node: LexborNode, visitor: Visitor) -> None:
    """Visit a node, what is in it, and all that follows it, without recursion: hostile nesting has no end."""
    depth = 0
    while True:
        if counts := visitor.enter(node):
            child = node.first_child
            if child is not None:
                node, depth = child, depth + 1
                continue
        if counts or not node.is_text_node:
            visitor.leave(node)
        while (following := node.next) is None:
            parent = node.parent
            if depth == 0 or parent is None:
                return
            node, depth = parent, depth - 1
            visitor.leave(node)
        node = following


class Page:
    """The text so far, and what must come before its next word: line ends, quotation marks, a list's dash."""

    def __init__(self, lines: frozenset[str], paragraphs: frozenset[str] = PARAGRAPHS) -> None:
        """The tags that stand on lines of their own, and those that stand between empty ones."""
        self.pieces: list[str] = []
        self.line_ends = 0
        self.gap = ""
        self.verbatim = 0
        self._lines = lines
        self._paragraphs = paragraphs
        self._marker = ""
        self._quoted = 0
        self._quoted_above = 0

    def open(self, tag: str) -> None:
        if tag == "br":
            self.line_ends = min(self.line_ends + 1, 2)
        elif tag in self._paragraphs:
            self.line_ends = 2
            self._quoted += tag == "blockquote"
        elif tag in self._lines:
            self.line_ends = max(self.line_ends, 1)
            if tag == "li":
                self._marker = "- "
        elif tag in ("td", "th"):
            self.gap = "\t"

    def close(self, tag: str) -> None:
        if tag in self._paragraphs:
            self.line_ends = 2
            self._quoted -= tag == "blockquote"
        elif tag in self._lines and tag != "br":
            self.line_ends = max(self.line_ends, 1)

    def add(self, text: str) -> None:
        """Words that flow; where `verbatim`, lines as they stand."""
        if self.verbatim:
            self._add_lines(text)
            return
        flowing = " ".join(text.split())
        if len(flowing) == len(text):
            self.write(flowing)
            return
        if text[0].isspace():
            self.gap = self.gap or " "
        self.write(flowing)
        if text[-1].isspace():
            self.gap = self.gap or " "

    def _add_lines(self, text: str) -> None:
        if self._quoted:
            for number, line in enumerate(text.split("\n")):
                self.line_ends += number > 0
                self.write(line)
            return
        # No line gets a mark, so that they stand together as they are.
        begun = text.lstrip("\n")
        lines = begun.rstrip("\n")
        self.line_ends += len(text) - len(begun)
        self.write(lines)
        self.line_ends += len(begun) - len(lines)

    def write(self, text: str) -> None:
        if not text:
            return
        if self.line_ends or not self.pieces:
            self._start_line()
        elif self.gap:
            self.pieces.append(self.gap)
        self.pieces.append(text)
        self.gap = ""

    def _start_line(self) -> None:
        quoted = min(self._quoted, DEEPEST_QUOTE)
        if self.pieces and quoted and self._quoted_above:
            between = "> " * min(quoted, self._quoted_above)
            self.pieces.append("\n" + f"{between.rstrip()}\n" * (self.line_ends - 1))
        elif self.pieces:
            self.pieces.append("\n" * self.line_ends)
        if quoted or self._marker:
            self.pieces.append("> " * quoted + self._marker)
        self._quoted_above = quoted
        self.line_ends = 0
        self._marker = ""


class Marked(Page):
    """A page that keeps what a writer marked: code stands in Markdown's marks, and a link may tell where it leads."""

    def __init__(self, lines: frozenset[str], paragraphs: frozenset[str] = PARAGRAPHS) -> None:
        super().__init__(lines, paragraphs)
        self._links: list[int] = []
        """For each link that is open, how many pieces there were when it began."""

    def begin(self, tag: str) -> None:
        self.open(tag)
        if tag == "pre":
            self.write("```")
            self.line_ends, self.verbatim = 1, self.verbatim + 1
        elif tag == "code" and not self.verbatim:
            self.write("`")
            self.gap = ""
        elif tag == "a":
            self._links.append(len(self.pieces))

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "pre":
            self.verbatim -= 1
            self.line_ends = 1
            self.write("```")
        elif tag == "code" and not self.verbatim:
            self.pieces.append("`")
        elif tag == "a" and self._links:
            address = (node.attributes.get("href") or "").strip()
            words = "".join(self.pieces[self._links.pop() :]).strip().removeprefix("> ").rstrip("/")
            if words and address.startswith(("https://", "http://")):
                self.end_link(address, words)
        self.close(tag)

    def end_link(self, address: str, words: str) -> None:
        """` (address)` behind the words of a link that leads elsewhere, unless they are the address."""
        if words != address.rstrip("/"):
            self.pieces.append(f" ({address})")

    def add_words(self, node: LexborNode) -> None:
        text = node.text_content or ""
        self.add(text.rstrip("\n") if self.verbatim else text)
