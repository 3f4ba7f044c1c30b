"""The metrics, a file a family. To ask for any of them fills the catalogue."""

from rapport.measure.catalogue import METRICS, Family, Metric
from rapport.measure.metrics import giving, growth, helping, network, quality, reach, talking

FAMILIES = (growth, giving, helping, network, talking, quality, reach)


def all_metrics() -> list[Metric]:
    """The catalogue, in the order in which one reads it."""
    order = list(Family)
    return sorted(METRICS.values(), key=lambda metric: order.index(metric.family))
