"""What a message answers and which thread it is in.

References and In-Reply-To hold the ids themselves, so that a thread is whole in whatever order files come. Where a
message names only its parent, or nothing at all, a memory of the latest messages of the same file helps; it is bounded,
so that a mailbox of any size takes the same room.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapport.platforms.email.headers import Headers

REMEMBERED = 10_000
"""The latest messages, subjects and Gmail threads are remembered, so many at least and twice as many at most: some
10 MB together."""
SAME_SUBJECT = timedelta(days=60)
"""An answer without any reference belongs to the latest thread of its subject that is not older."""

MAX_ID = 900
"""Characters of a Message-ID (RFC 5322 allows a line of 998); a longer one is no id."""

SHORT = 500
"""Characters of a header whose ids are remembered: the answers to a message repeat its own."""

_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_TAG = re.compile(r"\s*\[[^\]]{1,60}\]\s*")
# `Re:`, `Re[2]:`, `RE :`, `AW:`, `Antwort:`, `SV:`, `VS:`, `Odp:`, `R:`, `Ref:`, `回复:` and the forwards beside them.
_PREFIX = re.compile(
    r"\s*(?P<reply>re|aw|antw(?:ort)?|sv|vs|odp|ref|r|rép|rif|res|ynt|atb|ang|bls|yt|回复|回覆|答复|答覆|ответ|отв)"
    r"\s*(?:[\[(^]\s*\d{1,3}\s*[\])]?)?\s*[:：]"
    r"|\s*(?:fwd?|wg|tr|rv|enc|i|vb|vl|doorst|転送|转发|轉寄|пересл)\s*[:：]",
    re.IGNORECASE,
)
_WAS = re.compile(r"\s*\((?:was|war|ex)\s*:.*\)\s*$", re.IGNORECASE)


Kept = TypeVar("Kept")


class Place(NamedTuple):
    parent: str | None
    thread: str


class Subject(NamedTuple):
    bare: str
    """Without prefixes and the list's tag, in lower case."""
    answers: bool
    """Whether it begins as an answer's does."""


class Latest(Generic[Kept]):
    """What was kept last, by its key: `most` of it at least, twice as many at most."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: dict[str, Kept] = {}
        self._old: dict[str, Kept] = {}

    def get(self, key: str) -> Kept | None:
        found = self._new.get(key)
        return self._old.get(key) if found is None else found

    def keep(self, key: str, value: Kept) -> None:
        self._new[key] = value
        if len(self._new) >= self._most:
            self._old, self._new = self._new, {}


class Threads:
    """The latest messages of one file."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._roots: Latest[str] = Latest(remembered)
        self._subjects: Latest[tuple[str, str, datetime]] = Latest(remembered)
        self._gmail: Latest[str] = Latest(remembered)

    def place(self, native_id: str, headers: Headers, title: str | None, at: datetime, channel: str) -> Place:
        """Where a message stands. Of several ids in In-Reply-To the last one of References decides."""
        references = ids(headers["references"]) if "references" in headers else ()
        if native_id in references:
            references = tuple(each for each in references if each != native_id)
        parent = _parent(headers.get("in-reply-to", ""), references, native_id)
        subject = subject_of(title or "")
        key = f"{channel}\0{subject.bare}"
        if references:
            thread = self._roots.get(references[0]) or references[0]
        elif parent is not None:
            thread = self._roots.get(parent) or parent
        else:
            parent, thread = self._without_references(native_id, headers, subject, key, at)
        self._roots.keep(native_id, thread)
        if subject.bare and (not subject.answers or thread != native_id or self._subjects.get(key) is None):
            self._subjects.keep(key, (thread, native_id, at))
        if gmail := headers.get("x-gm-thrid"):
            self._gmail.keep(gmail, self._gmail.get(gmail) or thread)
        return Place(parent, thread)

    def _without_references(
        self, native_id: str, headers: Headers, subject: Subject, key: str, at: datetime
    ) -> tuple[str | None, str]:
        if thread := self._gmail.get(headers.get("x-gm-thrid", "")):
            return (thread if subject.answers and thread != native_id else None), thread
        if subject.answers and subject.bare and (known := self._subjects.get(key)):
            first, latest, when = known
            if first != native_id and abs(at - when) <= SAME_SUBJECT:
                return (latest if latest != native_id else first), first
        return None, native_id


def _parent(answers: str, references: tuple[str, ...], native_id: str) -> str | None:
    answered = [each for each in ids(answers) if each != native_id] if answers else []
    if references and len(answered) != 1:
        return references[-1]
    return answered[0] if answered else None


def ids(value: str) -> tuple[str, ...]:
    """The Message-IDs of a header, without their brackets."""
    return _short(value) if len(value) <= SHORT else _ids(value)


def _ids(value: str) -> tuple[str, ...]:
    return tuple(found for found in _ID.findall(value) if ("@" in found or len(found) > 7) and len(found) <= MAX_ID)


_short = lru_cache(maxsize=8_192)(_ids)


@lru_cache(maxsize=4_096)
def subject_of(title: str) -> Subject:
    """Prefixes and tags are taken off in any order: `[list] AW: Re[2]: Something` is an answer to `something`."""
    rest, answers = title, False
    for _ in range(20):
        if found := _PREFIX.match(rest):
            answers = answers or found["reply"] is not None
        elif (found := _TAG.match(rest)) is None or found.end() == len(rest):
            break
        rest = rest[found.end() :]
    return Subject(" ".join(_WAS.sub("", rest).lower().split())[:300], answers)
