"""A page's address read as a question: the filters, and how far back."""

from typing import NamedTuple

from django.http import HttpRequest

from rapport.measure.lengths import USUAL, Length, length_of, within
from rapport.measure.periods import Span
from rapport.measure.question import Question, read_question


class Asked(NamedTuple):
    question: Question
    length: Length | None
    """None where the address names the days."""


def asked(request: HttpRequest, spans: dict[str, Span], known: Span | None) -> Asked:
    """Raises QuestionRefused. `known` is the whole data's span, `spans` each platform's."""
    values = {name: str(value) for name, value in request.GET.items()}
    name = values.pop("length", "")
    question = read_question(values)
    if question.since or question.until:
        return Asked(question, None)
    length = length_of(name or USUAL)
    return Asked(within(question, length, spans.get(question.platform or "", known)), length)
