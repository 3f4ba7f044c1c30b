"""A made-up GitHub that answers on loopback, and connections to it."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from rapport.accounts.models import Connection
from rapport.collect.connections.connecting import connect, look
from tests.stand_ins.github.server import TOKEN, GitHub, serving
from tests.stand_ins.github.world import World


@pytest.fixture
def world() -> World:
    """One of each thing."""
    world = World()
    issue = world.open_issue("ana", "The reeds do not bend", "How do I bend them?")
    world.comment(issue, "bo", "With wind.")
    world.close(issue, "bo")
    pull = world.open_pull("cy", "Let them bend")
    world.remark(pull, "bo", "Why so much?", world.remark(pull, "cy", "See here."))
    world.review(pull, "bo", "APPROVED", "Fine.")
    world.merge(pull, "ana")
    talk = world.discuss("di", "What is a reed?", "I wonder.")
    answer = world.discuss_on(talk, "ana", "A plant.")
    world.discuss_on(talk, "di", "Thanks.", answer)
    world.accept(talk, answer)
    world.release("ana", "v1.0", "It bends.")
    world.star("ed")
    world.fork("fay")
    return world


@pytest.fixture
def github(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    made = GitHub(world)
    with serving(made) as address:
        monkeypatch.setitem(settings.PLATFORM_ADDRESSES, "github", address)
        yield made


def connected(github: GitHub) -> Connection:
    secrets = {"token": TOKEN}
    return connect("github", secrets, look("github", secrets, [github.world.name], None), None, None)
