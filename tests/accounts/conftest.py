"""A team with one person in each role, and keys of this test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from rapport.accounts import team
from rapport.accounts.models import Role, User

PASSWORD = "a long enough sentence"


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_FILE = tmp_path / "keys" / "secret.keys"


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    """Argon2 is slow on purpose; only the test that names it needs it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def people(db: None) -> dict[Role, User]:
    return {role: team.join(f"{role}@example.org", role.label, PASSWORD, role) for role in Role}


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """A browser in which this user is signed in by password."""

    def signed_in(user: User) -> Client:
        client = Client()
        answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return signed_in
