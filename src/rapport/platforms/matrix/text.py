"""What a message's content says, as plain text."""

import re
from collections.abc import Mapping
from typing import Any

from rapport.platforms.matrix.event import mapping, word

# A reply repeats what it answers before a blank line (rich reply fallbacks, removed from the specification in 1.13).
_FALLBACK = re.compile(r"> (?:\* )?<@[^>\n]*>[^\n]*+(?:\n>[^\n]*+)*+\n\n?")
_MEDIA = {"m.image": "image", "m.file": "file", "m.audio": "audio", "m.video": "video"}


def text_of(content: Mapping[str, Any]) -> str | None:
    """The body; of a picture or file its caption, which it has if it names its file besides (MSC2530)."""
    body = word(content.get("body"))
    if media_of(content):
        named = word(content.get("filename"))
        return body if named and named != body else None
    if body and "m.in_reply_to" in mapping(content.get("m.relates_to")):
        return word(_FALLBACK.sub("", body, count=1) if body.startswith("> ") else body)
    return body


def media_of(content: Mapping[str, Any]) -> str | None:
    kind = content.get("msgtype")
    return _MEDIA.get(kind) if isinstance(kind, str) else None


def poll_of(content: Mapping[str, Any]) -> tuple[str | None, int]:
    """A poll's question with its answers as a list, and how many there are (MSC3381 and what became of it)."""
    poll = mapping(content.get("m.poll")) or mapping(content.get("org.matrix.msc3381.poll.start"))
    answers = poll.get("answers")
    options = [each for each in answers if isinstance(each, dict)] if isinstance(answers, list) else []
    lines = [_extensible(mapping(poll.get("question"))), *(f"- {_extensible(each) or ''}" for each in options)]
    return ("\n".join(filter(None, lines)) or _extensible(content)), len(options)


def _extensible(value: Mapping[str, Any]) -> str | None:
    """A text of MSC1767: a string, or a list of forms of which the first plain one is taken."""
    for key in ("m.text", "org.matrix.msc1767.text", "body"):
        found = value.get(key)
        if isinstance(found, list):
            found = next((word(each.get("body")) for each in found if isinstance(each, dict)), None)
        if word(found):
            return word(found)
    return None
