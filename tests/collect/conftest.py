"""A home of each test's own, and a team in it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from rapport.accounts import team
from rapport.accounts.models import Role
from tests.console.conftest import look, owner, visit  # noqa: F401  # the same browser looks at these pages


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


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A process of its own on this test's database."""
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT'] or 5432}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "RAPPORT_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "rapport.settings",
    }
