"""Keys and a copy of each test's own, a mail server that listens, and visitors who have proved something."""

import socket
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as ToMessage
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from rapport.people import current
from rapport.people import map as member_map
from rapport.people.mine.proof import Proof, address
from rapport.people.mine.visit import COOKIE, LASTS, PATH
from tests.console.conftest import look, owner, visit  # noqa: F401  # the same browser looks at these pages

ADDRESS = address("ada@x.dev")
FORUM = Proof("discourse", "1", "ada")


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    settings.COPY = tmp_path / "copy"
    settings.KEY_FILE = tmp_path / "keys" / "secret.keys"
    member_map._held.clear()
    current._held.clear()


class Letters(ToMessage):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.sent.append(message)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[list[Message]]:
    """What a real SMTP server was handed."""
    letters = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(letters, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_URL = "smtp://127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield letters.sent
    server.stop()


@pytest.fixture
def proving() -> Callable[..., Client]:
    """A browser whose visitor proved these."""

    def proved(*proofs: Proof) -> Client:
        session = SessionStore()
        session["scope"], session["proofs"] = "me", [list(proof) for proof in proofs]
        session["until"] = (timezone.now() + LASTS).isoformat()
        session.save()
        client = Client()
        client.cookies[COOKIE] = session.session_key or ""
        client.cookies[COOKIE]["path"] = PATH
        return client

    return proved
