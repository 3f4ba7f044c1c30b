"""The headers of a message or of a part of one."""

import re

WANTED = frozenset((
    "archived-at", "auto-submitted", "content-disposition", "content-transfer-encoding", "content-type", "date", "from",
    "in-reply-to", "list-id", "list-post", "message-id", "received", "references", "reply-to", "sender", "subject",
    "x-autoreply", "x-beenthere", "x-gm-labels", "x-gm-thrid", "x-list-id", "x-mailing-list", "x-original-from",
    "x-original-sender", "mime-version", "precedence", "return-path", "resent-date", "delivery-date", "to",
    "content-description", "x-failed-recipients",
))  # fmt: skip

MAX_HEADER = 256 << 10
"""Bytes of the headers together; what goes on beyond them is text."""

_SPELT = {spelling: name for name in WANTED for spelling in (name, name.title(), name.capitalize())} | {
    "Message-ID": "message-id", "List-ID": "list-id", "MIME-Version": "mime-version",
}  # fmt: skip
"""The names as nearly all programs spell them."""

_NAME = re.compile(r"[!-9;-~]+[ \t]*:")
# A line that mailers put before the headers, or within them.
_ESCAPED_FROM = (">From ", "From ")

Headers = dict[str, str]
"""The first value of each wanted header by its lower-cased name, unfolded. Bytes that are not UTF-8 are surrogates."""


def split(content: bytes) -> tuple[Headers, bytes]:
    """The headers and what follows the blank line after them. Content without any header is all text."""
    if content.startswith(b"\n"):
        return {}, content[1:]
    end = content.find(b"\n\n", 0, MAX_HEADER)
    if end < 0:
        end = min(len(content), MAX_HEADER)
    head = content[:end].decode("utf-8", "surrogateescape")
    if not head.startswith(_ESCAPED_FROM) and not _NAME.match(head):
        return {}, content
    if "\n " in head:
        head = head.replace("\n ", " ")
    if "\n\t" in head:
        head = head.replace("\n\t", " ")
    headers: Headers = {}
    for line in head.split("\n"):
        name, colon, value = line.partition(":")
        known = _SPELT.get(name) or name.lower().rstrip()
        if known in WANTED and colon and known not in headers:
            headers[known] = value.strip()
    return headers, content[end + 2 :]
