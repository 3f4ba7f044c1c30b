"""A figure of a table with how sure it is and what it rests on, in one cell or in several."""

from rapport.measure.answer import Row
from rapport.measure.catalogue import Metric
from rapport.measure.figures import MISSING, figure, interval

TOO_FEW = "too few"


def cell(metric: Metric, row: Row | None) -> str:
    """As "3 h (2 h to 5 h, n = 40)", or "too few (n = 3)" of an estimate. A count of people is its own n."""
    if row is None:
        return MISSING
    if metric.too_few(row.n):
        return f"{TOO_FEW} (n = {row.n})"
    own = metric.adds_up and metric.unit == "people"
    sure = (interval(row.low, row.high, metric.unit), f"n = {row.n:,}" if row.n and not own else "")
    told = ", ".join(filter(None, sure))
    return f"{figure(row.value, metric.unit)} ({told})" if told else figure(row.value, metric.unit)


def beside_n(metric: Metric, row: Row) -> list[str]:
    """The same where n has a cell of its own: the figure and, of an estimate, its interval; of too few neither."""
    few = metric.too_few(row.n)
    told = TOO_FEW if few else figure(row.value, metric.unit)
    return [told, *(["" if few else interval(row.low, row.high, metric.unit)] if metric.estimated else [])]
