"""HTML that is laid into one document after another's reads as if it had a document of its own."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from rapport.platforms.html import ENOUGH, visit, walk

TAGS = ("p", "b", "a", "pre", "ul", "li", "table", "td", "blockquote", "h1", "code", "br", "body", "html", "form")
PIECES = st.sampled_from(
    [f"<{tag}>" for tag in TAGS]
    + [f"</{tag}>" for tag in TAGS]
    + ["a b", "\n", " ", "&lt;", "&amp", "<", '<a href="', '">', "\0", "<svg>"]
)


class Seen:
    """Every node in its order, with the ends of those that others may stand in."""

    def __init__(self) -> None:
        self.nodes: list[str] = []

    def enter(self, node: LexborNode) -> bool:
        text = node.tag == "-text"
        self.nodes.append(f"“{node.text_content}”" if text else f"<{node.tag}>")
        return not text

    def leave(self, node: LexborNode) -> None:
        self.nodes.append(f"</{node.tag}>")


def seen(html: str) -> list[str]:
    visitor = Seen()
    visit(html, visitor)
    return visitor.nodes


def seen_alone(html: str) -> list[str]:
    visitor = Seen()
    body = LexborHTMLParser(html).body
    if body is not None and body.first_child is not None:
        walk(body.first_child, visitor)
    return visitor.nodes


@given(st.lists(PIECES, max_size=20).map("".join))
def test_it_reads_as_in_a_document_of_its_own(html: str) -> None:
    # A word before all else, as white space at the beginning of a page is in no body.
    assert seen("word" + html) == seen_alone("word" + html)


def test_a_document_is_changed_for_a_new_one() -> None:
    long = "<p>" + "word " * (ENOUGH // 5) + "</p>"
    assert seen(long) == ["<p>", f"“{long[3:-4]}”", "</p>"]
    assert seen("<p>short</p>") == ["<p>", "“short”", "</p>"]


def test_threads_have_documents_of_their_own() -> None:
    pages = [f"<p>{number}</p>" * 50 for number in range(400)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(seen, pages)) == [seen(page) for page in pages]
