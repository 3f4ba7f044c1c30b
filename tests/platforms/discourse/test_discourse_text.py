"""HTML and Markdown to plain text."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.discourse.text import LONGEST_PAGE, text_of, text_of_markdown
from rapport.platforms.html import DEEPEST_QUOTE

# Letters, marks, numbers, punctuation and symbols: what stands between white space.
word = st.text(st.characters(categories=["L", "M", "N", "P", "S"]), min_size=1, max_size=8)
paragraph = st.lists(word, min_size=1, max_size=8)


@given(st.lists(paragraph, max_size=5))
def test_plain_paragraphs_lose_no_word(paragraphs: list[list[str]]) -> None:
    cooked = "".join(f"<p>{escape(' '.join(words))}</p>\n" for words in paragraphs)
    assert text_of(cooked).split() == [word for words in paragraphs for word in " ".join(words).split()]


@given(st.lists(paragraph, min_size=1, max_size=5))
def test_long_pages_lose_no_word_either(paragraphs: list[list[str]]) -> None:
    cooked = "".join(f"<p>{escape(' '.join(words))}</p>\n" for words in paragraphs)
    padded = cooked + "<br>" * (LONGEST_PAGE // 4)
    assert text_of(padded).split() == [word for words in paragraphs for word in " ".join(words).split()]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\f"), max_size=60))
def test_code_keeps_every_space(code: str) -> None:
    read = text_of(f"<p>before</p><pre><code>x{escape(code)}x</code></pre><p>after</p>")
    assert read == f"before\n\n```\nx{code}x\n```\n\nafter"


@pytest.mark.parametrize(
    ("cooked", "text"),
    [
        ('<p>see <a href="https://example.org/a">this page</a>.</p>', "see this page (https://example.org/a)."),
        ('<p><a href="https://example.org/a/">https://example.org/a</a></p>', "https://example.org/a/"),
        ('<p><a href="http://example.org">example.org</a> too</p>', "http://example.org too"),
        ('<p><a class="mention" href="/u/ada">@ada</a> <a href="/t/7">there</a></p>', "@ada there"),
        ('<p><a href="https://example.org/a"><img src="x.png"></a> x</p>', "x"),
        ('<p>run <code>make all</code> <b>now</b></p>', "run `make all` now"),
        ('<pre><code class="lang-c">a\n  b\n</code></pre>', "```\na\n  b\n```"),
    ],
)  # fmt: skip
def test_code_and_links_are_told_from_words(cooked: str, text: str) -> None:
    assert text_of(cooked) == text


@given(st.text(max_size=200))
def test_any_text_is_read_as_html(cooked: str) -> None:
    assert isinstance(text_of(cooked), str)


@given(paragraph)
def test_words_of_a_quoted_post_are_left_out(words: list[str]) -> None:
    title = '<div class="title">ada:</div>'
    quote = f'<aside class="quote">{title}<blockquote><p>{escape(" ".join(words))}</p></blockquote></aside>'
    assert text_of(f"<p>mine</p>{quote}<p>too</p>") == "mine\n\ntoo"


def test_nested_quotations_are_marked_up_to_a_limit() -> None:
    assert text_of("<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>") == "> a\n>\n> > b"
    assert text_of("<blockquote>" * 50 + "deep") == "> " * DEEPEST_QUOTE + "deep"


def test_nesting_without_end_is_read_without_recursion() -> None:
    assert text_of("<b>" * 20_000 + "inside") == "inside"


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert text_of("<p>a\ud800b</p>") == "a\ufffdb"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('[quote="ada, post:1"]\ntheirs\n[/quote]\nmine', "mine"),
        ("a [quote]x [quote]y[/quote] z[/quote] b", "a  b"),
        ("[quote] never ended", "[quote] never ended"),
        ("[/quote] never begun", "[/quote] never begun"),
        ("no quote, `code` and **stars**", "no quote, `code` and **stars**"),
    ],
)
def test_markdown_loses_its_quotes_of_posts_only(raw: str, text: str) -> None:
    assert text_of_markdown(raw) == text
