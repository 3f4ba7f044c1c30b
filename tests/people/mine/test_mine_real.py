"""Sign in at real servers in a real browser, from my page to the file, the erasure and the receipt.

OpenID Connect is npm's oidc-provider, which the OpenID Foundation has certified; Mastodon's API is spoken by snac. Both
are got and built by `make prove-mine`, which takes a minute and the network; so the tests of every day have stand-ins
that follow the same descriptions (`standin.py`, `instance.py`).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
import requests
from django.core.cache import cache
from django.db import transaction
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity as Kept
from rapport.ledger.models import Identity
from rapport.people.follow import follow
from rapport.people.mine import apps
from rapport.platforms.mastodon.who import instance, owner_from
from rapport.words.activity import Activity
from rapport.words.identity import Identity as Named
from rapport.words.records import Record
from tests.people import community
from tests.people.mine.servers import OPENID_CLIENT, OPENID_SECRET, openid, snac

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ACCOUNTS = {
    "5": {"email": "ada@x.dev", "email_verified": True, "preferred_username": "ada"},
    "6": {"email": "ada@x.dev", "email_verified": False},
    "7": {"email": "ada@x.dev", "email_verified": "false"},
    "8": {},
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Of somebody who was here before in no way."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    cache.clear()
    community.settle()


def did(who: Named, number: int) -> Activity:
    """A post of theirs."""
    at = datetime.now(UTC) + timedelta(minutes=number)
    return Activity(who.platform, f"{who.native_id}/post/{number}", "post", at, who, instance("x.dev"), 1, text="hello")


def settle(*activities: Activity) -> None:
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [each]) for place, each in enumerate(activities)])
    follow()
    copy.refresh()


def take_along(page: Page) -> dict[str, list[dict[str, object]]]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take everything along").click()
    found: dict[str, list[dict[str, object]]] = orjson.loads(Path(waiting.value.path()).read_bytes())
    return found


def erase(page: Page) -> None:
    page.get_by_role("link", name="Erase…").click()
    page.get_by_label("Type “erase” to go on").fill("erase")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()


def equals_the_ledger(found: dict[str, list[dict[str, object]]], identities: list[Identity]) -> None:
    assert [row["id"] for row in found["identities"]] == [each.pk for each in identities]
    held = Kept.objects.filter(identity__in=identities).order_by("at", "pk")
    assert [row["id"] for row in found["activities"]] == [str(each.pk) for each in held]


Signing = Callable[[str], None]


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer, tmp_path: Path) -> Iterator[Signing]:
    """By name, from my page through the real server's own pages."""
    chosen = {"platform": "discourse", "place": "talk.dev"}
    server = apps.next_server()
    with openid(f"{live_server.url}/me/back/server/{server}/", ACCOUNTS, tmp_path) as address:
        chosen["server_url"] = address
        apps.keep(apps.KINDS["openid_connect"], "Talk", OPENID_CLIENT, OPENID_SECRET, chosen, server=server)

        def signing(name: str) -> None:
            page.context.clear_cookies()
            page.goto(f"{live_server.url}/me/")
            page.get_by_role("button", name="Prove with Talk").click()
            page.get_by_placeholder("Enter any login").fill(name)
            page.get_by_placeholder("and password").fill("any")
            page.get_by_role("button", name="Sign-in").click()
            page.get_by_role("button", name="Continue").click()

        yield signing


def test_from_a_real_server_of_openid_connect_to_the_receipt(page: Page, sign_in: Signing) -> None:
    mine = Named("discourse", "talk.dev/5", handle="ada")
    settle(did(mine, 1), did(mine, 2), did(Named("discourse", "talk.dev/6", handle="eve"), 3))
    sign_in("5")
    expect(page.get_by_role("heading", name="Who we think you are")).to_be_visible()
    expect(page.get_by_text("talk.dev/5").first).to_be_visible()
    expect(page.get_by_text("talk.dev/6")).to_have_count(0)
    both = Identity.objects.filter(email="ada@x.dev") | Identity.objects.filter(native_id="talk.dev/5")
    equals_the_ledger(take_along(page), list(both.order_by("pk")))
    erase(page)
    assert not both.exists()
    assert Identity.objects.filter(native_id="talk.dev/6").exists()
    sign_in("5")
    expect(page.get_by_text("Nothing is held")).to_be_visible()


@pytest.mark.parametrize("name", ["6", "7", "8"])
def test_an_address_that_the_real_server_does_not_call_verified_proves_nothing(
    page: Page, sign_in: Signing, name: str
) -> None:
    sign_in(name)
    expect(page.get_by_text("Nothing is held")).to_be_visible()
    expect(page.get_by_text("ada@x.dev")).to_have_count(0)


def test_from_a_real_server_of_the_fediverse_to_the_receipt(
    page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLIC_URL = live_server.url
    apps.keep(apps.KINDS["mastodon"], "Mastodon", "", "", {})
    with snac(tmp_path) as social:
        settings.NEAR_SERVERS = {social.host: f"http://{social.host}"}
        accept = {"Accept": "application/activity+json"}
        actor = requests.get(f"http://{social.host}/{social.user}", headers=accept, timeout=10).json()
        who = owner_from(actor).who
        assert who
        settle(did(who, 1), did(who, 2), did(Named("mastodon", f"eve@{social.host}"), 3))
        page.goto(f"{live_server.url}/me/")
        page.get_by_label("Your Mastodon server").fill(f"@{social.user}@{social.host}")
        page.get_by_role("button", name="Prove with Mastodon").click()
        page.locator("input[name=login]").fill(social.user)
        page.locator("input[name=passwd]").fill(social.password)
        page.locator("input[type=submit]").click()
        expect(page.get_by_role("heading", name="Who we think you are")).to_be_visible()
        expect(page.get_by_text(who.native_id).first).to_be_visible()
    mine = list(Identity.objects.filter(native_id=who.native_id))
    equals_the_ledger(take_along(page), mine)
    erase(page)
    assert not Identity.objects.filter(native_id=who.native_id).exists()
    assert Identity.objects.filter(native_id=f"eve@{social.host}").exists()
