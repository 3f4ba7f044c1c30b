"""What happened in the time that an answer is of: the same on the page, in files, from the command and the API."""

from datetime import date
from typing import NamedTuple

from rapport.measure.annotations.found import found
from rapport.measure.annotations.kept import EARLIEST, day_of, platform_of, written_down
from rapport.measure.annotations.mark import Mark, by_day, by_weight
from rapport.measure.answer import Answer
from rapport.people import current as people
from rapport.people.acts import Acts
from rapport.words.span import Span

MOST = 200


class Happened(NamedTuple):
    marks: tuple[Mark, ...] = ()
    """By day."""
    more: int = 0
    """How many there are besides, of less weight."""

    def between(self, first: date, last: date) -> list[Mark]:
        """Those that begin on these days."""
        return [mark for mark in self.marks if first <= mark.first <= last]


def happened(answered: Answer, acts: Acts) -> Happened:
    """What belongs to this answer: of its days, and of its platform or of all."""
    if answered.span is None:
        return Happened()
    return in_time(answered.span, answered.question.platform or "", acts)


def in_time(span: Span, platform: str, acts: Acts) -> Happened:
    """What is read from the ledger concerns all platforms: a release is felt in the chat too."""
    return _weighed([*written_down(span, platform), *found(acts, span)])


def _weighed(every: list[Mark]) -> Happened:
    kept = sorted(every, key=by_weight)[:MOST]
    return Happened(tuple(sorted(kept, key=by_day)), len(every) - len(kept))


def everything(acts: Acts) -> list[Mark]:
    """Of all time, with what is ahead, the latest first."""
    always = Span(EARLIEST, date.max)
    return sorted([*written_down(always), *found(acts, always)], key=by_day, reverse=True)


def listed(since: str, until: str, platform: str, *, by_hand: bool = False) -> Happened:
    """What these texts ask for; without days, of all time, with what is ahead. Raises AnnotationRefused.

    `by_hand` leaves out what is read from the ledger.
    """
    first, last = day_of("since", since) or EARLIEST, day_of("until", until) or date.max
    concerned = platform_of(platform)
    if by_hand:
        return _weighed(written_down(Span(first, last), concerned))
    return in_time(Span(first, last), concerned, people.current())
