"""Rich messages of Telegram Desktop 7 and later: their blocks as the text that one would type."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.telegram.rich import rich_text_of
from tests.platforms.telegram.chats import activities, chat, message, read


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain", "text": text}


def rich(*blocks: Any) -> dict[str, Any]:
    return {"rich_message": {"rtl": False, "part": False, "blocks": list(blocks)}}


def item(text: str, **fields: Any) -> dict[str, Any]:
    return {"task_state": "none", "content": "text", "text": plain(text), **fields}


LINK = {"type": "text_link", "href": "https://rapport.example/", "text": {"type": "bold", "text": plain("here")}}
CODE = {"type": "code", "text": plain("x = 1")}


def test_a_rich_message_has_its_text() -> None:
    blocks = (
        {"type": "heading", "level": 2, "text": plain("News")},
        {"type": "paragraph", "text": {"type": "concat", "text": [plain("See "), LINK, plain(" and "), CODE]}},
    )
    (said,) = activities(read(chat([message(1, text="", text_entities=[]) | rich(*blocks)])))
    assert said.text == "## News\n\nSee here (https://rapport.example/) and `x = 1`"


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ({"type": "code", "text": plain("a\nb\n"), "language": "py"}, "```py\na\nb\n```"),
        ({"type": "list", "kind": "unordered", "items": [item("a"), item("b\nc")]}, "- a\n- b\n  c"),
        ({"type": "list", "kind": "ordered", "items": [item("a"), item("b", num="7")]}, "1. a\n7. b"),
        (
            {"type": "quote", "content": "text", "text": plain("a\nb"), "caption": plain("Ada")},
            "> a\n> b\n>\n> Ada",
        ),
        (
            {"type": "table", "title": plain("T"), "rows": [{"cells": [{"text": plain("a")}, {"text": plain("b")}]}]},
            "T\na | b",
        ),
        (
            {"type": "details", "title": plain("More"), "blocks": [{"type": "paragraph", "text": plain("x")}]},
            "More\n\nx",
        ),
        ({"type": "photo", "caption": {"text": plain("A lake"), "credit": {"type": "empty"}}}, "A lake"),
        ({"type": "cover", "block": {"type": "paragraph", "text": plain("x")}}, "x"),
        ({"type": "math", "formula": "e=mc^2"}, "`e=mc^2`"),
        ({"type": "button_row", "buttons": [{"text": plain("Press")}]}, None),
        ({"type": "divider"}, None),
    ],
)
def test_each_sort_of_block(block: dict[str, Any], text: str | None) -> None:
    assert rich_text_of(rich(block)) == text


KEYS = [
    "type",
    "text",
    "blocks",
    "block",
    "items",
    "caption",
    "title",
    "level",
    "rows",
    "cells",
    "num",
    "href",
    "source",
]
SORTS = ["heading", "code", "quote", "list", "table", "math", "cover", "text_link", "concat", "plain"]
any_json = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(SORTS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=40,
)


@given(any_json)
def test_no_blocks_raise(block: Any) -> None:
    for message_ in ({"rich_message": block}, rich(block), {"rich_message": {"blocks": block}}):
        assert isinstance(rich_text_of(message_), str | None)


@pytest.mark.parametrize("around", [("quote", "blocks"), ("paragraph", "text"), ("cover", "block")])
def test_what_stands_too_deep_is_left_out(around: tuple[str, str]) -> None:
    sort, key = around
    deep: Any = plain("x")
    for _ in range(5_000):
        deep = {"type": sort, key: [deep] if key == "blocks" else deep}
    assert rich_text_of(rich(deep, {"type": "paragraph", "text": plain("y")})) == "y"
