"""Each test has its own copy; what another test's process read is of people who are gone."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from rapport.people import current
from rapport.people import map as member_map
from tests.console.conftest import look, owner, visit  # noqa: F401  # the same browser looks at these pages


@pytest.fixture(autouse=True)
def _own_copy(settings: Settings, tmp_path: Path) -> None:
    settings.COPY = tmp_path / "copy"
    member_map._held.clear()
    current._held.clear()
