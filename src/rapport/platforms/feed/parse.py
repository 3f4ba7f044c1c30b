"""XML → what feedparser makes of it, from nothing but the bytes given: no network, no files, no endless search."""

import io
import re
import warnings
from collections.abc import Mapping
from typing import Any

from rapport.platforms.feed.entry import NotReadable

_WORD = re.compile(r"[\w.+-]{1000,}", re.ASCII)
_BLANK = re.compile(r"\s{1000,}", re.ASCII)
_BYTES_WORD = re.compile(rb"[\w.+-]{1000,}")
_BYTES_BLANK = re.compile(rb"\s{1000,}")
"""feedparser looks for addresses and doctypes with patterns that take the square of such a run's length: 300 KB of
`a.a.a.` as an author kept it busy for minutes."""

_WIDE = (
    (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\0\0\0<", "utf-32-be"), (b"<\0\0\0", "utf-32-le"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\0<", "utf-16-be"), (b"<\0", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)  # fmt: skip
"""How files begin whose letters are not those of ASCII (XML 1.0, appendix F)."""


def parse(data: bytes, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """The feed as feedparser gives it. `headers` are those of the answer that brought it, with lower-case names.

    feedparser would open what looks like a path or an address; a stream keeps it from that. It takes entities only
    where they stand for plain text, so none can grow. NotReadable, in words, where it fails.
    """
    import feedparser  # a tenth of a second, which commands without feeds need not pay

    tamed = io.BytesIO(_tamed(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed: Mapping[str, Any] = feedparser.parse(tamed, response_headers=dict(headers or {}))
            return parsed
    except Exception as error:  # noqa: BLE001 - a parser of tag soup fails in many ways
        raise NotReadable(f"The XML cannot be read ({type(error).__name__}: {error}).") from None


def wide(data: bytes) -> str | None:
    """The encoding of a file whose tags cannot be found byte by byte."""
    return next((codec for mark, codec in _WIDE if data.startswith(mark)), None)


def _tamed(data: bytes) -> bytes:
    codec = wide(data)
    if codec is None:
        return _BYTES_BLANK.sub(b"\n", _BYTES_WORD.sub(lambda run: run[0][:1000], data))
    text = data.decode(codec, "replace")
    if not _WORD.search(text) and not _BLANK.search(text):
        return data
    return _BLANK.sub("\n", _WORD.sub(lambda run: run[0][:1000], text)).encode(codec, "replace")
