"""One function answers every question, so that page, command, API and CSV cannot differ."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from rapport.measure.answer import Answer, work_out
from rapport.measure.current import current
from rapport.measure.question import Question
from rapport.people.acts import Acts
from rapport.people.models import Segment


def answer(
    name: str, question: Question, acts: Acts | None = None, *, periods: bool = True, totals: bool = True
) -> Answer:
    """Answer from these acts, or from the current ones.

    Without `periods` it is only what it comes to in all, without `totals` only its periods.

    Raises MetricUnknown, QuestionRefused, SegmentRefused, and CopyMissing where nothing was ever copied.
    """
    acts = acts or current()
    if question.segment:
        # Who is in it depends on tags, notes and people's employers too, of which the acts' state knows nothing.
        among = replace(question, segment=meant(question.segment))
        found = work_out(acts, name, among, periods=periods, totals=totals)
        return replace(found, question=question, as_of=acts.as_of)
    return replace(_answers(acts)(name, question, periods=periods, totals=totals), as_of=acts.as_of)


def meant(segment: str) -> str:
    """The text of the saved segment of this name; what is no name is a text itself."""
    return Segment.objects.filter(name__iexact=segment).values_list("text", flat=True).first() or segment


@lru_cache(maxsize=2)
def _answers(acts: Acts) -> Callable[..., Answer]:
    """Answers from one state of the ledger, each worked out once; the next state is made ready beside the last."""
    return lru_cache(maxsize=512)(partial(work_out, acts))
