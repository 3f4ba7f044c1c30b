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
"""Answers of one state."""


class _Asked(NamedTuple):
    name: str
    question: Question
    periods: bool
    totals: bool


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
        self._kept: dict[_Asked, Answer] = {}

    def find(self, asked: _Asked) -> Answer | None:
        return self._kept.get(asked)

    def work_out(self, asked: _Asked) -> Answer:
        """Of one that is asked for its periods and what it comes to, others may have asked for either, or will."""
        began = time.monotonic()
        if asked.periods and asked.totals:
            told = self._known(asked._replace(totals=False))
            found = told.with_totals(self._known(asked._replace(periods=False)))
        else:
            found = work_out(self._acts, asked.name, asked.question, periods=asked.periods, totals=asked.totals)
        _older.keep(self._acts, asked, found, time.monotonic() - began)
        with self._keeping:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[asked] = found
        return found

    def _known(self, asked: _Asked) -> Answer:
        return self.find(asked) or self.work_out(asked)


@lru_cache(maxsize=2)
def _answers(acts: Acts) -> _Answers:
    """The next state is made ready beside the last."""
    return _Answers(acts)
