"""A home of each test's own, and a team in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from rapport.accounts import team
from rapport.accounts.models import Role


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    settings.COPY, settings.UPLOADS = tmp_path / "copy", tmp_path / "uploads"
    settings.KEY_FILE = tmp_path / "keys" / "secret.keys"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def signed_in(db: None) -> Callable[[Role], Client]:
    def enter(role: Role) -> Client:
        user = team.join(f"{role}@example.org", role.label, "a long enough sentence", role)
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
