"""A sentence of a report: one answer in words, with no more certainty than it has. Pure.

It never says that something changed where chance explains the difference, nor anything of an estimate that rests on
too few.
"""

from dataclasses import dataclass

from rapport.measure.against import Compared
from rapport.measure.answer import Answer
from rapport.measure.estimates.estimate import FEW
from rapport.measure.figures import figure, interval, unit_of
from rapport.measure.reports.usual import Usual, beside
from rapport.measure.sentences import comparable, known_so_far, left_out, nothing_known, span_before, was_before


@dataclass(frozen=True)
class Statement:
    text: str
    answer: Answer
    """The figures that it says, and those that its evidence shows."""
    against: Compared | None = None
    usual: Usual | None = None
    """What other weeks had, of a week."""
    people: tuple[tuple[int, str], ...] = ()
    """Members it names, by number and name."""

    @property
    def changed(self) -> bool:
        """By more than chance; of a week, beyond what weeks of the last year had."""
        if self.usual:
            return bool(self.usual.beyond(self.answer))
        return bool(self.against and self.against.verdict.beyond)

    @property
    def judged(self) -> bool:
        """Whether anybody can tell."""
        return self.usual is not None or (self.against is not None and self.against.verdict.beyond is not None)


def statement(answer: Answer, against: Compared | None = None, usual: Usual | None = None) -> Statement:
    """What this answer comes to, and how that differs from as long before; of a week, from what others had."""
    metric = answer.metric
    if answer.unknown:
        return Statement(nothing_known(answer), answer)
    if metric.estimated and answer.n < FEW:
        return Statement(f"{metric.title}: too few to say (n = {_n(answer)}).", answer)
    if answer.total is None:
        was = f" It was {was_before(against.answer)}." if against and comparable(answer, against.answer) else ""
        return Statement(f"{_not_yet(answer)}{was}", answer, against)
    fact = metric.said(_whole(figure(answer.total, metric.unit)), answer.total) + known_so_far(answer)
    if usual:
        return Statement(f"{fact}{beside(answer, usual)}.", answer, against, usual)
    return Statement(f"{fact}{_beside(answer, against) if against else ''}.", answer, against)


def _whole(figure: str) -> str:
    """Never broken over two lines: "30 h 35 min"."""
    return figure.replace(" ", "\u00a0")


def _not_yet(answer: Answer) -> str:
    """Of a median that nobody knows yet: leaving out what still waits would make every wait look short."""
    return f"{answer.metric.title}: of {_n(answer)}, too many still wait to say by when half of them are over."


def _beside(answer: Answer, against: Compared) -> str:
    then, verdict = against
    earlier, metric = span_before(then), answer.metric
    if not comparable(answer, then):
        return f"; {earlier} held too few to compare (n = {_n(then)})"
    was = _whole(figure(then.total, metric.unit))
    if verdict.beyond:
        return f", {_change(answer, then, was, earlier)}: more than chance"
    if answer.total == then.total:
        return f"; as {'much' if metric.estimated else 'many'} as in {earlier}"
    before = f"; it was {was} in {earlier}" if metric.estimated else f"; {earlier} had {was}"
    if verdict.beyond is False:
        return f"{before}, a difference within chance"
    return before


def _change(answer: Answer, then: Answer, was: str, earlier: str) -> str:
    now, before = answer.total or 0, then.total or 0
    if answer.metric.estimated or not before:
        return f"{'up' if now > before else 'down'} from {was} in {earlier}"
    if now / before >= 4:
        return f"{now / before:,.0f} times the {was} of {earlier}"
    percent = max(abs(round((now / before - 1) * 100)), 1)
    return f"{percent} % {'more' if now > before else 'fewer'} than the {was} of {earlier}"


def _n(answer: Answer) -> str:
    return f"{answer.n:,} {unit_of(answer.n, answer.metric.rests_on)}"


def doubt(said: Statement) -> str:
    """What the figure rests on and how sure it is: the small print below a sentence."""
    answer, metric = said.answer, said.answer.metric
    told = "" if metric.too_few(answer.n) else interval(answer.low, answer.high, metric.unit)
    sure = f"95 % interval {told}" if told else "" if metric.estimated else answer.certainty
    verdict = said.against.verdict if said.against and not said.usual else None
    untold = str(verdict) if verdict and verdict.beyond is None else ""
    rests = "; ".join(filter(None, (f"n = {_n(answer)}", sure, untold)))
    left = left_out(answer) if any(one.n for one in answer.left_out) else ""
    return f"{rests}. {left}".strip()
