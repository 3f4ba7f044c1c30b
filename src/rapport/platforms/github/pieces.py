"""The objects of a JSON stream, one after the other, in flat memory.

One object, an array of them, arrays one after the other (`gh api --paginate`), an array of arrays (`--slurp`) and lines
of JSON are all objects with nothing but white space, commas and brackets between them.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec
import orjson

from rapport.words.records import MAX_RAW

CHUNK = 1 << 20
LARGEST = 64 << 20
"""Bytes of one object. The largest issue of the busiest repositories, with its timeline, has a tenth of this."""

_BETWEEN = re.compile(rb"[\s,\[\]\x1e\0]*")
_RUBBISH = re.compile(rb"[^{\n]+")
# A text ends at its quote, at the latest where the next line begins an object.
_TOKEN = re.compile(rb'"(?:[^"\\\n]++|\\.|\n(?!\{))*+"?|\n(?=\{)|[{}]', re.DOTALL)
_FIRST = re.compile(rb'\{\s*"\w{1,40}"\s*:')
_NEXT = re.compile(rb'(?<=\},)\s*+(?=\{\s*")')
_TRAILING = re.compile(r"trailing characters \(byte (\d+)\)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_decode = msgspec.json.Decoder(msgspec.Raw).decode


class Piece(NamedTuple):
    """One object, from its first brace to its last."""

    number: int
    raw: bytes


class Bad(NamedTuple):
    """What stands where an object should: at most MAX_RAW bytes of it."""

    number: int
    raw: bytes
    reason: str


def pieces(stream: BinaryIO, buffer: bytes = b"") -> Iterator[Piece | Bad]:
    """Numbered from 1; `buffer` is what was read of the stream already.

    Of what is damaged only one object is lost, wherever its braces are whole or another like it follows.
    """
    at, number, want, ended = 0, 0, CHUNK, False
    while True:
        at = _between(buffer, at)
        end = _end(buffer, at, last=ended or len(buffer) - at > LARGEST)
        if end is None:
            if ended and at == len(buffer):
                return
            # Twice as much each time: a long object is then looked through a few times only.
            more = _read(stream, want)
            ended, want = not more, min(want * 2, LARGEST)
            buffer, at = buffer[at:] + more, 0
            continue
        number, want = number + 1, CHUNK
        raw = buffer[at : end.at]
        yield Piece(number, raw) if end.sound else _damaged(number, raw)
        at = end.at


class _End(NamedTuple):
    at: int
    sound: bool


def _end(buffer: bytes, at: int, *, last: bool) -> _End | None:
    """Where what begins there ends; None where that lies beyond the buffer and more may come."""
    if at == len(buffer):
        return None
    if buffer[at] == ord("{"):
        try:
            # msgspec looks over an object at a gigabyte a second, and says where something follows it.
            _decode(memoryview(buffer)[at:])
            return _End(len(buffer), sound=True)
        except msgspec.DecodeError as told:
            if found := _TRAILING.search(str(told)):
                return _End(at + int(found[1]) - 1, sound=True)
            if not last and "truncated" in str(told):
                return None
        except RecursionError:
            pass
    end = _resume(buffer, at)
    if end == len(buffer):
        if not last:
            return None
        end = _like(buffer, at)
    return _End(end, sound=False)


def _like(buffer: bytes, at: int) -> int:
    """Where the next object stands that begins as this one does, whose braces do not match; else the next of all."""
    first = _FIRST.match(buffer, at)
    like = re.compile(rb"(?<=[,\[])\s*+(?=%s)" % re.escape(first[0])) if first else _NEXT
    found = like.search(buffer, at + 1)
    return found.end() if found else len(buffer)


def _between(buffer: bytes, at: int) -> int:
    if not at and buffer.startswith(codecs.BOM_UTF8):
        at = len(codecs.BOM_UTF8)
    found = _BETWEEN.match(buffer, at)
    return found.end() if found else at


def _read(stream: BinaryIO, want: int) -> bytes:
    # One underlying read at a time: where a damaged stream fails, all that came before it has been handed on.
    return getattr(stream, "read1", stream.read)(want) or b""


def _resume(buffer: bytes, at: int) -> int:
    """Where to go on behind something damaged: its last brace, or the next line that begins with one."""
    if buffer[at] != ord("{"):
        rubbish = _RUBBISH.match(buffer, at)
        return rubbish.end() if rubbish else at + 1
    depth = 0
    for token in _TOKEN.finditer(buffer, at):
        mark = buffer[token.start()]
        depth += (mark == ord("{")) - (mark == ord("}"))
        if mark == ord("\n") or (mark == ord("}") and not depth):
            return token.end()
    return len(buffer)


def _damaged(number: int, raw: bytes) -> Piece | Bad:
    """What msgspec refuses may still be read: lone surrogates, control characters inside texts."""
    if len(raw) > LARGEST:
        return Bad(number, raw[:MAX_RAW], f"This is longer than the {LARGEST:,} bytes of which one object is read.")
    if not raw.startswith(b"{"):
        return Bad(number, raw[:MAX_RAW], "This is no JSON object.")
    try:
        return Piece(number, _SURROGATE.sub("\ufffd", json.dumps(patiently(raw), ensure_ascii=False)).encode())
    except ValueError as problem:
        cut = not raw.rstrip().endswith(b"}")
        why = "It ends in the middle; the file may have been cut off." if cut else f"This is not JSON: {problem}"
        return Bad(number, raw[:MAX_RAW], why)
    except RecursionError:
        return Bad(number, raw[:MAX_RAW], "The JSON is nested too deeply.")


def patiently(raw: bytes) -> Any:
    """The value; lone surrogates, NaN and control characters inside texts are taken as they are. Raises ValueError."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return json.loads(raw.decode("utf-8", "replace"), strict=False, parse_constant=lambda _: None)
