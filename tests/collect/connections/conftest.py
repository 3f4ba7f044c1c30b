"""A made-up GitHub that answers on loopback, and connections to it."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from rapport.accounts.models import Connection
from rapport.collect.connections.connecting import connect, look
from tests.stand_ins.github.server import TOKEN, GitHub, serving
from tests.stand_ins.github.world import World, everything


@pytest.fixture
def world() -> World:
    return everything()


@pytest.fixture
def github(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    made = GitHub(world)
    with serving(made) as address:
        monkeypatch.setitem(settings.PLATFORM_ADDRESSES, "github", address)
        yield made


def connected(github: GitHub) -> Connection:
    secrets = {"token": TOKEN}
    return connect("github", secrets, look("github", secrets, [github.world.name], None), None, None)
