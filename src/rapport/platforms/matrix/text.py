"""What a message's content says, as plain text."""

import re
from typing import Any

from rapport.platforms.fields import mapping, words
from rapport.platforms.matrix.wire import Content

# A reply repeats what it answers before a blank line (rich reply fallbacks, removed from the specification in 1.13).
_FALLBACK = re.compile(r"> (?:\* )?<@[^>\n]*>[^\n]*+(?:\n>[^\n]*+)*+\n\n?")
_MEDIA = {"m.image": "image", "m.file": "file", "m.audio": "audio", "m.video": "video"}


def text_of(content: Content, *, replies: bool) -> str | None:
    """The body; of a picture or file its caption, which it has if it names its file besides (MSC2530)."""
    body = words(content.body)
    if content.msgtype in _MEDIA:
        named = words(content.filename)
        return body if named and named != body else None
    if replies and body and body.startswith("> "):
        return words(_FALLBACK.sub("", body, count=1))
    return body


def media_of(content: Content) -> str | None:
    return _MEDIA.get(content.msgtype) if content.msgtype else None


def poll_of(content: Content) -> tuple[str | None, int]:
    """A poll's question with its answers as a list, and how many there are (MSC3381 and what became of it)."""
    poll = mapping(content.poll) or mapping(content.poll_before)
    answers = poll.get("answers")
    options = [each for each in answers if isinstance(each, dict)] if isinstance(answers, list) else []
    lines = [_extensible(mapping(poll.get("question"))), *(f"- {_extensible(each) or ''}" for each in options)]
    itself = {"m.text": content.text, "org.matrix.msc1767.text": content.text_before, "body": content.body}
    return ("\n".join(filter(None, lines)) or _extensible(itself)), len(options)


def _extensible(value: Any) -> str | None:
    """A text of MSC1767: a string, or a list of forms of which the first plain one is taken."""
    for key in ("m.text", "org.matrix.msc1767.text", "body"):
        found = value.get(key)
        if isinstance(found, list):
            found = next((words(each.get("body")) for each in found if isinstance(each, dict)), None)
        if words(found):
            return words(found)
    return None
