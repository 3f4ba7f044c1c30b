"""The text of a message, out of whatever it was packed in, and how many files came with it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapport.platforms.email.charsets import decode, decode_base64, decode_quoted
from rapport.platforms.email.headers import Headers, split
from rapport.platforms.email.html import text_of

DEEPEST = 12
"""Multiparts within one another; what lies deeper is not looked into."""
MOST_PARTS = 500
"""Parts of one message that are looked into."""
MAX_TEXT = 4 << 20
"""Bytes of one part's text that are read."""

_NO_WORDS = frozenset(("text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/csv"))
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(\"[^\"]*\"?|[^\s;\"]+)")


class Body(NamedTuple):
    text: str
    attachments: int = 0
    html: bool = False
    """Whether the text had to be made of HTML."""
    report: bool = False
    """Whether a mail server wrote it, to say what became of another message (RFC 3462)."""
    flowed: bool = False
    """Whether lines that end in a blank go on in the next one (RFC 3676)."""
    delsp: bool = False
    bytes_not_read: int = 0
    """What went on beyond MAX_TEXT."""


def read_body(headers: Headers, content: bytes) -> Body:
    """Plain text where there is some, else what the HTML says."""
    kind = headers.get("content-type", "")
    if not kind or kind.startswith("text/plain"):
        return _plain(headers, content)
    parts = list(_parts(headers, content, 0))
    attached = sum(part.attached for part in parts)
    report = kind.lower().startswith("multipart/report")
    plain = [part for part in parts if not part.attached and not part.html]
    bodies = [_plain(part.headers, part.content) for part in plain]
    if any(body.text.strip() for body in bodies):
        first = next(body for body in bodies if body.text.strip())
        text = "\n\n".join(body.text.strip("\n") for body in bodies)
        cut = sum(body.bytes_not_read for body in bodies)
        return first._replace(text=text, attachments=attached, report=report, bytes_not_read=cut)
    pages = [part for part in parts if not part.attached and part.html]
    text = "\n\n".join(text_of(_decoded(page.headers, page.content)) for page in pages)
    cut = sum(max(len(page.content) - MAX_TEXT, 0) for page in pages)
    return Body(text, attached, html=bool(pages), report=report, bytes_not_read=cut)


class _Part(NamedTuple):
    headers: Headers
    content: bytes
    html: bool = False
    attached: bool = False


def _parts(headers: Headers, content: bytes, depth: int) -> Iterator[_Part]:
    """The leaves of a message in their order."""
    value = headers.get("content-type", "")
    kind = value.partition(";")[0].strip().lower()
    disposition = headers.get("content-disposition", "").lower()
    parameters = parameters_of(value) if ";" in value else {}
    if kind.startswith("multipart/") and (boundary := parameters.get("boundary")) and depth < DEEPEST:
        for piece in _pieces(content, boundary):
            yield from _parts(*split(piece), depth + 1)
    elif disposition.startswith("attachment") or (depth and (_is_named(parameters) or "filename" in disposition)):
        yield _Part(headers, b"", attached=kind not in ("application/pgp-signature", "application/pkcs7-signature"))
    elif kind in ("text/html", "application/xhtml+xml"):
        yield _Part(headers, content, html=True)
    elif kind in ("", "text/plain", "text", "text/enriched", "text/markdown") or (
        not depth and kind.startswith("text/") and kind not in _NO_WORDS
    ):
        yield _Part(headers, content)
    elif kind.startswith("multipart/") and depth < DEEPEST:
        yield _Part({}, content)  # its boundary is missing: the text is there nevertheless
    elif kind not in ("application/pgp-signature", "application/pkcs7-signature", "application/pgp-encrypted"):
        yield _Part(headers, b"", attached=True)


def _is_named(parameters: dict[str, str]) -> bool:
    """Also as RFC 2231 has it: `name*`, `name*0`."""
    return any(parameter.partition("*")[0] == "name" for parameter in parameters)


def _pieces(content: bytes, boundary: str) -> list[bytes]:
    mark = b"\n--" + boundary.encode("utf-8", "surrogateescape")
    pieces = (b"\n" + content).split(mark, MOST_PARTS)[1:]
    found = []
    for piece in pieces:
        if piece.startswith(b"--"):
            break
        found.append(piece.partition(b"\n")[2])
    return found


def parameters_of(value: str) -> dict[str, str]:
    return {name.lower(): told.strip('"') for name, told in _PARAMETER.findall(value[:4_000])}


def _plain(headers: Headers, content: bytes) -> Body:
    text = _decoded(headers, content)
    value = headers.get("content-type", "")
    cut = max(len(content) - MAX_TEXT, 0)
    if "flowed" not in value.lower():
        return Body(text, bytes_not_read=cut)
    parameters = parameters_of(value)
    flowed = parameters.get("format", "").lower() == "flowed"
    return Body(text, flowed=flowed, delsp=parameters.get("delsp", "").lower() == "yes", bytes_not_read=cut)


def _decoded(headers: Headers, content: bytes) -> str:
    if len(content) > MAX_TEXT:
        content = content[:MAX_TEXT]
    encoding = headers.get("content-transfer-encoding", "").lower()
    if encoding == "base64":
        # Old list servers put their footer under the base64 as it was.
        coded, _, footer = content.strip(b"\n").partition(b"\n\n")
        content = decode_base64(coded) + b"\n\n" + footer if b" " in footer else decode_base64(content)
    elif encoding == "quoted-printable":
        content = decode_quoted(content)
    value = headers.get("content-type", "")
    charset = parameters_of(value).get("charset", "") if ";" in value else ""
    text = decode(content, charset)
    return text.replace("\r\n", "\n") if "\r" in text else text
