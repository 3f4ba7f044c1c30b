"""The documents of one file: as the API answered, one; as scripts that walk a forum save them, many.

Many stand in a list, one a line, or one behind the other over many lines, as Perceval prints them. Perceval puts each
into an envelope, whose `origin` is the forum's address.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from rapport.platforms.ahead import again
from rapport.platforms.discourse.document import MAX_FILE
from rapport.platforms.discourse.site import KEPT_HOST
from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable, load, mapping
from rapport.platforms.values import values_in
from rapport.words.records import MAX_RAW

_LIST = re.compile(rb"\[")
_NEXT = re.compile(rb"\n\}\s*\{")
"""Where a document over many lines ends and another one begins."""


def documents(stream: BinaryIO) -> Iterator[bytes | Damaged]:
    """Each document as it stands; one that is too long, or cut off, up to where it is."""
    first = _line(stream)
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        yield from elements(again(first, stream), _LIST)
        return
    second = _line(stream)
    if second and _is_whole(first):
        yield from _lines(first, second, stream)
        return
    whole = first + second + stream.read(max(MAX_FILE + 1 - len(first) - len(second), 0))
    if _NEXT.search(whole) and len(whole) <= MAX_FILE:
        yield from values_in(whole)
    else:
        yield whole


def bare(document: Any) -> Any:
    """Without Perceval's envelope, and with the forum's host that stands on it."""
    envelope = mapping(document)
    data, origin = envelope.get("data"), envelope.get("origin")
    if "backend_name" not in envelope or not isinstance(data, dict):
        return document
    try:
        host = urlsplit(origin).hostname if isinstance(origin, str) else None
    except ValueError:
        host = None
    return data | ({KEPT_HOST: host} if host else {})


def _lines(first: bytes, second: bytes, stream: BinaryIO) -> Iterator[bytes | Damaged]:
    line = first
    while line:
        if len(line) > MAX_FILE:
            yield Damaged(line[:MAX_RAW], f"The line is longer than {MAX_FILE >> 20} MiB.")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_FILE + 1)
        else:
            yield line
        line, second = second or _line(stream), b""


def _line(stream: BinaryIO) -> bytes:
    """The next line that is not blank."""
    while (line := stream.readline(MAX_FILE + 1)) and line.isspace():
        pass
    return line


def _is_whole(line: bytes) -> bool:
    try:
        return line.rstrip().endswith(b"}") and isinstance(load(line), dict)
    except NotReadable:
        return False
