"""Logs of IRC channels, as clients, bouncers and bots write them, and bots' lines as JSON."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any, BinaryIO

from rapport.platforms.irc.bots import is_bot_json, read_bot_json
from rapport.platforms.irc.clock import head_of, stamp_of
from rapport.platforms.irc.forms import bare, said
from rapport.platforms.irc.place import Place, place_of
from rapport.platforms.irc.read import Log, NotReadable
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

LONGEST = 1 << 16
"""Bytes of one line; IRC's own limit is 512, or 8,191 with tags."""
BEGINNING = 1 << 18
"""Bytes by which it is told whether a log whose path names no channel is one's."""
PEOPLE = 3
"""More than the two that talk in private."""
NO_CHANNEL = (
    "Nothing tells whether this is a channel or a talk between two, so nothing of it is kept. If it is a channel's, "
    "call the file or its folder like the channel, with a #."
)
LOOKED_AT = 200
_CHANNEL = re.compile(r"[#&][^\s,\x07]{1,63}")
_IS_ONE, _NAME = "irc channel ", "irc name of "
_LOGBOT = b'<span class="irc-'
_TAG = re.compile(r"<[^<>]{1,2000}>")
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
    place = place_of(where.file, where.given)
    if not place.guessed:
        yield from _lines(stream, Log(place))
        return
    begun = stream.read(BEGINNING) + stream.readline(LONGEST)
    name = _named(begun) or where.beside.get(f"{_NAME}{_place_inside(where.file)}", b"").decode()
    if name:
        place = place._replace(channel=name, guessed=False)
    elif not _is_of_a_channel(begun, place) and f"{_IS_ONE}{_place_inside(where.file)}" not in where.beside:
        yield Unreadable("whole file", NO_CHANNEL, b"")
        return
    log = Log(place)
    yield from _lines(BytesIO(begun), log)
    yield from _lines(stream, log, begun.count(b"\n"))


def tells(path: str, head: bytes) -> dict[str, bytes]:
    """That a place is a channel, and how it is called, for the other days' logs of it: on some days two talk alone."""
    place = place_of(path)
    if not place.guessed or not recognise(path, head):
        return {}
    inside = _place_inside(path)
    name = _named(head)
    told = {f"{_NAME}{inside}": name.encode()} if name else {}
    return told | ({f"{_IS_ONE}{inside}": b""} if name or _is_of_a_channel(head, place) else {})


def _place_inside(file: str) -> str:
    """Of a file in a container its path in there, as that is what its neighbours have in common."""
    return place_of(file.rpartition(" › ")[2]).where.native_id


def _named(begun: bytes) -> str | None:
    """The channel that the first arrival or departure names, as Ubuntu's and supybot's logs do."""
    for line in begun.split(b"\n"):
        if b" #" in line and (text := _text(line)) and (stamp := stamp_of(text)):
            told = said(text[stamp.end :], tabbed=stamp.day is not None)
            if told and told.what in ("join", "part") and told.channel and _CHANNEL.fullmatch(told.channel):
                return told.channel
    return None


def _is_of_a_channel(begun: bytes, place: Place) -> bool:
    """Whether its head names the channel, more people talk than two, or something happens that happens there alone."""
    log = Log(place)
    talking = set[str]()
    for outcome in _lines(BytesIO(begun), log):
        for each in outcome.activities if isinstance(outcome, Record) else ():
            if each.kind in ("join", "moderation") or (each.facts or {}).get("action") == "part":
                return True
            if (each.text or "").startswith("#startmeeting"):  # MeetBot's, which is in channels alone
                return True
            if each.kind == "message" and each.author:
                talking.add(each.author.native_id)
        if len(talking) >= PEOPLE or not log.place.guessed:
            return True
    return False


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


def _lines(stream: BinaryIO, log: Log, number: int = 0) -> Iterator[Outcome]:
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
    """UTF-8 or, as IRC has no encoding, what most wrote before it. PircBot's LogBot writes a line of HTML each."""
    if raw.startswith(_LOGBOT):
        raw = unescape(_TAG.sub("", raw.decode("utf-8", "replace"))).encode()
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
    Archive("irc", "irc-log", "IRC logs", recognise, read, retry, tells=tells),
)
