"""What an entry says, as plain text: blocks become lines, `pre` keeps its own, a link's address follows its words."""

from html import unescape

from selectolax.lexbor import LexborNode

from rapport.platforms.html import PARAGRAPHS, SILENT, visit, without_tags

LONGEST_PAGE = 100_000
"""Characters of HTML that are parsed. Longer ones only lose their tags: parsing takes the square of the nesting."""

_LINE = frozenset({"br", "li", "tr", "div", "dt", "dd", "section", "article", "header", "ul", "ol", "dl", "figure"})
_SILENT = SILENT | {"head", "title"}


def text_of(html: str) -> str:
    """Plain text of a piece of HTML."""
    if "<" not in html:
        return unescape(html).strip()
    if len(html) > LONGEST_PAGE:
        return without_tags(html)
    page = _Page()
    visit(html.encode("utf-8", "replace").decode(), page)
    return "".join(page.pieces).strip()


def line_of(text: str) -> str:
    """A title: its text on one line."""
    return " ".join(text.split())


class _Page:
    """The text so far, and the line ends or blank that must come before its next word."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.between = ""
        self.verbatim = 0

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
            return False
        if tag in _SILENT:
            return False
        self._break(tag)
        self.verbatim += tag == "pre"
        if tag == "li":
            self._write("- ")
        elif tag in ("td", "th"):
            self.between = self.between or "\t"
        elif tag == "img":
            self._add(node.attributes.get("alt") or "")
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a":
            self._add_address(node)
        elif tag != "br":
            self._break(tag)
        self.verbatim -= tag == "pre"

    def _break(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.between = "\n\n"
        elif tag in _LINE and self.between != "\n\n":
            self.between = "\n\n" if tag == "br" and self.between == "\n" else "\n"

    def _add(self, text: str) -> None:
        if self.verbatim:
            self._write(text.rstrip("\n"))
            return
        flowing = " ".join(text.split())
        if len(flowing) == len(text):
            self._write(flowing)
            return
        if text[0].isspace():
            self.between = self.between or " "
        self._write(flowing)
        if text[-1].isspace():
            self.between = self.between or " "

    def _write(self, text: str) -> None:
        if text:
            if self.pieces:
                self.pieces.append(self.between)
            self.pieces.append(text)
            self.between = ""

    def _add_address(self, node: LexborNode) -> None:
        address = node.attributes.get("href") or ""
        if address.startswith(("http://", "https://")) and address != self._last_word():
            self._write(f" ({address})" if self.pieces else address)

    def _last_word(self) -> str:
        return self.pieces[-1].strip() if self.pieces else ""
