"""What the network says, in plain sentences."""

from rapport.measure.answer import Answer
from rapport.measure.estimates.estimate import FEW
from rapport.measure.figures import figure
from rapport.measure.network.network import Network
from rapport.measure.sentences import rests_on


def sentences(found: Network) -> list[str]:
    """How much help there is, on how few it rests, and how it goes to and fro. Of few it says so."""
    helpers = found.figures["helpers"].n
    if not helpers:
        return ["Nobody answered anybody in this time."]
    half = int(found.figures["helper_absence_factor"].total or 0)
    told = [
        f"{_many(helpers, 'person', 'people')} gave {_many(found.answers, 'answer', 'answers')} to "
        f"{_many(found.askers, 'person', 'people')}; half of them came from {_many(half, 'person', 'people')}."
    ]
    told += [_said(found.figures[name]) for name in ("sole_helped_share", "reciprocity")]
    if found.bridges_in_all:
        joined = "pair of places hangs" if found.bridges_in_all == 1 else "pairs of places hang"
        told.append(f"{found.bridges_in_all:,} {joined} on one person, who alone answers in both.")
    return told


def _said(answer: Answer) -> str:
    metric = answer.metric
    if answer.total is None or answer.n < FEW:
        return f"{metric.title}: too few to say ({rests_on(answer)})."
    return f"{metric.said(figure(answer.total, metric.unit), answer.total)}."


def _many(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
