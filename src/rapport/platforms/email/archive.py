"""Mailboxes (mbox in all its forms, pipermail's monthly texts) and single messages (.eml, maildir, .emlx)."""

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from rapport.platforms.email.headers import MAX_HEADER
from rapport.platforms.email.lists import Place
from rapport.platforms.email.mbox import BLOCK, MAX_MESSAGE, Raw, is_separator, messages
from rapport.platforms.email.read import Mailbox, read_message
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

TOO_LONG = f"The message takes more than {MAX_MESSAGE >> 20} MiB; only its beginning was kept."

_BLANK = b"\xef\xbb\xbf\r\n\t "
# The first lines of a message, before anything that is no header.
_HEADER = re.compile(rb"(?:[!-9;-~]{1,100}[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_NAMES = re.compile(
    rb"^(from|date|received|message-id|mime-version|return-path|delivered-to|subject|to)[ \t]*:", re.I | re.M
)
_EMLX = re.compile(rb"\s*(\d{1,10})\s*\n")
# In the name of a maildir's file: `1423.host:2,ST`, where D is a draft and T was thrown away.
_NOT_SENT = re.compile(r"[:;!]2,[A-Za-z]*[DT][A-Za-z]*$")


def is_mbox(name: str, head: bytes) -> bool:
    return is_separator(head.lstrip(_BLANK))


def is_message(name: str, head: bytes) -> bool:
    """Whether it begins with the headers of a message: From, and at least two more that only messages have."""
    head = head.lstrip(_BLANK)
    if found := _EMLX.match(head):
        head = head[found.end() :]
    block = _HEADER.match(head.replace(b"\r\n", b"\n") if b"\r" in head else head)
    if block is None or is_mbox(name, head):
        return False
    names = {name.lower() for name in _NAMES.findall(block[0][:MAX_HEADER])}
    sure = names & {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to"}
    return b"from" in names and len(names) >= 3 and bool(sure or b"date" in names)


def read_mbox(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message, in the file's order."""
    box = Mailbox(Place(where.file, where.given))
    for number, raw in enumerate(messages(iter(partial(stream.read, BLOCK), b"")), 1):
        yield _read(raw, f"message {number}", box)


def read_one(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """The one message that a file is."""
    content = stream.read(MAX_MESSAGE + 1)
    if _NOT_SENT.search(where.file):
        yield Record("message 1", ())
        return
    oversized = len(content) > MAX_MESSAGE
    box = Mailbox(Place(where.file, where.given, single=True))
    yield _read(Raw(b"", _bare(content), oversized), "message 1", box)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """Reads a message again that was set aside."""
    found = list(messages([raw]))
    place = Place(name, single=not is_mbox(name, raw))
    for number, message in enumerate(found, 1):
        whole = message._replace(oversized=len(raw) >= MAX_RAW)
        yield _read(whole, f"message {number}", Mailbox(place))


def _read(raw: Raw, position: str, box: Mailbox) -> Outcome:
    if raw.oversized:
        kept = raw.separator + b"\n" + raw.content if raw.separator else raw.content
        return Unreadable(position, TOO_LONG, kept[:MAX_RAW])
    return read_message(raw.content, raw.separator, position, box)


def _bare(content: bytes) -> bytes:
    """Without what Apple Mail puts around it: its length in bytes before, its own notes after."""
    content = content.lstrip(_BLANK)
    if found := _EMLX.match(content):
        content = content[found.end() : found.end() + int(found[1])]
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content


ARCHIVES = (
    Archive("email", "email-mbox", "mailing-list archives (mbox, pipermail)", is_mbox, read_mbox, retry),
    Archive("email", "email-message", "single messages (eml, maildir)", is_message, read_one, retry),
)
