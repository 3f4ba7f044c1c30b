"""Two lists' archives as Mailman 2 writes them: text a month or year, in tars."""

import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from tests.prove.raw.deeds import Deed, World, world

BEGINS = re.compile(rb"^From .{3,200}?\d\d:\d\d:\d\d \d{4}\n(?=[A-Za-z-]+:)", re.MULTILINE)
ID = re.compile(r"<([^<>\s]+)>")
TAG, AGAIN = re.compile(r"^\s*\[[^\]]{1,60}\]\s*"), re.compile(r"^\s*(?:re|aw|sv|r|antw)\s*(?:\[\d+\])?\s*:\s*", re.I)
HIDDEN = str.maketrans("as.ilf", "@@@|||")
"""The list's archive hides these letters of addresses since 2019, now these and now those."""
NEAR = timedelta(days=60)
"""As long an answer without references is taken for one by its subject."""


def read(*paths: Path) -> World:
    deeds: list[Deed] = []
    for path in paths:
        place = re.sub(r"-\d{4}-\d{4}$", "", path.name.removesuffix(".tar.gz"))
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda one: one.name):
                file = archive.extractfile(member)
                if file is not None:
                    deeds += _file(file.read(), place)
    return world(deeds)


def _file(text: bytes, place: str) -> Iterator[Deed]:
    found = list(BEGINS.finditer(text))
    starts = [one.end() for one in found]
    ends = [*(one.start() for one in found[1:]), len(text)]
    threads: dict[str, str] = {}
    subjects: dict[str, tuple[str, str, datetime]] = {}
    for start, end in zip(starts, ends, strict=True):
        yield _message(message_from_bytes(text[start:end]), place, threads, subjects)


def _message(
    mail: Message, place: str, threads: dict[str, str], subjects: dict[str, tuple[str, str, datetime]]
) -> Deed:
    id_, at, zone = _ids(mail["Message-ID"])[0], *_when(mail)
    before = [one for one in _ids(mail["References"]) if one != id_]
    to = [one for one in _ids(mail["In-Reply-To"]) if one != id_]
    answers = to[0] if len(to) == 1 else (before or to or [None])[-1]
    subject, again = _subject(mail)
    thread = id_
    if before or answers:
        named = before[0] if before else str(answers)
        thread = threads.get(named, named)
    elif again and subject in subjects and abs(at - subjects[subject][2]) <= NEAR:
        thread, answers, _ = subjects[subject]
    threads[id_] = thread
    subjects[subject] = (thread, id_, at)
    return Deed(id_, "message", at, _author(mail), thread, answers, place, "email", zone)


def _ids(header: str | None) -> list[str]:
    return ID.findall(str(header or ""))


def _when(mail: Message) -> tuple[datetime, int | None]:
    at = parsedate_to_datetime(str(mail["Date"]))
    if at.tzinfo is None:
        return at.replace(tzinfo=UTC), None
    offset = at.utcoffset() or timedelta()
    return at.astimezone(UTC), offset // timedelta(minutes=1)


def _subject(mail: Message) -> tuple[str, bool]:
    """Without what lists and answers put before it, and whether it says that it answers."""
    rest, again = _decoded(mail["Subject"]), False
    while found := TAG.match(rest) or AGAIN.match(rest):
        again = again or not rest.lstrip().startswith("[")
        rest = rest[found.end() :]
    return " ".join(rest.lower().split()), again


def _author(mail: Message) -> str:
    """The address, also where the archive hid its sign or some of its letters."""
    written = _decoded(mail["From"])
    address = re.sub(r"\s*\(.*\)\s*$", "", written, flags=re.DOTALL).strip().lower()
    if hidden := re.fullmatch(r"(.*) @end[|i]ng [|f]rom (.*)", address):
        return f"{hidden[1].translate(HIDDEN)} {hidden[2].translate(HIDDEN)}"
    return address.replace(" at ", "@")


def _decoded(header: str | None) -> str:
    return " ".join(str(make_header(decode_header(str(header or "")))).split())
