"""A message that was written as HTML → plain text."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rapport.platforms.html import walk, without_tags

MOST_TAGS = 20_000
"""Where there are more, only the tags are taken out: the parser's time grows with the square of their depth."""

_SILENT = frozenset(("head", "script", "style", "title", "template", "noscript", "img", "svg", "object"))
_LINE = frozenset(("div", "tr", "li", "dt", "dd", "table", "ul", "ol", "address", "center", "section"))
_PARAGRAPH = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr"))
# What mailers call the message that is being answered.
_QUOTES = frozenset(
    ("gmail_quote", "gmail_quote_container", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra")
)
_QUOTE_IDS = frozenset(("divRplyFwdMsg", "appendonsend", "reply-intro"))
_SIGNATURES = frozenset(("gmail_signature", "moz-signature"))


def text_of(html: str) -> str:
    """Its text. Quotations come as lines with `> `, signatures after a line `-- `, as plain mail writes both."""
    html = html.replace("\0", "")
    if html.count("<") > MOST_TAGS:
        return without_tags(html)
    root = LexborHTMLParser(html).root
    if root is None:
        return ""
    page = _Page()
    walk(root, page)
    return "".join(page.pieces).strip()


class _Page:
    """The text so far, and what must come before its next word."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.line_ends = 0
        self.gap = False
        self.quoted = 0
        self.verbatim = 0

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag in _SILENT:
            return False
        if tag == "-text":
            self._add(node.text_content or "")
        elif tag == "br":
            self.line_ends += 1
        elif tag in ("td", "th"):
            self.gap = True
        elif tag in _LINE or tag in _PARAGRAPH:
            self.line_ends = max(self.line_ends, 2 if tag in _PARAGRAPH else 1)
            self.verbatim += tag == "pre"
            if _is_signature(node):
                self.line_ends = max(self.line_ends, 1)
                self._write("-- ")
                self.line_ends = 1
        self.quoted += _is_quote(node)
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        self.quoted -= _is_quote(node)
        if tag in _LINE or tag in _PARAGRAPH:
            self.line_ends = max(self.line_ends, 2 if tag in _PARAGRAPH else 1)
            self.verbatim -= tag == "pre"

    def _add(self, text: str) -> None:
        if self.verbatim:
            for number, line in enumerate(text.split("\n")):
                self.line_ends += number > 0
                self._write(line)
            return
        self.gap = self.gap or text[:1].isspace()
        self._write(" ".join(text.split()))
        self.gap = self.gap or text[-1:].isspace()

    def _write(self, text: str) -> None:
        if not text:
            return
        mark = "> " if self.quoted else ""
        if self.line_ends or not self.pieces:
            self.pieces.append(f"\n{mark}" * min(self.line_ends, 3) if self.pieces else mark)
        elif self.gap:
            self.pieces.append(" ")
        self.pieces.append(text)
        self.line_ends, self.gap = 0, False


def _is_quote(node: LexborNode) -> bool:
    if node.tag == "blockquote":
        return True
    if node.tag != "div":
        return False
    attributes = node.attributes
    return attributes.get("id") in _QUOTE_IDS or not _QUOTES.isdisjoint((attributes.get("class") or "").split())


def _is_signature(node: LexborNode) -> bool:
    return node.tag == "div" and not _SIGNATURES.isdisjoint((node.attributes.get("class") or "").split())
