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
        return first._replace(text=text, attachments=attached, report=report)
    pages = [_decoded(part.headers, part.content) for part in parts if not part.attached and part.html]
    return Body("\n\n".join(map(text_of, pages)), attached, html=bool(pages), report=report)


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
        inside = [split(piece) for piece in _pieces(content, boundary)]
        if kind == "multipart/alternative" and not depth:
            inside = inside[:10]
        for inner, rest in inside:
            yield from _parts(inner, rest, depth + 1)
    elif disposition.startswith("attachment") or (depth and ("name" in parameters or "filename" in disposition)):
        yield _Part(headers, b"", attached=kind not in ("application/pgp-signature", "application/pkcs7-signature"))
    elif kind in ("text/html", "application/xhtml+xml"):
        yield _Part(headers, content, html=True)
    elif kind in ("", "text/plain", "text", "text/enriched", "text/markdown") or (
        not depth and kind.startswith("text/")
    ):
        yield _Part(headers, content)
    elif kind.startswith("multipart/") and depth < DEEPEST:
        yield _Part({}, content)  # its boundary is missing: the text is there nevertheless
    elif kind not in ("application/pgp-signature", "application/pkcs7-signature", "application/pgp-encrypted"):
        yield _Part(headers, b"", attached=True)


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
    if "flowed" not in value.lower():
        return Body(text)
    parameters = parameters_of(value)
    flowed = parameters.get("format", "").lower() == "flowed"
    return Body(text, flowed=flowed, delsp=parameters.get("delsp", "").lower() == "yes")


def _decoded(headers: Headers, content: bytes) -> str:
    if len(content) > MAX_TEXT:
        content = content[:MAX_TEXT]
    encoding = headers.get("content-transfer-encoding", "").lower()
    if encoding == "base64":
        content = decode_base64(content)
    elif encoding == "quoted-printable":
        content = decode_quoted(content)
    value = headers.get("content-type", "")
    charset = parameters_of(value).get("charset", "") if ";" in value else ""
    text = decode(content, charset)
    return text.replace("\r\n", "\n") if "\r" in text else text
