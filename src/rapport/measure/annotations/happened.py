"""What happened in the time that an answer is of: the same on the page, in files, from the command and the API."""

from typing import NamedTuple

from rapport.measure.annotations import from_data
from rapport.measure.annotations.found import told
from rapport.measure.annotations.kept import written_down
from rapport.measure.annotations.mark import Mark, by_day, by_weight
from rapport.measure.answer import Answer
from rapport.people.acts import Acts
from rapport.words.span import Span

MOST = 200


class Happened(NamedTuple):
    marks: tuple[Mark, ...] = ()
    """By day."""
    more: int = 0
    """How many there are besides, of less weight."""


def happened(answered: Answer, acts: Acts) -> Happened:
    """What belongs to this answer: of its days, and of its platform or of all."""
    if answered.span is None:
        return Happened()
    return in_time(answered.span, answered.question.platform, acts)


def in_time(span: Span, platform: str | None, acts: Acts) -> Happened:
    """What is read from the ledger concerns all platforms: a release is felt in the chat too."""
    every = [*written_down(span, platform), *from_data.marks(told(acts, span))]
    kept = sorted(every, key=by_weight)[:MOST]
    return Happened(tuple(sorted(kept, key=by_day)), len(every) - len(kept))
