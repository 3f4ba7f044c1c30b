"""`Articles/….html`: one page an article, as its writer made it → an article. Pure.

<h1><a href="https://www.linkedin.com/pulse/…">Title</a></h1>
<p class="created">Created on 2023-05-01 18:00</p>
<p class="published">Published on 2023-05-02 08:30</p>     (a draft has none, or is `Unpublished`)
<div>…</div>
"""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rapport.platforms.fields import NotReadable
from rapport.platforms.html import SILENT, Page, may_be_deep, walk, without_tags
from rapport.platforms.linkedin.read import moment
from rapport.platforms.linkedin.who import PLACE
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Identity
from rapport.words.records import Record

LONGEST = 500_000
"""Characters that are parsed; a longer page only loses its tags."""
HEAD = 100_000
"""Characters in which the title stands."""
MARK = re.compile(rb"<p\s[^>]{0,60}class=[\"']?(?:created|published)\b", re.IGNORECASE)

_TITLE = re.compile(r"<h1\b[^>]{0,200}>(.{0,3000}?)</h1\s*>", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"""<a\s[^>]{0,200}?href=["']([^"']{1,500})["']""", re.IGNORECASE)
_DATED = re.compile(r"""<p\s[^>]{0,60}class=["']?(created|published)\b[^>]{0,60}>([^<]{0,200})</p\s*>""", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_ADDRESS = re.compile(r"linkedin\.com/(?:pulse|article)/(?:edit/)?([^/?#\s]+)", re.IGNORECASE)
_LINES = frozenset({"br", "li", "tr", "div", "section", "article", "ul", "ol", "figure", "figcaption"})


def article(html: str, owner: Identity | None) -> Record:
    """A draft is counted and left out: nobody has seen it. Raises NotReadable for a page without a date."""
    dates = {name.lower(): text for name, text in _DATED.findall(html)}
    published = _moment(dates.get("published", ""))
    if published is None:
        if _moment(dates.get("created", "")) is None:
            raise NotReadable("The page does not say when the article was written.")
        return Record("the article", [])
    heading = _TITLE.search(html[:HEAD])
    link = _LINK.search(heading[1]) if heading else None
    title = " ".join(without_tags(heading[1]).split()) if heading else ""
    address = _ADDRESS.search(link[1]) if link else None
    own = f"pulse/{address[1]}" if address else f"article/{published:%Y%m%dT%H%M}/{title.casefold()[:100]}"
    last = [found.end() for found in _DATED.finditer(html)][-1]
    written = Activity(
        platform="linkedin",
        native_id=own,
        kind="article",
        at=published,
        author=owner,
        channel=PLACE,
        revision=revision_of(published) - (owner is None),
        thread=own,
        title=title or None,
        text=text_of(html[last:]) or None,
        url=link[1] if link else None,
    )
    return Record("the article", [written])


def text_of(html: str) -> str:
    """What it says, with the addresses of its links and its code as it stands."""
    written = html.encode("utf-8", "replace")
    if len(html) > LONGEST or may_be_deep(written):
        return without_tags(html)
    body = LexborHTMLParser(written.decode()).body
    if body is None or body.first_child is None:
        return ""
    page = _Article()
    walk(body.first_child, page)
    return "".join(page.pieces).strip()


class _Article(Page):
    def __init__(self) -> None:
        super().__init__(_LINES)

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self.add(node.text_content or "")
            return False
        if tag in SILENT:
            return False
        self.open(tag)
        self.verbatim += tag == "pre"
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        address = node.attributes.get("href") if tag == "a" else None
        if address and address.startswith(("https://", "http://")) and address not in (node.text() or ""):
            self.add(f" ({address})")
        self.close(tag)
        self.verbatim -= tag == "pre"


def _moment(text: str) -> datetime | None:
    found = _DATE.search(text)
    return moment(found[0].replace("T", " ")) if found else None
