"""What the catalogue says of each metric, beside its figures."""

import re

from rapport.measure.catalogue import ALL_OF_CHAOSS, METRICS
from rapport.measure.formats import metric_as_json

SOMEBODY_ELSES = re.compile(r"CHAOSS|Orbit|\(?\b(?:19|20)\d\d\b")
"""What names who wrote it down, or when."""
NO_PAGE_KNOWN = {"retention_90_days"}


def test_a_source_that_is_not_our_own_can_be_opened() -> None:
    for name, metric in METRICS.items():
        assert bool(metric.link) == bool(SOMEBODY_ELSES.search(metric.source)), name
        assert (metric.link == ALL_OF_CHAOSS) == (name in NO_PAGE_KNOWN), name
        assert metric_as_json(metric)["source_url"] == (metric.link or None)
        if "CHAOSS" in metric.source:
            assert metric.link.startswith("https://chaoss.community/"), name
