"""What a person wrote, from a post's HTML: lines, code between fences, links with their addresses.

The Markdown that was typed stands only in PostHistory.xml; Posts.xml has the HTML made of it.
"""

from selectolax.lexbor import LexborNode

from rapport.platforms.html import SILENT, Page, visit, without_tags

LONGEST_PAGE = 200_000
"""Characters of HTML that are parsed; a post has at most 30,000 of Markdown, some sites allow twice as many. Longer
ones only lose their tags: parsing takes the square of the nesting's depth."""

_LINES = frozenset({"br", "li", "tr", "div", "dt", "dd", "ul", "ol", "dl"})


def text_of(html: str) -> str:
    if "<" not in html and "&" not in html:
        return html.strip()
    if len(html) > LONGEST_PAGE:
        return without_tags(html)
    post = _Post()
    visit(html, post)
    return "".join(post.pieces).strip()


class _Post(Page):
    def __init__(self) -> None:
        super().__init__(_LINES)
        self._links: list[int] = []
        """For each link that is open, how many pieces there were when it began."""

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            self.add(text.rstrip("\n") if self.verbatim else text)
        elif tag == "img":
            self._write_image(node)
        if tag in ("-text", "img") or tag in SILENT:
            return False
        self.open(tag)
        if tag == "pre":
            self.write("```")
            self.line_ends, self.verbatim = 1, self.verbatim + 1
        elif tag == "code" and not self.verbatim:
            self.write("`")
            self.gap = ""
        elif tag == "a":
            self._links.append(len(self.pieces))
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "pre":
            self.verbatim -= 1
            self.line_ends = 1
            self.write("```")
        elif tag == "code" and not self.verbatim:
            self.pieces.append("`")
        elif tag == "a":
            self._write_address(node)
        self.close(tag)

    def _write_address(self, node: LexborNode) -> None:
        """` (address)` after a link's words, unless they are the address."""
        begun = self._links.pop() if self._links else 0
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
            self.add(f" {address} ")
