"""What the catalogue says of each metric, beside its figures."""

import re
from pathlib import Path

from rapport.measure.catalogue import ALL_OF_CHAOSS, METRICS
from rapport.measure.formats import metric_as_json

SOMEBODY_ELSES = re.compile(r"CHAOSS|Orbit|\(?\b(?:19|20)\d\d\b")
"""What names who wrote it down, or when."""
NO_PAGE_KNOWN = {"retention_90_days", "stars_and_follows"}


def test_a_source_that_is_not_our_own_can_be_opened() -> None:
    for name, metric in METRICS.items():
        assert bool(metric.link) == bool(SOMEBODY_ELSES.search(metric.source)), name
        assert (metric.link == ALL_OF_CHAOSS) == (name in NO_PAGE_KNOWN), name
        assert metric_as_json(metric)["source_url"] == (metric.link or None)
        if "CHAOSS" in metric.source:
            assert metric.link.startswith("https://chaoss.community/"), name


def test_questions_says_how_often_it_is_right_as_it_was_measured() -> None:
    """The figures and their limits are those of the table in docs/text.md."""
    page = (Path(__file__).parents[2] / "docs/text.md").read_text()
    told = METRICS["questions"].definition
    for source in ("in forums, mail and chat, where it decides", "Discord"):
        found = re.search(rf"^\| … {source} \| (\d+) \| \d+ \| (\S+ \(.+?\)) \| (\S+ \(.+?\)) \|$", page, re.M)
        assert found
        n, precision, recall = found.groups()
        assert re.search(rf"\b{n}\b", told)
        assert f"precision {precision}" in told
        assert f"recall {recall}" in told
    assert "One reader, a language model" in told
    assert "a language model and no person" in page
