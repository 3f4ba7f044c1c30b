"""Bytes of a named, misnamed or unnamed encoding → text."""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, a2b_qp
from codecs import lookup

from charset_normalizer import from_bytes

LOOKED_AT = 4_096
"""Bytes by which an unnamed encoding is guessed."""

# A text in an alphabet of its own is dense with bytes above ASCII; accents in a Latin text are sparse.
_DENSE = 0.25
_FEWEST = 4

# The encodings of such alphabets that mail was written in; among all that exist, short texts fit too many.
_ALPHABETS = [
    "cp1251", "koi8_r", "gb18030", "big5", "euc_jp", "cp932", "cp949", "cp1253", "cp1255", "cp1256", "cp874",
]  # fmt: skip

# Declared as one, written as its larger sister; every browser reads them so (https://encoding.spec.whatwg.org).
_MEANT = {
    "us-ascii": "", "ascii": "", "ansi_x3.4-1968": "", "unknown": "", "unknown-8bit": "", "x-unknown": "", "utf-8": "",
    "utf8": "",
    "7bit": "", "8bit": "", "binary": "", "default": "", "user-defined": "", "x-user-defined": "",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030",
    "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-sjis": "cp932", "shift_jis": "cp932", "x-gbk": "gb18030",
}  # fmt: skip

_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(data: bytes, charset: str = "") -> str:
    """UTF-8 where it is UTF-8; else as declared; else as it looks. What means nothing is U+FFFD."""
    if b"\x1b" in data and b"\x1b$" in data:
        return data.decode("iso2022_jp_2", "replace")
    declared = charset.strip("\"' ").lower() if charset else ""
    if declared.startswith(("utf-7", "utf-16", "utf-32", "utf7", "utf16")) and _is_text(declared):
        return data.decode(declared, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = _MEANT.get(declared, declared)
    if declared and _is_text(declared):
        return data.decode(declared, "replace")
    text = data.decode(errors="replace")
    return text if _is_mostly_whole(text) else data.decode(_guess(data), "replace")


def _is_mostly_whole(text: str) -> bool:
    """Whether it was UTF-8 of which few bytes are broken: a letter cut in two, a footer in another encoding."""
    broken = text.count("\ufffd")
    above = len(text) - len(text.encode("ascii", "ignore"))
    return above > 4 * broken


def decode_header(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) read, also those that mailers broke, in one line."""
    if "=?" in value:
        value = _decoded_words(value)
    if not value.isascii() and _SURROGATE.search(value):
        value = decode(value.encode("utf-8", "surrogateescape").replace(b"\0", b""))
    return " ".join(value.split())


def decode_base64(data: bytes) -> bytes:
    """As much of it as is whole, also without its padding; what is not of its alphabet is passed over."""
    try:
        return a2b_base64(data)
    except Base64Error:
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        whole = clean[:-1] if len(clean) % 4 == 1 else clean
        return a2b_base64(whole + b"=" * (-len(whole) % 4))


def decode_quoted(data: bytes) -> bytes:
    return a2b_qp(data)


def _decoded_words(value: str) -> str:
    """Words of one charset that follow one another are decoded together: mailers cut characters in two."""
    pieces: list[str] = []
    charset, data, done = "", b"", 0
    for found in _ENCODED.finditer(value):
        between = value[done : found.start()]
        if between.strip() or found[1].lower() != charset:
            pieces += [decode(data, charset.partition("*")[0]), between if between.strip() or not done else ""]
            charset, data = found[1].lower(), b""
        coded = found[3].encode("utf-8", "surrogateescape")
        data += decode_base64(coded) if found[2] in "bB" else a2b_qp(coded, header=True)
        done = found.end()
    return "".join([*pieces, decode(data, charset.partition("*")[0]), value[done:]])


def _guess(data: bytes) -> str:
    """The likeliest encoding. Every byte means something in Latin-1, so nothing is lost where none can be told."""
    high = [line for line in data.split(b"\n") if not line.isascii()]
    sample = b"\n".join(high)[:LOOKED_AT]
    above = sum(byte > 127 for byte in sample)
    dense = above >= _FEWEST and above >= _DENSE * len(sample)
    if dense and (guess := from_bytes(sample, cp_isolation=_ALPHABETS).best()):
        return guess.encoding
    return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"


def _is_text(charset: str) -> bool:
    """Whether Python knows it, as an encoding of text (`zlib` and `rot13` are codecs too)."""
    try:
        return lookup(charset)._is_text_encoding
    except (LookupError, ValueError, UnicodeError):
        return False
