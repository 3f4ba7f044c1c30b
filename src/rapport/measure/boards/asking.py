"""What a card or a badge asks: a metric, and what follows the `?` in the address of its page."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from rapport.measure.catalogue import Metric, find
from rapport.measure.lengths import Length
from rapport.measure.pages.asked import asked
from rapport.measure.question import Question, QuestionRefused, read_question, write_question
from rapport.people.acts import Acts

COMPARE, LENGTH = "compare", "length"
LONGEST = 4000
"""Characters of an address' question."""


class Ask(NamedTuple):
    metric: Metric
    question: Question
    length: Length | None
    """Up to the data's last day, which moves; None where the days are named."""
    compare: str
    """What to show beside it (`measure.comparing`); empty for nothing."""


def read(metric: str, text: str, acts: Acts) -> Ask:
    """What this asks of these acts. Raises MetricUnknown and QuestionRefused."""
    values = dict(parse_qsl(text))
    compare = values.pop(COMPARE, "")
    question, length = asked(values, acts)
    found = find(metric)
    found.check(question.by)
    return Ask(found, question, length, compare)


def write(metric: str, values: Mapping[str, str], acts: Acts) -> str:
    """The same question, always in the same words. Where it names no time, it keeps what the page showed without.

    Raises MetricUnknown and QuestionRefused.
    """
    text = urlencode({name: value for name, value in values.items() if value})
    if len(text) > LONGEST:
        raise QuestionRefused("asked", "This question is too long to keep.", "Save its segment under a name first.")
    ask = read(metric, text, acts)
    filters = {name: value for name, value in values.items() if name not in (COMPARE, LENGTH)}
    more = {LENGTH: ask.length.name if ask.length else "", COMPARE: ask.compare}
    return urlencode(write_question(read_question(filters)) | {name: value for name, value in more.items() if value})


def address(metric: str, text: str) -> str:
    """Of the metric's page that asks this."""
    there = reverse("measure:metric", args=[metric])
    return f"{there}?{text}" if text else there
