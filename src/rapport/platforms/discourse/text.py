"""What a person wrote, as plain text: from a post's HTML (`cooked`) or its Markdown (`raw`).

Left out is what the platform made: pictures and their captions, previews of links (the link stays), and
quotes of other posts. A quoted post is in the ledger itself, and an erased person's words must not live on in
the answers. A block that the author set off as a quotation (`>` in Markdown) stays, its lines marked `> `.
"""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

_LINE = frozenset(
    {"br", "li", "tr", "div", "dt", "dd", "summary", "article", "header", "section", "ul", "ol", "dl", "aside"}
)
_PARAGRAPH = frozenset({"p", "pre", "blockquote", "table", "details", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "svg", "template", "iframe", "noscript"})
_CLASSED = frozenset({"aside", "div", "a", "details"})
_LEFT_OUT = frozenset({"quote", "quote-controls", "lightbox", "lightbox-wrapper", "meta", "poll-info", "elided"})
_PREVIEW = frozenset({"onebox", "lazyYT", "inline-onebox"})

LONGEST_PAGE = 100_000
"""Characters of HTML that are parsed (Discourse's own limit is 32,000 of Markdown). Longer ones only lose their
tags: parsing takes the square of the nesting's depth, half a second here."""

DEEPEST_QUOTE = 8
"""Quotation marks before a line. A hostile post of nested quotations stays as short as it came."""


def text_of(cooked: str) -> str:
    """Plain text of a post's HTML. Blocks become lines, `pre` keeps its own, emoji their `:name:`."""
    if "<" not in cooked and "&" not in cooked:
        return cooked.strip()
    if len(cooked) > LONGEST_PAGE:
        return _without_tags(cooked)
    body = LexborHTMLParser(_without_surrogates(cooked)).body
    node = body.first_child if body is not None else None
    return _walk(node).strip() if node is not None else ""


def text_of_markdown(raw: str) -> str:
    """The Markdown as it was typed, without `[quote="…"]…[/quote]`. A quote that never ends is kept."""
    kept, depth, start = [], 0, 0
    for mark in _QUOTE.finditer(raw):
        if mark[0] != "[/quote]":
            if depth == 0:
                kept.append(raw[start : mark.start()])
                start = mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                start = mark.end()
    kept.append(raw[start:])
    return "".join(kept).strip()


# Bounded, so that a page of "[quote=" takes linear time.
_QUOTE = re.compile(r"\[quote(?:=[^\]\n]{0,300})?\]|\[/quote\]")


def _without_surrogates(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _without_tags(cooked: str) -> str:
    return unescape(re.sub(r"<[a-zA-Z/!][^<>]*>", " ", cooked)).strip()


def _walk(node: LexborNode) -> str:
    """Visit the tree in document order without recursion: a hostile post may be nested without end."""
    page, depth = _Page(), 0
    while True:
        child = node.first_child if page.enter(node) else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        page.leave(node)
        while (following := node.next) is None:
            parent = node.parent
            if depth == 0 or parent is None:
                return "".join(page.pieces)
            node, depth = parent, depth - 1
            page.leave(node)
        node = following


class _Page:
    """The text so far, and what must come before its next word: line ends, quotation marks, a list's dash."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.line_ends = 0
        self.gap = ""
        self.marker = ""
        self.quoted = 0
        self.quoted_above = 0
        self.verbatim = 0

    def enter(self, node: LexborNode) -> bool:
        """Take in a node; say whether what is inside it counts."""
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
            return False
        if tag in _SILENT:
            return False
        if tag == "img":
            self._add_emoji(node)
            return False
        self._break_before(tag)
        if tag in _CLASSED:
            classes = (node.attributes.get("class") or "").split()
            if not _LEFT_OUT.isdisjoint(classes):
                return False
            if not _PREVIEW.isdisjoint(classes):
                self._add(_link_in(node))
                return False
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag in _PARAGRAPH:
            self.line_ends = 2
            self.quoted -= tag == "blockquote"
            self.verbatim -= tag == "pre"
        elif tag in _LINE and tag != "br":
            self.line_ends = max(self.line_ends, 1)

    def _break_before(self, tag: str) -> None:
        if tag == "br":
            self.line_ends = min(self.line_ends + 1, 2)
        elif tag in _PARAGRAPH:
            self.line_ends = 2
            self.quoted += tag == "blockquote"
            self.verbatim += tag == "pre"
        elif tag in _LINE:
            self.line_ends = max(self.line_ends, 1)
            if tag == "li":
                self.marker = "- "
        elif tag in ("td", "th"):
            self.gap = "\t"

    def _add(self, text: str) -> None:
        if self.verbatim:
            for number, line in enumerate(text.split("\n")):
                self.line_ends += number > 0
                self._write(line)
            return
        if text[:1].isspace():
            self.gap = self.gap or " "
        self._write(" ".join(text.split()))
        if text[-1:].isspace():
            self.gap = self.gap or " "

    def _write(self, text: str) -> None:
        if not text:
            return
        if self.line_ends or not self.pieces:
            self._start_line()
        elif self.gap:
            self.pieces.append(self.gap)
        self.pieces.append(text)
        self.gap = ""

    def _start_line(self) -> None:
        quoted = min(self.quoted, DEEPEST_QUOTE)
        if self.pieces:
            between = "> " * min(quoted, self.quoted_above)
            self.pieces.append("\n" + f"{between.rstrip()}\n" * (self.line_ends - 1))
        self.pieces.append("> " * quoted + self.marker)
        self.quoted_above = quoted
        self.line_ends = 0
        self.marker = ""

    def _add_emoji(self, node: LexborNode) -> None:
        attributes = node.attributes
        if "emoji" in (attributes.get("class") or "").split():
            self._add(attributes.get("title") or attributes.get("alt") or "")


def _link_in(node: LexborNode) -> str:
    """The address that the author typed and the platform made a preview of."""
    attributes = node.attributes
    address = attributes.get("data-onebox-src") or attributes.get("href")
    if not address:
        link = node.css_first("a[href]")
        address = link.attributes.get("href") if link is not None else None
    return address or ""
