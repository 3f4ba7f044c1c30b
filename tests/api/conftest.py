"""A home with a community in it, and a way to sign in as each role."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
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
def enter(transactional_db: None) -> Callable[[Role], Client]:
    """A client in which somebody of this role is signed in, who has asked nothing yet."""
    cache.clear()

    def signed_in(role: Role) -> Client:
        client = Client()
        client.force_login(User.objects.create_user(f"{role}@example.org", role=role))
        return client

    return signed_in
