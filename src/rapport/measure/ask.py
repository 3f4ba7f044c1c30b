"""One function answers every question, so that page, command, API and CSV cannot differ."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from rapport.measure.answer import Answer, work_out
from rapport.measure.current import current
from rapport.measure.question import Question
from rapport.people.acts import Acts


def answer(name: str, question: Question, acts: Acts | None = None) -> Answer:
    """Answer from these acts, or from the current ones.

    Raises MetricUnknown, QuestionRefused, and CopyMissing where nothing was ever copied.
    """
    acts = acts or current()
    return replace(_answers(acts)(name, question), as_of=acts.as_of)


@lru_cache(maxsize=2)
def _answers(acts: Acts) -> Callable[[str, Question], Answer]:
    """Answers from one state of the ledger, each worked out once; the next state is made ready beside the last."""
    return lru_cache(maxsize=512)(partial(work_out, acts))
