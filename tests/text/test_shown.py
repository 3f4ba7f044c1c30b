"""What is shown of a text is the text, cut; a link leads where it says; whatever somebody writes stays words."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from rapport.text.shown import LINES, Shown, host_of, link_to, shown

HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "data:text/html,",
                "https://x.org/", "http://", "@ada", "<@U1>", "`", "```", "\n```\n", "~~~", "\u202e", "\u2066", "\\",
                "https://a.org\\@b.org", "https://a.org@b.org", "https://аpple.com", "'", "&amp;", "&#x6a;ava:", "\0",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)  # fmt: skip


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page_of(pieces: list[Shown]) -> str:
    return render_to_string("kit/said.html", {"pieces": pieces})


@given(HOSTILE)
def test_nothing_that_is_written_becomes_markup(text: str) -> None:
    pieces = shown(text, most=400, known={"ada": "/people/1/", "u1": "/people/2/"})
    html = page_of(pieces)
    for tag, attributes in Tags(html).tags:
        assert tag in ("a", "pre", "code")
        assert set(attributes) <= {"href", "rel", "target", "dir"}
        href = attributes.get("href") or ""
        assert tag != "a" or href in ("/people/1/", "/people/2/") or urlsplit(href).scheme in ("http", "https")
        if href.startswith("http"):
            assert attributes["rel"] == "nofollow noopener noreferrer"
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", unescape(html))
    bare = re.sub(r"</?(?:a|pre|code)\b[^<>]*>", "", html)
    assert "<" not in bare
    assert ">" not in bare


@given(HOSTILE)
def test_a_link_is_labelled_with_the_host_it_leads_to(text: str) -> None:
    for piece in shown(text, most=10_000):
        if piece.mark == "link":
            host = urlsplit(piece.href).hostname or ""
            assert host.isascii()
            assert piece.said.rstrip("…").startswith((host.removeprefix("www.")[:40], f"[{host}"[:40]))
            assert "@" not in urlsplit(piece.href).netloc


@given(st.text(alphabet="ab <&\n", max_size=300))
def test_words_are_shown_as_they_are_with_one_space_between_them(text: str) -> None:
    assert "".join(piece.said for piece in shown(text, most=1_000)).split() == text.split()


@pytest.mark.parametrize(
    ("link", "said", "href"),
    [
        ("https://www.example.org/", "example.org", "https://www.example.org/"),
        ("http://example.org:8080/a?b=c#d", "example.org:8080/a?b=c", "http://example.org:8080/a?b=c#d"),
        ("HTTPS://Example.ORG/A", "example.org/A", "https://example.org/A"),
        ("https://google.com@evil.example/", "evil.example", "https://evil.example/"),
        ("https://аpple.com", "xn--pple-43d.com", "https://xn--pple-43d.com"),
        ("https://[::1]/x", "[::1]/x", "https://[::1]/x"),
        ("https://example.org/" + "a" * 60, "example.org/" + "a" * 35 + "…", "https://example.org/" + "a" * 60),
    ],
)
def test_links(link: str, said: str, href: str) -> None:
    assert link_to(link) == Shown("link", said, href)


@pytest.mark.parametrize(
    "link",
    ["https://good.example\\@evil.example", "https://x..y", "https://a%2fb@c%00", "https://x.org:99999", "https://[x",
     "https://x.org/\u202efdp.exe", "https://" + "ü" * 80 + ".de", "javascript:alert(1)", "https://a_b|c"],
)  # fmt: skip
def test_what_leads_nowhere_for_certain_stays_words(link: str) -> None:
    assert link_to(link).mark == "words"
    assert host_of(link) == ""


def test_a_host_is_one_however_it_is_written() -> None:
    written = ("https://www.Münster.example/a", "http://xn--mnster-3ya.example", "https://u:p@münster.example:80/")
    assert {host_of(link) for link in written} == {"xn--mnster-3ya.example"}


def test_code_stands_in_a_block_and_in_the_line() -> None:
    html = page_of(shown("Run `make <all>`:\n\n```sh\n  make\n\tall\n```\nDone.", most=280))
    assert html.strip() == "Run <code>make &lt;all&gt;</code>: <pre><code>  make\n\tall</code></pre>Done."


def test_a_long_block_is_cut_and_nothing_of_nested_fences_is_lost() -> None:
    [block, end] = shown("````\n```\ninner\n```\n" + "x\n" * 99 + "````\nafter", most=280)[:2]
    assert block.said.splitlines() == ["```", "inner", "```", *["x"] * (LINES - 3), "…"]
    assert end.said == "after"


def test_a_long_text_is_cut_at_a_word() -> None:
    pieces = shown("word " * 100, most=21)
    assert "".join(piece.said for piece in pieces) == "word word word word …"


def test_the_title_is_not_said_twice() -> None:
    assert shown("Fix the  build\n\nIt failed.", most=99, after="Fix the build") == [Shown("words", "It failed.")]
    assert shown("Fix the build", most=99, after="Fix the build") == []
    assert shown("Fix it", most=99, after="Fix the build") == [Shown("words", "Fix it")]


def test_who_is_known_has_a_page_and_nobody_else() -> None:
    pieces = shown("@Ada and <@U1> and @bob", most=99, known={"ada": "/people/1/", "u1": "/people/2/"})
    assert [(piece.said, piece.href) for piece in pieces if piece.mark == "mention"] == [
        ("@Ada", "/people/1/"),
        ("<@U1>", "/people/2/"),
        ("@bob", ""),
    ]


@pytest.mark.parametrize(
    "text", ["https://" + "a." * 40_000, "https://x" + ")" * 50_000, "@a" * 30_000, "`" * 40_000, f"`{'x' * 40_000}`"]
)
def test_a_huge_text_takes_no_longer_than_its_length(text: str) -> None:
    assert sum(len(piece.said) for piece in shown(text, most=280)) < 3_000
