"""What machines add to a message: lists their footers, archives their notices, PGP its armour."""

import re

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


def clean(text: str) -> tuple[str, int]:
    """The text without them, and how many files an archive took out and left a notice of."""
    attachments = 0
    dashes = "-----" in text
    if dashes and "-----BEGIN PGP" in text:
        text = _without_armour(text)
    if dashes and _NEXT_PART in text:
        pieces = list(_SCRUBBED.finditer(text))
        attachments = sum("HTML" not in notice for piece in pieces if (notice := piece["notice"]) is not None)
        text = _SCRUBBED.sub("\n", text)
    if (dashes or text.find("]]", -200) >= 0) and _HTML_DELETED in text:  # it ends the text, or a part of it
        text = text.replace(_HTML_DELETED, "")
    return without_footer(text), attachments


def without_footer(text: str) -> str:
    begin = max(len(text) - LOOKED_AT, 0)
    if text.find("\n_____", begin) < 0 and text.find("ubscri", begin) < 0:  # every footer has one of these
        return text
    found = _FOOTERS.search("\n" + text[begin:])
    return text if found is None else text[: begin + max(found.start() - 1, 0)]


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
