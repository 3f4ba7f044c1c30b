"""An event's description as plain text. The standard wants plain text; Google Calendar and others write HTML."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rapport.platforms.html import SILENT, Page, walk, without_tags

LONGEST_PAGE = 100_000
"""Characters of HTML that are parsed. Longer ones only lose their tags: parsing takes the square of the nesting."""

_MARKUP = re.compile(
    r"<(?:br\s*/?|/?(?:p|b|i|u|ul|ol|li|div|span|strong|em|html|body|h[1-6])(?: [^<>]*)?|a\s[^<>]*|/a)>", re.IGNORECASE
)
_PAGE = re.compile(r"\s*<(?:!doctype|html)\b", re.IGNORECASE)
_LINES = frozenset({"br", "li", "tr", "div", "dt", "dd", "ul", "ol", "dl"})


def text_of(description: str) -> str:
    if not _MARKUP.search(description):
        return description
    if len(description) > LONGEST_PAGE:
        return without_tags(description)
    # Line feeds count beside tags, where it is no whole page: calendars show them.
    html = description if _PAGE.match(description) else description.replace("\n", "<br>")
    body = LexborHTMLParser(html.encode("utf-8", "replace").decode()).body
    if body is None or body.first_child is None:
        return unescape(description)
    page = _Page(_LINES)
    walk(body.first_child, page)
    return "".join(page.pieces).strip()


class _Page(Page):
    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self.add(node.text_content or "")
        if tag == "-text" or tag in SILENT:
            return False
        self.open(tag)
        return True

    def leave(self, node: LexborNode) -> None:
        """` (address)` after a link's words, unless they are the address."""
        tag = node.tag or ""
        address = (node.attributes.get("href") or "").strip() if tag == "a" else ""
        shown = self.pieces[-1].strip() if self.pieces else ""
        if address.startswith(("https://", "http://")) and shown.rstrip("/") != address.rstrip("/"):
            self.pieces.append(f" ({address})")
        self.close(tag)
