"""Block Kit and attachments as plain text, for messages whose `text` says nothing or less.

Source: docs.slack.dev/reference/block-kit/blocks (rich_text and its elements), docs.slack.dev/legacy attachments.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from rapport.platforms.slack.mrkdwn import link, plain
from rapport.platforms.slack.wire import Attachment

Block = Mapping[str, Any]
DEEPEST = 12
"""Slack nests six levels at most."""


def text_of_blocks(raw: msgspec.Raw, names: Mapping[str, str]) -> str:
    blocks = _decoded(raw)
    return "\n".join(filter(None, (_block(block, names, 0) for block in blocks)))


def text_of_attachments(raw: msgspec.Raw, names: Mapping[str, str]) -> str:
    """What an app's old-style attachments say; `fallback` where they say it in no other field."""
    lines: list[str] = []
    for each in _decoded(raw):
        try:
            attachment = msgspec.convert(each, Attachment)
        except msgspec.ValidationError:
            continue
        said = [part for part in (attachment.pretext, attachment.title, attachment.text) if part]
        lines += said or [attachment.fallback or ""]
    return "\n".join(plain(line, names) for line in lines if line)


def _decoded(raw: msgspec.Raw) -> Sequence[Any]:
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return ()
    return found if isinstance(found, list) else ()


def _block(block: Any, names: Mapping[str, str], depth: int) -> str:
    if not isinstance(block, dict) or depth > DEEPEST:
        return ""
    kind = block.get("type")
    if isinstance(kind, str) and kind in _CONTAINERS:
        parts = [_block(each, names, depth + 1) for each in _list(block.get("elements"))]
        return _CONTAINERS[kind](block, [part for part in parts if part])
    if kind in ("section", "header", "context", "actions", "image", "markdown", "video"):
        return "\n".join(_words(block, names, depth))
    return _element(block, names)


def _words(block: Block, names: Mapping[str, str], depth: int) -> Iterator[str]:
    """The texts of a layout block: its own, its fields', its elements'."""
    candidates = [block.get("text"), block.get("title"), *_list(block.get("fields")), *_list(block.get("elements"))]
    for each in candidates:
        if isinstance(each, dict) and isinstance(each.get("text"), dict) and depth < DEEPEST:
            yield from _words(each, names, depth + 1)
        text = each.get("text") if isinstance(each, dict) else each
        if isinstance(text, str) and text:
            is_mrkdwn = isinstance(each, dict) and each.get("type") == "mrkdwn"
            yield plain(text, names) if is_mrkdwn else text


def _element(element: Block, names: Mapping[str, str]) -> str:
    """A leaf of rich text; its words are not escaped."""

    def field(key: str) -> str:
        value = element.get(key)
        return value if isinstance(value, str) else ""

    kind = element.get("type")
    if kind == "text":
        code = isinstance(element.get("style"), dict) and element["style"].get("code") is True
        return f"`{field('text')}`" if code else field("text")
    if kind == "link":
        return link(field("url"), field("text"))
    if kind == "emoji":
        return f":{field('name')}:"
    if kind == "user":
        return "@" + names.get(field("user_id"), field("user_id"))
    if kind == "channel":
        return "#" + names.get(field("channel_id"), field("channel_id"))
    if kind == "broadcast":
        return "@" + field("range")
    if kind == "usergroup":
        return "@" + field("usergroup_id")
    return field("fallback") or field("value")


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _numbered(block: Block, parts: Sequence[str]) -> str:
    ordered = block.get("style") == "ordered"
    return "\n".join(f"{number}. {part}" if ordered else f"- {part}" for number, part in enumerate(parts, 1))


_CONTAINERS: dict[str, Callable[[Block, Sequence[str]], str]] = {
    "rich_text": lambda _, parts: "\n".join(parts),
    "rich_text_section": lambda _, parts: "".join(parts),
    "rich_text_list": _numbered,
    "rich_text_preformatted": lambda _, parts: "```\n" + "".join(parts) + "\n```",
    "rich_text_quote": lambda _, parts: "> " + "".join(parts).replace("\n", "\n> "),
}
