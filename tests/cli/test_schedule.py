"""Periodic jobs come as often as their functions say: a sixth field of cron is seconds, and comes last."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from croniter import croniter_range
from procrastinate.contrib.django import app

HOUR = timedelta(hours=1)
BEGUN = datetime(2026, 11, 23, 4, tzinfo=UTC)


def _times(name: str) -> list[datetime]:
    [cron] = [task.cron for (called, _), task in app.periodic_registry.periodic_tasks.items() if called == name]
    return list(croniter_range(BEGUN, BEGUN + HOUR - timedelta(seconds=1), cron))


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("ledger.refresh", 10),
        ("collect.due", 5),
        ("jobs.reap", 15),
        ("ledger.telling", 60),
        ("collect.sweep", 60),
        ("measure.topics", 300),
        ("measure.digest", 600),
    ],
)
def test_comes_every_so_many_seconds_and_never_more_often(name: str, seconds: int) -> None:
    times = _times(name)
    assert {(after - before).total_seconds() for before, after in pairwise(times)} == {seconds}
    assert len(times) == HOUR.total_seconds() / seconds


def test_no_other_job_comes_more_often_than_once_an_hour() -> None:
    often = {name for name, _ in app.periodic_registry.periodic_tasks if len(_times(name)) > 1}
    assert often == {
        "collect.due", "ledger.refresh", "jobs.reap", "ledger.telling", "collect.sweep", "measure.topics",
        "measure.digest",
    }  # fmt: skip
