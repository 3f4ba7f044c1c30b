"""A made-up community in a real database, and the browser signed in to look at it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from rapport.accounts.models import Role, User
from rapport.people import map as people_map
from tests.console import community


class Look(NamedTuple):
    """How a page is looked at."""

    width: int
    height: int
    scheme: str


LOOKS = {
    "desktop-light": Look(1280, 860, "light"),
    "desktop-dark": Look(1280, 860, "dark"),
    "phone-light": Look(390, 844, "light"),
    "phone-dark": Look(390, 844, "dark"),
}


@pytest.fixture(autouse=True)
def copy_folder(settings: Settings, tmp_path: Path) -> None:
    """Each test has its own copy; a map that another test read is of members who are gone."""
    settings.COPY = tmp_path / "copy"
    people_map._held.clear()


@pytest.fixture
def owner(transactional_db: None) -> User:
    return User.objects.create_user("mona@example.org", name="Mona Okafor", role=Role.OWNER)


@pytest.fixture
def settled(transactional_db: None) -> None:
    community.settle(datetime.now(UTC))


EVERYDAY = ("phone-dark",)
"""Where pages break first; tests that do something look at a desktop in light, and `make prove-slow` at all four."""


@pytest.fixture(params=[name if name in EVERYDAY else pytest.param(name, marks=pytest.mark.slow) for name in LOOKS])
def look(request: pytest.FixtureRequest) -> Look:
    return LOOKS[request.param]


class Visit:
    """One signed-in visitor's browser; `complaints` are the errors its console told of."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.complaints: list[str] = []

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.base + path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, owner: User) -> Iterator[Callable[[Look], Visit]]:
    """Opens a browser as the owner, and closes it: a page left open goes on asking for news."""
    contexts = []

    def begin(look: Look) -> Visit:
        client = Client()
        client.force_login(owner)
        context = browser.new_context(
            viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme, has_touch=look.width < 500
        )
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        contexts.append(context)
        return Visit(context, live_server.url)

    yield begin
    for context in contexts:
        context.close()
