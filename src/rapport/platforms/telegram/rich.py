"""A rich message, which Telegram has since 2026, as plain text: headings, lists, tables and code stay what they are.

Source: Telegram Desktop 7.2's export_output_json.cpp (SerializeRichMessage). A message of this sort has no `text`, but
`rich_message` with `blocks`: `{"type": "heading", "level": 2, "text": …}`. A text is `{"type": "plain", "text": "…"}`,
one such around another (`bold`), or a list of them (`concat`).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

DEPTH: Final = 64
"""How deep texts and blocks may stand in each other; what is deeper is left out."""

_Block = Mapping[str, Any]


def rich_text_of(message: Mapping[str, Any]) -> str | None:
    rich = message.get("rich_message")
    text = _blocks(rich.get("blocks"), DEPTH) if isinstance(rich, dict) else ""
    return text if text.strip() else None


def _blocks(blocks: Any, depth: int) -> str:
    if not isinstance(blocks, list) or depth <= 0:
        return ""
    return "\n\n".join(filter(None, (_block(block, depth - 1) for block in blocks if isinstance(block, dict))))


def _block(block: _Block, depth: int) -> str:
    kind = block.get("type")
    sort = _SORTS.get(kind) if isinstance(kind, str) else None
    return sort(block, depth) if sort else _inside(block, depth)


def _inside(block: _Block, depth: int) -> str:
    """What a block holds, whatever it is: its title, text and blocks, then what is said of it."""
    own = (_text(block.get(key), depth) for key in ("title", "text", "author"))
    others = (_blocks(block.get(key), depth) for key in ("blocks", "items"))
    around = _block(block["block"], depth - 1) if isinstance(block.get("block"), dict) and depth > 0 else ""
    return "\n\n".join(filter(None, (*own, around, *others, _caption(block.get("caption"), depth))))


def _heading(block: _Block, depth: int) -> str:
    level = block.get("level")
    text = _text(block.get("text"), depth)
    return f"{'#' * (level if type(level) is int and 1 <= level <= 6 else 1)} {text}" if text else ""


def _code(block: _Block, depth: int) -> str:
    language = block.get("language")
    text = _text(block.get("text"), depth).strip("\n")
    return f"```{language if isinstance(language, str) else ''}\n{text}\n```"


def _quote(block: _Block, depth: int) -> str:
    lines = _inside(block, depth).splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _list(block: _Block, depth: int) -> str:
    items = [item for item in _listed(block.get("items")) if isinstance(item, dict)]
    return "\n".join(_item(item, number, block, depth) for number, item in enumerate(items, 1))


def _item(item: _Block, number: int, block: _Block, depth: int) -> str:
    given = item.get("num")
    named = given.rstrip(".") if isinstance(given, str) and given else number
    mark = f"{named}. " if block.get("kind") == "ordered" else "- "
    text = _text(item.get("text"), depth) or _blocks(item.get("blocks"), depth)
    return mark + text.replace("\n", "\n" + " " * len(mark))


def _table(block: _Block, depth: int) -> str:
    rows = [
        " | ".join(_text(cell.get("text"), depth) for cell in _listed(row.get("cells")) if isinstance(cell, dict))
        for row in _listed(block.get("rows"))
        if isinstance(row, dict)
    ]
    return "\n".join(filter(None, (_text(block.get("title"), depth), *rows)))


def _formula(block: _Block, _depth: int) -> str:
    formula = block.get("formula")
    return f"`{formula}`" if isinstance(formula, str) else ""


def _nothing(_block: _Block, _depth: int) -> str:
    return ""


_SORTS: Final[Mapping[str, Callable[[_Block, int], str]]] = {
    "heading": _heading,
    "code": _code,
    "quote": _quote,
    "list": _list,
    "table": _table,
    "math": _formula,
    # Somebody else's words, and what one presses.
    "embed_post": _nothing,
    "related_articles": _nothing,
    "button_row": _nothing,
}


def _caption(caption: Any, depth: int) -> str:
    """Of a picture `{"text": …, "credit": …}`, of a quotation a text."""
    if not isinstance(caption, dict) or "type" in caption:
        return _text(caption, depth)
    return " ".join(filter(None, (_text(caption.get("text"), depth), _text(caption.get("credit"), depth))))


def _text(text: Any, depth: int) -> str:
    if isinstance(text, str) or depth <= 0:
        return text if isinstance(text, str) else ""
    if isinstance(text, list):
        return "".join(_text(part, depth - 1) for part in text)
    if not isinstance(text, dict):
        return ""
    kind, inner = text.get("type"), _text(text.get("text"), depth - 1)
    if kind == "text_link" and isinstance(href := text.get("href"), str) and href.rstrip("/") != inner.rstrip("/"):
        return f"{inner} ({href})"
    if kind == "math" and isinstance(source := text.get("source"), str):
        return f"`{source}`"
    return f"`{inner}`" if kind == "code" and inner else "" if kind == "button" else inner


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
