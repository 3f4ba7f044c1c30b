"""What a person wrote, from a post's HTML: lines, code between fences, links with their addresses.

The Markdown that was typed stands only in PostHistory.xml; Posts.xml has the HTML made of it.
"""

from selectolax.lexbor import LexborNode

from rapport.platforms.html import SILENT, Marked, visit, without_tags

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


class _Post(Marked):
    def __init__(self) -> None:
        super().__init__(_LINES)

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self.add_words(node)
        elif tag == "img":
            self._write_image(node)
        if tag in ("-text", "img") or tag in SILENT:
            return False
        self.begin(tag)
        return True

    def _write_image(self, node: LexborNode) -> None:
        """A picture's address where it is one: a screenshot is often half of the question."""
        address = (node.attributes.get("src") or "").strip()
        if address.startswith(("https://", "http://")):
            self.add(f" {address} ")
