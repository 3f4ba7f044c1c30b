"""A metric as one line: what it comes to, how that differs from as long before, and the way to its page."""

from itertools import groupby
from typing import NamedTuple

from rapport.measure.against import Compared, compared
from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.catalogue import Family, Metric
from rapport.measure.metrics import all_metrics
from rapport.measure.pages.cards import address, total
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
    untold: str
    """Why nobody can tell whether the change is more than chance, where the sentence does not say that it is or not."""
    href: str


def families(acts: Acts, question: Question) -> list[tuple[Family, list[Line]]]:
    """Every metric of the catalogue, as it answers this question."""
    return [
        (family, [_line(acts, metric, question) for metric in metrics])
        for family, metrics in groupby(all_metrics(), key=lambda metric: metric.family)
    ]


def _line(acts: Acts, metric: Metric, question: Question) -> Line:
    found = answer(metric.name, question, acts, periods=False)
    against = compared(found, acts)
    return Line(
        metric,
        *total(found),
        change_label(found, against.answer) if against and comparable(found, against.answer) else "",
        sentence(found, against),
        _untold(found, against),
        address(metric.name, question),
    )


def _untold(found: Answer, against: Compared | None) -> str:
    if against is None or found.total is None or found.metric.too_few(found.n):
        return ""
    if not comparable(found, against.answer):
        return "Too few before to compare with."
    why = str(against.verdict)
    return "" if against.verdict.beyond is not None or found.metric.ripens else f"{why[0].upper()}{why[1:]}."
