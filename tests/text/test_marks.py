"""Links, mentions and code are found, as CommonMark tells code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rapport.text.marks import found_in

pieces = st.sampled_from(["`", "``", "```", "~~~", "~~~~", "a", "b c", " ", "```py", "~~~ js"])
lines = st.lists(st.lists(pieces, max_size=5).map("".join).map(str.strip), max_size=9)


def code_of(text: str) -> list[str]:
    """Its code as markdown-it, a CommonMark parser, finds it."""
    found = []
    for token in MarkdownIt("commonmark").disable(["list", "code"]).parse(text):
        if token.type == "fence":
            found.append(token.content.removesuffix("\n"))
        found += [child.content for child in token.children or () if child.type == "code_inline"]
    return found


@given(lines)
def test_code_is_what_a_commonmark_parser_says(written: list[str]) -> None:
    text = "\n".join(written)
    assert sorted(map(str.rstrip, found_in(text).code)) == sorted(map(str.rstrip, code_of(text)))


@given(st.text())
def test_any_text_is_looked_through(text: str) -> None:
    found = found_in(text)
    assert all(link in text for link in found.links)
    assert all(name in text for name in found.mentions)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://x.org/a_(b)).", ("https://x.org/a_(b)",)),
        ("(http://x.org), <https://y.org/?q=1&r=2>", ("http://x.org", "https://y.org/?q=1&r=2")),
        ("twice https://x.org https://x.org!", ("https://x.org",)),
        ("`https://x.org` and ```https://y.org```", ()),
        ("```\nhttps://x.org\n```", ()),
        ("no link: https:// or x.org", ()),
    ],
)
def test_links(text: str, links: tuple[str, ...]) -> None:
    assert found_in(text).links == links


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ada, thanks! cc @bob.b.", ("ada", "bob.b")),
        ("<@U02AB> and <@!123> and <@W1|carl>", ("U02AB", "123", "W1")),
        ("@ada@mastodon.social says", ("ada@mastodon.social",)),
        ("mail ada@example.org or https://x.org/@ada", ()),
        ("`@decorator` and\n```\n@property\n```", ()),
        ("(@ada) @ada", ("ada",)),
    ],
)
def test_mentions(text: str, names: tuple[str, ...]) -> None:
    assert found_in(text).mentions == names


def test_the_words_are_what_is_left() -> None:
    found = found_in("Run `make` as @ada says:\n```sh\nmake all\n```\nhttps://x.org helps.")
    assert found.words.split() == ["Run", "as", "says:", "helps."]


@pytest.mark.parametrize(
    "text", ["`" * 50_000, "`a" * 30_000, "` " * 30_000 + "\n\n", "@" * 50_000, "(https://x" * 9_000]
)
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    found_in(text)
