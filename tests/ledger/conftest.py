"""A ledger of one's own: an empty copy folder for each test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def copy_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.COPY = tmp_path / "copy"
    return tmp_path / "copy"
