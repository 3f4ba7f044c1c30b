"""Somebody at one event: each coming and going adds to it, and an answer to the invitation belongs to it."""

from datetime import datetime
from typing import NamedTuple

from rapport.platforms.meeting.occasion import Occasion
from rapport.platforms.meeting.who import key_of
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Identity
from rapport.words.records import Record

ANSWERS = {
    "invited": ("invited",),
    "pending": ("pending", "pending approval", "awaiting"),
    "waitlist": ("waitlist", "waitlisted", "wait list", "waiting list"),
    "maybe": ("maybe", "interested", "tentative"),
    "yes": (
        *("yes", "approved", "going", "attending", "confirmed", "registered", "checked in", "accepted", "genehmigt"),
        *("approuvé", "aprobado", "aprovado", "承認済み"),
    ),
    "no": ("no", "declined", "denied", "not attending", "not going", "cancelled", "canceled", "refunded", "deleted"),
}
"""In the order in which one follows another: of two answers of one time the later stands."""
_BY_WORD = {word: answer for answer, words in ANSWERS.items() for word in words}
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "sí", "si", "sim", "attended", "checked in", "はい", "是"})


class Span(NamedTuple):
    begin: datetime
    end: datetime | None


class Presence:
    def __init__(self, who: Identity, occasion: Occasion, place: str) -> None:
        self.who, self.occasion, self.place = who, occasion, place
        self.spans: list[Span] = []
        self.attended_at: datetime | None = None
        """When they were seen, where no coming and going is told."""
        self.minutes = 0.0
        self.total: float | None = None
        self.times = 0
        self.opened: datetime | None = None
        self.answer: str | None = None
        self.answered_at: datetime | None = None

    def add(self, begin: datetime, end: datetime | None) -> None:
        span = Span(begin, end if end and end >= begin else None)
        if span not in self.spans:
            self.spans.append(span)

    def record(self) -> Record:
        acts = [act for act in (self._attendance(), self._rsvp()) if act]
        return Record(self.place, acts)

    def _attendance(self) -> Activity | None:
        begun = min((span.begin for span in self.spans), default=self.attended_at)
        if begun is None:
            return None
        last = max((span.end for span in self.spans if span.end), default=begun)
        facts: dict[str, Fact] = {}
        if (stayed := self._stayed()) is not None:
            facts["minutes"] = round(stayed)
        if self.times:
            facts["times"] = self.times
        return self._act("attendance", begun, last, facts or None)

    def _rsvp(self) -> Activity | None:
        at = self.answered_at
        if self.answer is None or at is None:
            return None
        act = self._act("rsvp", at, at, {"answer": self.answer})
        rank = list(ANSWERS).index(self.answer) if self.answer in ANSWERS else 0
        return act._replace(revision=act.revision + rank)

    def _act(self, kind: str, at: datetime, last: datetime, facts: dict[str, Fact] | None) -> Activity:
        key = self.occasion.key
        return Activity(
            platform="meeting",
            native_id=f"{key}/{kind}/{key_of(self.who)}",
            kind=kind,
            at=at,
            author=self.who,
            channel=self.occasion.channel,
            revision=revision_of(last),
            parent=key,
            thread=key,
            facts=facts,
        )

    def _stayed(self) -> float | None:
        """Minutes: as the report sums them up, else the time covered, so that two devices at once count once."""
        if self.total is not None:
            return self.total
        if self.spans and all(span.end for span in self.spans):
            covered, until = 0.0, None
            for begin, end in sorted((span.begin, span.end) for span in self.spans if span.end):
                begin = begin if until is None else max(begin, until)
                covered += max(0.0, (end - begin).total_seconds())
                until = end if until is None else max(until, end)
            return covered / 60
        return self.minutes or None


def answer_of(status: str) -> str:
    word = " ".join(status.replace("_", " ").split()).casefold()
    return _BY_WORD.get(word, word[:40])


def is_yes(text: str) -> bool:
    return " ".join(text.replace("_", " ").split()).casefold() in _YES
