"""What a person wrote, as plain text: from a post's HTML (`cooked`) or its Markdown (`raw`).

Left out is what the platform made: pictures and their captions, previews of links (the link stays), and
quotes of other posts. A quoted post is in the ledger itself, and an erased person's words must not live on in
the answers. A block that the author set off as a quotation (`>` in Markdown) stays, its lines marked `> `.
"""

import re

from selectolax.lexbor import LexborNode

from rapport.platforms.html import PARAGRAPHS, SILENT, Marked, visit, without_tags

_LINES = frozenset(
    {"br", "li", "tr", "div", "dt", "dd", "summary", "article", "header", "section", "ul", "ol", "dl", "aside"}
)
_PARAGRAPHS = PARAGRAPHS | {"details"}
_CLASSED = frozenset({"aside", "div", "a", "details"})
_LEFT_OUT = frozenset({"quote", "quote-controls", "lightbox", "lightbox-wrapper", "meta", "poll-info", "elided"})
_PREVIEW = frozenset({"onebox", "lazyYT", "inline-onebox"})

LONGEST_PAGE = 100_000
"""Characters of HTML that are parsed (Discourse's own limit is 32,000 of Markdown). Longer ones only lose their
tags: parsing takes the square of the nesting's depth, half a second here."""


def text_of(cooked: str) -> str:
    """Plain text of a post's HTML. Blocks become lines, code stands in Markdown's marks, so that it is told from words,
    a link's address follows its words, emoji are their `:name:`."""
    if "<" not in cooked and "&" not in cooked:
        return cooked.strip()
    if len(cooked) > LONGEST_PAGE:
        return without_tags(cooked)
    post = _Post()
    visit(_without_surrogates(cooked), post)
    return "".join(post.pieces).strip()


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


class _Post(Marked):
    def __init__(self) -> None:
        super().__init__(_LINES, _PARAGRAPHS)

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self.add_words(node)
            return False
        if tag in SILENT:
            return False
        if tag == "img":
            self._add_emoji(node)
            return False
        self.begin(tag)
        if tag in _CLASSED:
            classes = (node.attributes.get("class") or "").split()
            if not _LEFT_OUT.isdisjoint(classes):
                return False
            if not _PREVIEW.isdisjoint(classes):
                self.add(_link_in(node))
                return False
        return True

    def end_link(self, address: str, words: str) -> None:
        """Discourse shows an address without its beginning: such words become the address."""
        if not address.rstrip("/").endswith(words):
            super().end_link(address, words)
        elif self.pieces[-1].rstrip("/") == words:
            self.pieces[-1] = address

    def _add_emoji(self, node: LexborNode) -> None:
        attributes = node.attributes
        if "emoji" in (attributes.get("class") or "").split():
            self.add(attributes.get("title") or attributes.get("alt") or "")


def _link_in(node: LexborNode) -> str:
    """The address that the author typed and the platform made a preview of."""
    attributes = node.attributes
    address = attributes.get("data-onebox-src") or attributes.get("href")
    if not address:
        link = node.css_first("a[href]")
        address = link.attributes.get("href") if link is not None else None
    return address or ""
