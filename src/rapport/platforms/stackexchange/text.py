"""What a person wrote, from a post's HTML: lines, code between fences, links with their addresses.

The Markdown that was typed stands only in PostHistory.xml; Posts.xml has the HTML made of it.
"""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST_PAGE = 200_000
"""Characters of HTML that are parsed; a post has at most 30,000 of Markdown, some sites allow twice as many. Longer
ones only lose their tags: parsing takes the square of the nesting's depth."""
DEEPEST_QUOTE = 8

_LINE = frozenset({"br", "li", "tr", "div", "dt", "dd", "ul", "ol", "dl"})
_PARAGRAPH = frozenset({"p", "pre", "blockquote", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "svg", "template", "iframe", "noscript"})


def text_of(html: str) -> str:
    if "<" not in html and "&" not in html:
        return html.strip()
    if len(html) > LONGEST_PAGE:
        return unescape(re.sub(r"<[a-zA-Z/!][^<>]*>", " ", html)).strip()
    body = LexborHTMLParser(html).body
    node = body.first_child if body is not None else None
    return _walk(node).strip() if node is not None else ""


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
    """The text so far, and what must come before its next word."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.line_ends = 0
        self.gap = ""
        self.marker = ""
        self.quoted = 0
        self.quoted_above = 0
        self.verbatim = 0
        self.links: list[int] = []
        """For each link that is open, how many pieces there were when it began."""

    def enter(self, node: LexborNode) -> bool:
        """Take in a node; say whether what is inside it counts."""
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
        elif tag == "img":
            self._write_image(node)
        if tag in ("-text", "img") or tag in _SILENT:
            return False
        self._break_before(tag)
        if tag == "pre":
            self._write("```")
            self.line_ends, self.verbatim = 1, self.verbatim + 1
        elif tag == "code" and not self.verbatim:
            self._write("`")
            self.gap = ""
        elif tag == "a":
            self.links.append(len(self.pieces))
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "pre":
            self.verbatim -= 1
            self.line_ends = 1
            self._write("```")
        elif tag == "code" and not self.verbatim:
            self.pieces.append("`")
        elif tag == "a":
            self._write_address(node)
        if tag in _PARAGRAPH:
            self.line_ends = 2
            self.quoted -= tag == "blockquote"
        elif tag in _LINE and tag != "br":
            self.line_ends = max(self.line_ends, 1)

    def _break_before(self, tag: str) -> None:
        if tag == "br":
            self.line_ends = min(self.line_ends + 1, 2)
        elif tag in _PARAGRAPH:
            self.line_ends = 2
            self.quoted += tag == "blockquote"
        elif tag in _LINE:
            self.line_ends = max(self.line_ends, 1)
            if tag == "li":
                self.marker = "- "
        elif tag in ("td", "th"):
            self.gap = "\t"

    def _add(self, text: str) -> None:
        if self.verbatim:
            for number, line in enumerate(text.rstrip("\n").split("\n")):
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

    def _write_address(self, node: LexborNode) -> None:
        """` (address)` after a link's words, unless they are the address."""
        begun = self.links.pop() if self.links else 0
        address = (node.attributes.get("href") or "").strip()
        words = "".join(self.pieces[begun:]).strip().removeprefix("> ")
        if address.startswith(("https://", "http://")) and words.rstrip("/") not in (address.rstrip("/"), ""):
            gap, self.gap = self.gap, ""
            self.pieces.append(f" ({address})")
            self.gap = gap

    def _write_image(self, node: LexborNode) -> None:
        """A picture's address where it is one: a screenshot is often half of the question."""
        address = (node.attributes.get("src") or "").strip()
        if address.startswith(("https://", "http://")):
            self._add(f" {address} ")
