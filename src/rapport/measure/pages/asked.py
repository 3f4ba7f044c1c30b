"""A page's address read as a question: the filters, and how far back."""

from collections.abc import Mapping
from typing import NamedTuple

from rapport.measure.lengths import Length, length_of, usual, within
from rapport.measure.question import Question, read_question
from rapport.people.acts import Acts


class Asked(NamedTuple):
    question: Question
    length: Length | None
    """None where the address names the days."""


def asked(values: Mapping[str, str], acts: Acts) -> Asked:
    """Raises QuestionRefused."""
    filters = {name: value for name, value in values.items() if name != "length"}
    question = read_question(filters)
    if question.since or question.until:
        return Asked(question, None)
    length = length_of(values.get("length") or usual(acts.recent))
    return Asked(within(question, length, acts.span(question.platform)), length)
