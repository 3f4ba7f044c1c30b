"""Logs of IRC channels, as clients, bouncers and bots write them, and bots' lines as JSON."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO

from rapport.platforms.irc.bots import is_bot_json, read_bot_json
from rapport.platforms.irc.clock import head_of, stamp_of
from rapport.platforms.irc.forms import bare, said
from rapport.platforms.irc.place import Place, place_of
from rapport.platforms.irc.read import Log, NotReadable
from rapport.words.records import MAX_RAW, Archive, Outcome, Unreadable, Where

LONGEST = 1 << 16
"""Bytes of one line; IRC's own limit is 512, or 8,191 with tags."""
LOOKED_AT = 200
SURE = 0.6
"""A file is a log if so many of its first lines read like one."""


def recognise(name: str, head: bytes) -> bool:
    """Most lines have a time and then what some client writes. Tables with a time in front have no such marks."""
    if b"\0" in head[:4096]:
        return False
    lines = [text for line in head.split(b"\n")[:LOOKED_AT] if (text := _text(line)).strip()]
    weechat = name.endswith(".weechatlog")
    good = marked = 0
    for line in lines if len(lines) < 2 or len(head) < 1 << 16 else lines[:-1]:
        stamp = stamp_of(line)
        if stamp is None:
            good += head_of(line) is not None or (line.startswith("=== ") and said(line) is not None)
            continue
        rest = line[stamp.end :]
        plain = said(rest)
        good += plain is not None or said(rest, tabbed=weechat or stamp.day is not None) is not None
        marked += plain is not None or (weechat and "\t" in rest)
    # Of WeeChat's lines only arrivals and the like have marks.
    return marked >= max(1, good // 50) and good >= SURE * len(lines)


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    yield from _lines(stream, Log(place_of(where.file)))


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside is the line with the place and day that it had."""
    try:
        kept = json.loads(raw)
        day = date.fromisoformat(kept["day"]) if kept["day"] else place_of(name).day
        place = Place(str(kept["network"]), str(kept["channel"]), day)
        line = str(kept["line"]).encode("utf-8", "surrogateescape")
    except (ValueError, TypeError, KeyError):
        yield Unreadable("line 1", "What was kept of the line is damaged. Import the log again.", raw)
        return
    yield from _lines(BytesIO(line), Log(place))


def _lines(stream: BinaryIO, log: Log) -> Iterator[Outcome]:
    number = 0
    while raw := stream.readline(LONGEST):
        number += 1
        if not raw.endswith(b"\n"):
            while (more := stream.readline(LONGEST)) and not more.endswith(b"\n"):
                pass
        line = _text(raw)
        if not line.strip():
            continue
        try:
            outcome: Outcome | None = log.record(line, f"line {number}")
        except NotReadable as error:
            outcome = Unreadable(f"line {number}", str(error), _kept(line, log))
        if outcome is not None:
            yield outcome


def _text(raw: bytes) -> str:
    """UTF-8 or, as IRC has no encoding, what most wrote before it."""
    raw = raw.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    try:
        return bare(raw.decode())
    except UnicodeDecodeError:
        return bare(raw.decode("cp1252", "replace"))


def _kept(line: str, log: Log) -> bytes:
    day = log.clock.day.isoformat() if log.clock.day else None
    kept: dict[str, Any] = {"network": log.place.network, "channel": log.place.channel, "day": day, "line": line}
    return json.dumps(kept).encode()[:MAX_RAW]


def _retry_json(raw: bytes, name: str) -> Iterator[Outcome]:
    return read_bot_json(BytesIO(raw), Where(name))


ARCHIVES = (
    Archive("irc", "irc-json", "IRC bots' JSON logs", is_bot_json, read_bot_json, _retry_json),
    Archive("irc", "irc-log", "IRC logs", recognise, read, retry),
)
