"""Every address of Measure, asked what nobody means to ask: it may refuse, and never breaks."""

from collections.abc import Iterator
from random import Random
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rapport.accounts.models import Role, User
from rapport.measure.question import EARLIEST, LATEST
from tests.accounts.routes import routes
from tests.accounts.test_matrix import ARGUMENTS

DAYS = ("0001-01-01", "9999-12-31")
TEXTS = ("\0", "-1", "9" * 30)
WEEKS = ("0001-W01", "1900-W01", "2199-W52", "9999-W51")
ASKED = {
    **dict.fromkeys(("since", "until"), (*DAYS, *TEXTS)),
    **dict.fromkeys(("platform", "segment", "language", "grain", "by", "length", "compare", "group"), TEXTS),
    **dict.fromkeys(("page", "days", "limit", "format", "metric"), (*TEXTS, "")),
}


@pytest.fixture
def owner(transactional_db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("ada@example.org", role=Role.OWNER))
    return client


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize("share", [0.12, pytest.param(1, marks=pytest.mark.slow)])
def test_no_address_breaks(owner: Client, share: float) -> None:
    found = [*broken_by_what_is_asked(owner, share), *broken(owner, paths())]
    assert "\n".join(found) == ""


def broken_by_what_is_asked(browser: Client, share: float) -> Iterator[str]:
    drawn = Random(5)
    for route in routes():
        if route.name.startswith(("measure:", "api:")):
            there = reverse(route.name, kwargs=ARGUMENTS.get(route.name, {}))
            if there.startswith(("/measure/", "/api/measure")) and browser.get(there).status_code == 200:
                yield from broken(
                    browser, (f"{there}?{urlencode(asked)}" for asked in questions() if drawn.random() < share)
                )


def questions() -> Iterator[dict[str, str]]:
    yield from ({name: value} for name, values in ASKED.items() for value in values)
    yield from ({"since": day, "until": day} for day in (*DAYS, str(EARLIEST), str(LATEST)))
    yield {"since": str(EARLIEST), "until": str(LATEST)}


def paths() -> Iterator[str]:
    """What stands elsewhere than behind the `?`, or says nothing without more behind it."""
    for asked in ("since=9999-12-31", "until=0001-01-01", "platform=%00"):
        yield from (f"/measure/report/?told=1&{asked}", f"/measure/badges/?metric=activity&asked={quote(asked)}")
    for week in WEEKS:
        yield from (f"/measure/digest/{week}/", f"/api/measure/digest?week={week}")
    for text in (*TEXTS, "x" * 3000):
        name = quote(text)
        yield from (f"/measure/{name}/", f"/measure/{name}.csv", f"/measure/{name}/people/", f"/api/measure/{name}")
        yield from (f"/measure/boards/{name}/", f"/measure/shared/{name}/", f"/api/measure/boards/{name}")


def broken(browser: Client, addresses: Iterator[str]) -> Iterator[str]:
    cache.clear()  # so that nobody is told to wait
    return (address[:120] for address in addresses if browser.get(address).status_code >= 500)
