"""One function answers every question, so that page, command, API and CSV cannot differ."""

import time
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from rapport.measure.answer import Answer, work_out
from rapport.measure.current import current
from rapport.measure.older import Older
from rapport.measure.question import Question
from rapport.people.acts import Acts
from rapport.people.models import Segment

KEPT = 1024
"""Answers of one state, and their halves."""


class _Asked(NamedTuple):
    name: str
    question: Question
    periods: bool
    totals: bool


class _Told(NamedTuple):
    answer: Answer
    took: float
    """Seconds, those of its halves too."""
    step: int
    """How far the tables were brought on by then."""


_older: Older[Answer] = Older()


def answer(
    name: str, question: Question, acts: Acts | None = None, *, periods: bool = True, totals: bool = True
) -> Answer:
    """Answer from these acts, or from the current ones. In the web process, what is dear to work out may be of a state
    a little older (`measure.older`): its `as_of` tells.

    Without `periods` it is only what it comes to in all, without `totals` only its periods.

    Raises MetricUnknown, QuestionRefused, SegmentRefused, and CopyMissing where nothing was ever copied.
    """
    acts = acts or current()
    if question.segment:
        # Who is in it depends on tags, notes and people's employers too, of which the acts' state knows nothing.
        among = replace(question, segment=meant(question.segment))
        found = work_out(acts, name, among, periods=periods, totals=totals)
        return replace(found, question=question, as_of=acts.as_of)
    asked = _Asked(name, question, periods, totals)
    known = _answers(acts).find(asked)
    if known is None:
        older = _older.find(acts, asked)
        if older:
            return replace(older[0], as_of=older[1])
        known = _answers(acts).work_out(asked)
    return replace(known, as_of=acts.as_of)


def meant(segment: str) -> str:
    """The text of the saved segment of this name; what is no name is a text itself."""
    return Segment.objects.filter(name__iexact=segment).values_list("text", flat=True).first() or segment


class _Answers:
    """Of one state of the ledger, each worked out once."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._keeping = Lock()
        self._kept: dict[_Asked, _Told] = {}

    def find(self, asked: _Asked) -> Answer | None:
        told = self._kept.get(asked)
        return told.answer if told else None

    def work_out(self, asked: _Asked) -> Answer:
        return self._told(asked).answer

    def _told(self, asked: _Asked) -> _Told:
        """Of one that is asked for its periods and what it comes to, others may have asked for either, or will."""
        began, step = time.monotonic(), len(self._acts.steps.changed)
        if asked.periods and asked.totals:
            periods = self._half(asked._replace(totals=False), step)
            totals = self._half(asked._replace(periods=False), step)
            told = _Told(periods.answer.with_totals(totals.answer), periods.took + totals.took, step)
        else:
            found = work_out(self._acts, asked.name, asked.question, periods=asked.periods, totals=asked.totals)
            told = _Told(found, time.monotonic() - began, step)
        _older.keep(self._acts, asked, told.answer, told.took)
        with self._keeping:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[asked] = told
        return told

    def _half(self, asked: _Asked, step: int) -> _Told:
        """Of the same moment as the other: the tables may have been brought on since somebody asked for one alone."""
        known = self._kept.get(asked)
        return known if known and known.step == step else self._told(asked)


@lru_cache(maxsize=2)
def _answers(acts: Acts) -> _Answers:
    """The next state is made ready beside the last."""
    return _Answers(acts)
