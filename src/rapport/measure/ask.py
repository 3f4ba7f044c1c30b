"""One function answers every question, so that page, command, API and CSV cannot differ."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from rapport.ledger import copy
from rapport.measure.acts import Acts
from rapport.measure.answer import Answer, work_out
from rapport.measure.current import current
from rapport.measure.question import Question


def answer(name: str, question: Question) -> Answer:
    """Answer from the ledger's copy and the members' map as they are now.

    Raises MetricUnknown, QuestionRefused, and CopyMissing where nothing was ever copied.
    """
    as_of = copy.as_of()
    return replace(_answers(current())(name, question), as_of=as_of)


@lru_cache(maxsize=1)
def _answers(acts: Acts) -> Callable[[str, Question], Answer]:
    """Answers from one state of the ledger, each worked out once; a new state forgets them all."""
    return lru_cache(maxsize=512)(partial(work_out, acts))
