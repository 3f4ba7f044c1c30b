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


WIDER = {
    "active_members": "who contributed",
    "new_members": "who contributed for the first time",
    "returning_members": "who contributed",
    "lapsed_members": "who stopped contributing",
    "retention_90_days": "contributors",
    "elephant_factor": "commits",
    "questions": "issues",
    "unanswered": "issues",
    "resolution_time": "issues",
    "resolved_share": "issues",
    "helpers": "responses to issues",
    "activity": "contributions",
    "stars_and_follows": "stars and forks",
}
"""Metrics that count more than the one of CHAOSS after which they are, with what that counts."""
AS_WIDE = {
    "contributions", "contributors", "first_contributions", "days_to_first_contribution",  # of any type, in any way
    "contributor_absence_factor", "helper_absence_factor",  # of contributions of any type
    "time_to_first_response", "time_to_team_response", "time_to_community_response",  # issues, e-mails, chat, …
    "answered_within_an_hour", "answered_within_a_day", "answered_within_a_week", "threads_without_reply",
    "messages", "hours", "replies_per_thread", "people_per_thread",  # whatever is said on any platform
}  # fmt: skip


def test_what_counts_more_than_its_source_says_so() -> None:
    after = {name: metric.source for name, metric in METRICS.items() if "CHAOSS" in metric.source}
    assert set(after) == set(WIDER) | AS_WIDE
    assert {name for name, source in after.items() if "widened" in source} == set(WIDER)


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
