"""Sentences of ours with `code` in them."""

import pytest

from rapport.console.templatetags.kit import coded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`rapport collect map` writes one.", "<code>rapport collect map</code> writes one."),
        ("a ` alone", "a ` alone"),
        ("`<script>`", "<code>&lt;script&gt;</code>"),
        ("<b>`x`</b>", "&lt;b&gt;<code>x</code>&lt;/b&gt;"),
        ("`two\nlines`", "`two\nlines`"),
    ],
)
def test_backticks_become_code_and_the_rest_is_escaped(text: str, shown: str) -> None:
    assert coded(text) == shown
