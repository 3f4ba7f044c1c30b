"""A small simulated community, made once: it takes two seconds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from pytest_django.fixtures import Settings

from rapport.demo.community import Community
from rapport.demo.plan import Plan
from rapport.demo.truth import Truth
from rapport.people import map as people_map
from rapport.words.activity import Activity

PLAN = Plan(datetime(2026, 11, 20, 18, 30, tzinfo=UTC), seed=11, people=200)


class Small(NamedTuple):
    activities: list[Activity]
    truth: Truth


@pytest.fixture(scope="session")
def small() -> Small:
    community = Community(PLAN)
    return Small(list(community.activities()), community.truth)


@pytest.fixture
def copy_folder(settings: Settings, tmp_path: Path) -> None:
    settings.COPY = tmp_path / "copy"
    people_map._held.clear()
