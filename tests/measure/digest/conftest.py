"""A mail server that listens, people who want the digest, and the week in which the community did most."""

from collections.abc import Iterator
from email.message import Message

import pytest
from pytest_django import Settings

from rapport.accounts.models import Role, User
from rapport.measure.digest.week import Week, read_week
from rapport.measure.models import DigestWish
from tests.measure.digest.server import Server

WEEK = read_week("2021-W40")


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with Server() as running:
        settings.EMAIL_URL = "smtp://127.0.0.1"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield running


@pytest.fixture
def readers(transactional_db: None) -> list[User]:
    """Three who want it, and one who does not."""
    users = [
        User.objects.create_user(f"reader{n}@example.org", name=f"Reader {n}", role=Role.ANALYST) for n in range(4)
    ]
    DigestWish.objects.bulk_create([DigestWish(user=user, at="2021-09-01T00:00:00Z") for user in users[:3]])
    return users


@pytest.fixture
def week() -> Week:
    return WEEK


def addresses(sent: list[Message]) -> list[str]:
    return sorted(str(mail["To"]) for mail in sent)
