"""The text file that WhatsApp writes of one chat: **Export chat**, `_chat.txt` or `WhatsApp Chat with ….txt`."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from rapport.platforms.fields import NotReadable
from rapport.platforms.lines import Lines
from rapport.platforms.whatsapp.chat import Chat, chat_of, name_of
from rapport.platforms.whatsapp.read import Reader
from rapport.platforms.whatsapp.stamps import Written, manner_of, messages
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

LARGEST = 64 << 20
"""Bytes of one chat, which is looked through before it is read: whether it is a group, how its dates are written.
WhatsApp exports 40,000 messages at most."""
_SECONDS = re.compile(r"\d[:.]\d\d[:.]\d\d")


def recognise(name: str, head: bytes) -> bool:
    """By its messages, and by its name; without it by what no other log has: Android's stamps without seconds, or the
    sign that an iPhone puts before WhatsApp's own words."""
    if b"\0" in head or head.lstrip(b"\xef\xbb\xbf \r\n")[:1] in (b"{", b"<"):
        return False
    lines = Lines(BytesIO(head))
    manner = manner_of(lines)
    if manner is None:
        return False
    found = [each for each in messages(lines, manner) if each.stamp]
    if 2 * sum(": " in each.rest for each in found) < len(found):
        return False
    if name.lower() == "_chat.txt" or name_of(name):
        return True
    seconds = any(_SECONDS.search(each.stamp) for each in found)
    return "\u200e".encode() in head if seconds else len(found) > 1


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message. Those of a talk between two hold nothing: they are counted and passed over."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Unreadable("whole file", f"The chat is larger than {LARGEST >> 20} MiB. Export it without media.", b"")
        return
    lines = Lines(BytesIO(data))
    manner = manner_of(lines)
    if manner is None:
        yield Unreadable("whole file", "No message begins in its first lines.", b"")
        return
    chat = chat_of(lines, manner, where.file)
    reader = Reader(chat)
    for written in messages(Lines(BytesIO(data)), manner):
        if chat.group:
            yield _outcome(written, reader)
        else:
            yield Record(f"a talk between two, line {written.number}", [])


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside: how its file is to be read, and the message."""
    kept, _, rest = raw.partition(b"\n")
    try:
        how = json.loads(kept)
        chat = Chat(how["name"] if how["name"] is None else str(how["name"]), how["day_first"] is True, group=True)
    except (ValueError, TypeError, KeyError):
        yield Unreadable("line 1", "What was kept of the message is damaged. Import the export again.", raw)
        return
    lines, reader = Lines(BytesIO(rest)), Reader(chat)
    manner = manner_of(lines)
    if manner is None:
        text = rest.decode("utf-8", "replace")
        yield _outcome(Written(1, "", text, text), reader)
        return
    for written in messages(lines, manner):
        yield _outcome(written, reader)


def _outcome(written: Written, reader: Reader) -> Outcome:
    position = f"line {written.number}"
    try:
        return Record(position, reader.activities(written))
    except NotReadable as error:
        how = json.dumps({"name": reader.chat.name, "day_first": reader.chat.day_first}).encode()
        raw = how + b"\n" + written.whole.encode("utf-8", "surrogatepass")
        return Unreadable(position, str(error), raw[:MAX_RAW])


ARCHIVES = (Archive("whatsapp", "whatsapp-chat", "WhatsApp group exports", recognise, read, retry),)
