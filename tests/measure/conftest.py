"""A home with a community in it, and a browser in which an analyst is signed in."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from rapport.accounts.models import Role, User
from tests.measure.community import settle


@pytest.fixture(autouse=True)
def _own_copy(settings: Settings, tmp_path: Path) -> None:
    settings.COPY = tmp_path / "copy"


@pytest.fixture
def community(transactional_db: None) -> None:
    settle()


@pytest.fixture
def browser(transactional_db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("ana@example.org", role=Role.ANALYST))
    return client
