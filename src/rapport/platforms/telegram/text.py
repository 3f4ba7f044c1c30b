"""What a message says, as plain text: code and links stay readable."""

from collections.abc import Mapping
from typing import Any

from rapport.platforms.telegram.rich import rich_text_of


def text_of(message: Mapping[str, Any]) -> str | None:
    """From `text` (a string, or a list of strings and marked parts) or, where it is empty, `text_entities`; or rich."""
    return plain(message.get("text")) or plain(message.get("text_entities")) or rich_text_of(message)


def plain(value: Any) -> str | None:
    if isinstance(value, list):
        value = "".join(map(_part, value))
    return value if isinstance(value, str) and value.strip() else None


def _part(part: Any) -> str:
    """One part: `{"type": "text_link", "text": "here", "href": "https://…"}`."""
    if isinstance(part, str):
        return part
    text = part.get("text") if isinstance(part, dict) else None
    if not isinstance(text, str):
        return ""
    kind = part.get("type")
    if kind == "text_link" and isinstance(href := part.get("href"), str) and href.rstrip("/") != text.rstrip("/"):
        return f"{text} ({href})"
    if kind == "code":
        return f"`{text}`"
    if kind == "pre":
        language = part.get("language")
        return f"\n```{language if isinstance(language, str) else ''}\n{text.strip(chr(10))}\n```\n"
    return text


def poll_of(message: Mapping[str, Any]) -> tuple[str, dict[str, int]] | None:
    """A poll's question with its answers as a list, and its figures."""
    poll = message.get("poll")
    question = plain(poll.get("question")) if isinstance(poll, dict) else None
    if not isinstance(poll, dict) or question is None:
        return None
    answers = poll.get("answers")
    options = [answer for answer in answers if isinstance(answer, dict)] if isinstance(answers, list) else []
    lines = [question, *(f"- {plain(option.get('text')) or ''}" for option in options)]
    figures = {"options": len(options)}
    if type(voters := poll.get("total_voters")) is int:
        figures["voters"] = voters
    return "\n".join(lines), figures
