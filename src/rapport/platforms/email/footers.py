"""What machines add to a message: lists their footers, archives their notices, PGP its armour."""

import re
from typing import NamedTuple

# Each footer's first words, looked for in the text's end only; what stands under them is the list's.
_FOOTERS = re.compile(
    r"\n(?:"
    r"_{40,}\n[^\n]{1,120}(?:mailing list|list)\b|_{40,}\n[^\n]{0,200}\n?https?://[^\n]*(?:listinfo|mailman)"
    r"|_{40,}\n[^\n]+@[^\n]+\n(?:To unsubscribe|https?://)"
    r"|-{2,3} ?\nYou received this message because you are subscribed to"
    r"|(?:-\.){20,}-?\n|(?:-=)+-=?\nGroups\.io Links:|_\._,_\._,_|-{20,}\n[^\n]*unsubscribe"
    r"|-{60,}\nTo unsubscribe, e-?mail:|-- ?\nTo unsubscribe from this list|-- ?\nUnsubscribe:? "
    r"|-{20,}[^\n]*\n(?:[^\n]+\n){1,6}_{40,}\n[^\n]+ mailing list"
    r")",
    re.IGNORECASE,
)
LOOKED_AT = 1_500
"""Characters at the end of a text in which a footer may begin."""

_NEXT_PART = "-------------- next part --------------"
_SCRUBBED = re.compile(
    r"\n?-{8,} next part -{8,}\n"
    r"(?:(?P<notice>An? [^\n]{1,60} (?:attachment|message|part) was scrubbed\.\.\.)\n(?:(?!\n|-{8,})[^\n]*\n?)*)?"
)
_HTML_DELETED = "[[alternative HTML version deleted]]"

_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][\w-]*: [^\n]*\n)*\n?")
_BLOCKS = ("SIGNATURE", "MESSAGE", "PUBLIC KEY BLOCK")


class Cleaned(NamedTuple):
    text: str
    attachments: int = 0
    """Files that the archive took out and left a notice of."""


def clean(text: str) -> Cleaned:
    attachments = 0
    dashes = "-----" in text
    if dashes and "-----BEGIN PGP" in text:
        text = _without_armour(text)
    if dashes and _NEXT_PART in text:
        attachments = sum(
            "HTML" not in found["notice"] for found in _SCRUBBED.finditer(text) if found["notice"] is not None
        )
        text = _SCRUBBED.sub("\n", text)
    if (dashes or "]]" in text[-200:]) and _HTML_DELETED in text:  # it stands at the end of the text, or of a part
        text = text.replace(_HTML_DELETED, "")
    return Cleaned(without_footer(text), attachments)


def without_footer(text: str) -> str:
    tail = text[-LOOKED_AT:]
    if "\n_____" not in tail and "ubscri" not in tail:  # every footer has one of these
        return text
    found = _FOOTERS.search("\n" + tail)
    if found is None:
        return text
    return text[: len(text) - len(tail) + max(found.start() - 1, 0)]


def _without_armour(text: str) -> str:
    """Signed text without its frame; what is encrypted, and keys, go altogether."""
    if "BEGIN PGP SIGNED MESSAGE" in text:
        text = _SIGNED.sub("", text).replace("\n- -", "\n-")
    text = f"\n{text}"
    for what in _BLOCKS:
        kept, done = [], 0
        while (begin := text.find(f"\n-----BEGIN PGP {what}-----", done)) >= 0:
            end = text.find(f"\n-----END PGP {what}-----", begin)
            if end < 0:
                break
            kept.append(text[done:begin])
            done = text.find("\n", end + 1)
            done = done if done >= 0 else len(text)
        text = "".join([*kept, text[done:]])
    return text[1:]
