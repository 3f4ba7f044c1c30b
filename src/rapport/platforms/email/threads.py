"""What a message answers and which thread it is in.

References and In-Reply-To hold the ids themselves, so that a thread is whole in whatever order files come. Where a
message names only its parent, or nothing at all, a memory of the latest messages of the same file helps; it is bounded,
so that a mailbox of any size takes the same room.
"""

import re
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from rapport.platforms.email.headers import Headers

REMEMBERED = 10_000
"""Messages, subjects and Gmail threads that are remembered each: some 5 MB together."""
SAME_SUBJECT = timedelta(days=60)
"""An answer without any reference belongs to the latest thread of its subject that is not older."""

MAX_ID = 900
"""Characters of a Message-ID (RFC 5322 allows a line of 998); a longer one is no id."""

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


class Threads:
    """The latest messages of one file."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._most = remembered
        self._roots: OrderedDict[str, str] = OrderedDict()
        self._subjects: OrderedDict[str, tuple[str, str, datetime]] = OrderedDict()
        self._gmail: OrderedDict[str, str] = OrderedDict()

    def place(self, native_id: str, headers: Headers, title: str | None, at: datetime, channel: str) -> Place:
        """Where a message stands. Of several ids in In-Reply-To the last one of References decides."""
        references = [each for each in ids(headers.get("references", "")) if each != native_id]
        parent = _parent(ids(headers.get("in-reply-to", "")), references, native_id)
        subject = subject_of(title or "")
        key = f"{channel}\0{subject.bare}"
        if references:
            thread = self._roots.get(references[0], references[0])
        elif parent is not None:
            thread = self._roots.get(parent, parent)
        else:
            parent, thread = self._without_references(native_id, headers, subject, key, at)
        self._remember(native_id, thread, headers, subject, key, at)
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

    def _remember(
        self, native_id: str, thread: str, headers: Headers, subject: Subject, key: str, at: datetime
    ) -> None:
        _keep(self._roots, native_id, thread, self._most)
        if subject.bare and (not subject.answers or key not in self._subjects or thread != native_id):
            _keep(self._subjects, key, (thread, native_id, at), self._most)
        if gmail := headers.get("x-gm-thrid"):
            _keep(self._gmail, gmail, self._gmail.get(gmail, thread), self._most)


def _parent(answered: list[str], references: list[str], native_id: str) -> str | None:
    answered = [each for each in answered if each != native_id]
    if references and len(answered) != 1:
        return references[-1]
    return answered[0] if answered else None


def _keep(kept: "OrderedDict[str, Kept]", key: str, value: Kept, most: int) -> None:
    """The newest stay."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


def ids(value: str) -> list[str]:
    """The Message-IDs of a header, without their brackets."""
    return [found for found in _ID.findall(value) if ("@" in found or len(found) > 7) and len(found) <= MAX_ID]


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
