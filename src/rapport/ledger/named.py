"""What a person is called, looked for in a record as it was found. Pure.

A name, handle or address becomes a phrase: its first words. A record's text holds that phrase where the same words
follow each other, whatever stands between them, so that `Feathered Serpent` is found in a table and in JSON alike.
"""

import quopri
import re
from collections.abc import Callable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from html import unescape
from urllib.parse import unquote

MOST = 6
"""Words of a name that are looked at."""

_WORD = re.compile(r"[\w-]+")
_QUOTED = re.compile(r"=(?:[0-9A-Fa-f]{2}|\r?\n)")
_HEADER = re.compile(r"=\?[\w*-]+\?[bBqQ]\?[^?\s]*\?=")
"""A word of a mail's header (RFC 2047)."""
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([^u]))")


def spoken(raw: bytes) -> str:
    """The text of a record with JSON's escapes resolved: `Jos\\u00e9` is `José`, and a line's end ends a word. Behind
    it stands what it means as a page, an address of the web and a mail, where that is something else."""
    written = raw.decode(_encoding(raw), "replace")
    text = _ESCAPE.sub(_resolved, written)
    sound = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "\n".join([sound, *_other_readings(sound, written)])


def _encoding(raw: bytes) -> str:
    """UTF-16 has a mark at its beginning, or a zero beside most signs."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    some = raw[:1000]
    if some.count(0) * 3 < len(some) or not some:
        return "utf-8"
    return "utf-16-le" if some[1::2].count(0) >= some[::2].count(0) else "utf-16-be"


def _other_readings(sound: str, written: str) -> Iterator[str]:
    if "&" in sound and (page := unescape(sound)) != sound:
        yield page
    if "%" in sound and (address := unquote(sound)) != sound:
        yield address
    if "=" in written:
        if _QUOTED.search(written):
            yield quopri.decodestring(written.encode("utf-8", "replace")).decode("utf-8", "replace")
        yield from (_of_header(word[0]) for word in _HEADER.finditer(written))


def _of_header(word: str) -> str:
    try:
        return str(make_header(decode_header(word)))
    except (HeaderParseError, LookupError, ValueError):
        return ""


def _resolved(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return " " if escape[2] in "nrtbf" else escape[2]


def phrase(name: str) -> str:
    """The name as it is looked for; empty for a name without letters or digits, which is never found."""
    return " ".join(_WORD.findall(name)[:MOST])


def beginning(phrase: str) -> str:
    return phrase.partition(" ")[0]


def says(text: str, begins: Callable[[str], bool], is_name: Callable[[str], bool]) -> bool:
    """Whether a phrase for which `is_name` holds stands in the text. `begins` is asked once about each word."""
    words = _WORD.findall(text)
    first = {word for word in set(words) if begins(word)}
    return any(
        is_name(" ".join(words[place : place + length]))
        for place, word in enumerate(words)
        if word in first
        for length in range(1, MOST + 1)
    )
