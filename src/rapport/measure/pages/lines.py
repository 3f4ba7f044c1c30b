"""A metric as one line: what it comes to, how that differs from as long before, and the way to its page."""

from itertools import groupby
from typing import NamedTuple

from rapport.measure.against import UNSAID, Compared
from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.catalogue import Family, Metric
from rapport.measure.figures import figure, interval
from rapport.measure.lengths import before
from rapport.measure.metrics import all_metrics
from rapport.measure.pages.cards import address, unit_beside
from rapport.measure.question import Question
from rapport.measure.sentences import change_label, comparable, sentence
from rapport.people.acts import Acts


class Line(NamedTuple):
    metric: Metric
    figure: str
    unit: str
    """Where the figure does not say it itself."""
    interval: str
    change: str
    """Empty where there is nothing to compare with, or too little."""
    sentence: str
    href: str


def families(acts: Acts, question: Question) -> list[tuple[Family, list[Line]]]:
    """Every metric of the catalogue, as it answers this question."""
    earlier = before(question, acts.span(question.platform))
    return [
        (family, [_line(acts, metric, question, earlier) for metric in metrics])
        for family, metrics in groupby(all_metrics(), key=lambda metric: metric.family)
    ]


def _line(acts: Acts, metric: Metric, question: Question, earlier: Question | None) -> Line:
    found = answer(metric.name, question, acts, periods=False)
    then = answer(metric.name, earlier, acts, periods=False) if earlier else None
    return Line(
        metric,
        figure(found.total, metric.unit),
        unit_beside(metric, found.total),
        interval(found.low, found.high, metric.unit),
        _change(found, then),
        sentence(found, Compared(then, UNSAID) if then else None),
        address(metric.name, question),
    )


def _change(found: Answer, then: Answer | None) -> str:
    return change_label(found, then) if then and comparable(found, then) else ""
