"""My page in a real browser: no barrier, nothing that scrolls sideways, from the first proof to the receipt."""

import re
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import orjson
import pytest
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from rapport.ledger.models import Identity
from rapport.people.mine import apps
from rapport.people.mine.pages import mail
from rapport.people.models import Limited, Member
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.people import community
from tests.people.mine.standin import CLIENT, SECRET, platform

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://\S+?(/me/prove/link/\S+/)")


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    cache.clear()
    community.settle()


@pytest.fixture
def stranger(browser: Browser, live_server: LiveServer) -> Callable[[Look], Visit]:
    """A browser of somebody of the community, who never signed in."""

    def begin(look: Look) -> Visit:
        context = browser.new_context(
            viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme, has_touch=look.width < 500
        )
        return Visit(context, live_server.url)

    return begin


def prove(page: Page, mailbox: list[Message]) -> None:
    """By an address, as one does it: ask, open the mail's link, press the button."""
    page.get_by_label("E-mail address").fill("ada@x.dev")
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    mail.outgoing.submit(int).result(30)
    found = LINK.search(str(mailbox[-1].get_payload()))
    assert found
    page.goto(page.url.split("/me/")[0] + found[1])
    page.get_by_role("button", name="Show me").click()
    expect(page.get_by_role("heading", name="Who we think you are")).to_be_visible()


def sound(page: Page) -> None:
    assert barriers(page) == [], page.url
    assert overhang(page) <= 0, page.url


@pytest.mark.slow
def test_pages_have_no_barrier(
    stranger: Callable[[Look], Visit], mailbox: list[Message], settings: Settings, look: Look
) -> None:
    apps.keep(apps.KINDS["github"], "GitHub", CLIENT, SECRET, {})
    apps.keep(apps.KINDS["mastodon"], "Mastodon", "", "", {})
    visitor = stranger(look)
    page = visitor.open("/me/prove/")
    sound(page)
    page.get_by_label("Your Mastodon server").fill("127.0.0.1")
    page.get_by_role("button", name="Prove with Mastodon").click()
    expect(page.get_by_text("That is no server.")).to_be_visible()
    sound(page)
    page.goto(visitor.base + "/me/prove/")
    prove(page, mailbox)
    sound(page)
    page.get_by_role("link", name="Erase…").click()
    sound(page)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("That is another word")).to_be_visible()
    sound(page)
    for path in ("/me/prove/failed/", "/me/prove/link/none/"):
        page.goto(visitor.base + path)
        sound(page)
    visitor.context.close()
    complaints = [said for said in visitor.complaints if "400" not in said and "410" not in said]
    assert complaints == []


def test_from_an_account_elsewhere_to_what_is_held(
    stranger: Callable[[Look], Visit], monkeypatch: pytest.MonkeyPatch, live_server: LiveServer
) -> None:
    app: SocialApp = apps.keep(apps.KINDS["github"], "GitHub", CLIENT, SECRET, {})
    visitor = stranger(LOOKS["phone-light"])
    with platform() as stands:
        stands.person, stands.addresses = (
            {"id": 1, "login": "ada"},
            [{"email": "ada@x.dev", "primary": True, "verified": True}],
        )
        stands.redirects = {f"{live_server.url}/me/back/github/"}
        monkeypatch.setattr(GitHubOAuth2Adapter, "access_token_url", f"{stands.url}/login/oauth/access_token")
        monkeypatch.setattr(GitHubOAuth2Adapter, "authorize_url", f"{stands.url}/login/oauth/authorize")
        monkeypatch.setattr(GitHubOAuth2Adapter, "profile_url", f"{stands.url}/user")
        monkeypatch.setattr(GitHubOAuth2Adapter, "emails_url", f"{stands.url}/user/emails")
        page = visitor.open("/me/")
        page.get_by_role("button", name=f"Prove with {app.name}").click()
        expect(page.get_by_role("heading", name="Who we think you are")).to_be_visible()
        expect(page.get_by_text("ada@x.dev").first).to_be_visible()
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("button", name="Prove with GitHub")).to_be_visible()
    visitor.context.close()
    assert visitor.complaints == []


def test_correct_take_along_limit_and_erase(
    stranger: Callable[[Look], Visit], visit: Callable[[Look], Visit], mailbox: list[Message], tmp_path: Path
) -> None:
    visitor, ada = stranger(LOOKS["desktop-light"]), community.ada()
    page = visitor.open("/me/")
    prove(page, mailbox)

    page.get_by_label("Your name").fill("Ada King")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your name is as you want it.")).to_be_visible()
    assert Member.objects.get(pk=ada.pk).name == "Ada King"

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take everything along").click()
    assert len(orjson.loads(Path(waiting.value.path()).read_bytes())["activities"]) == 40

    page.get_by_role("button", name="Limit processing").click()
    expect(page.get_by_text("The team is not shown it")).to_be_visible()
    assert Limited.objects.count() == 2
    team = visit(LOOKS["desktop-light"])
    theirs = team.open(f"/people/{ada.pk}/")
    expect(theirs.get_by_role("heading", name="A member who is limited")).to_be_visible()
    sound(theirs)
    theirs.close()
    page.get_by_role("button", name="Lift the limit").click()
    expect(page.get_by_role("button", name="Limit processing")).to_be_visible()

    page.get_by_role("link", name="Erase…").click()
    page.get_by_label("Type “erase” to go on").fill("erase")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
    sound(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the receipt").click()
    receipt = orjson.loads(Path(waiting.value.path()).read_bytes())["receipt"]
    assert not Identity.objects.filter(email="ada@x.dev").exists()
    theirs = team.open("/people/receipts/")
    expect(theirs.get_by_text(receipt)).to_be_visible()
    sound(theirs)
    visitor.context.close()


@pytest.mark.slow
def test_the_teams_side_has_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    apps.keep(apps.KINDS["github"], "GitHub", CLIENT, SECRET, {})
    visitor, ada = visit(look), community.ada().pk
    for path in (
        "/people/proofs/",
        "/people/proofs/?add=openid_connect",
        "/people/proofs/?add=mastodon",
        "/people/receipts/",
    ):
        page = visitor.open(path)
        sound(page)
        page.close()
    for way in ("proof", "alone", "boxes"):
        page = visitor.open(f"/people/{ada}/apart/?way={way}")
        sound(page)
        page.close()
    assert visitor.complaints == []


def test_an_owner_sets_up_a_way_to_prove(visit: Callable[[Look], Visit]) -> None:
    page = visit(LOOKS["desktop-light"]).open("/people/proofs/")
    page.get_by_role("link", name="Add GitHub").click()
    expect(page.get_by_text("/me/back/github/")).to_be_visible()
    page.get_by_label("Client id").fill(CLIENT)
    page.get_by_label("Client secret").fill(SECRET)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("People can prove who they are with GitHub.")).to_be_visible()
    assert apps.with_secret(SocialApp.objects.get()).secret == SECRET
    page.get_by_role("button", name="Remove GitHub").click()
    expect(page.get_by_role("button", name="Remove GitHub")).to_have_count(0)
    assert not SocialApp.objects.exists()


def test_taken_apart_and_back(visit: Callable[[Look], Visit]) -> None:
    ada = community.ada()
    page = visit(LOOKS["phone-light"]).open(f"/people/{ada.pk}/apart/?way=alone")
    page.get_by_role("button", name="Take apart").click()
    expect(page.get_by_text("was taken apart into 2 people")).to_be_visible()
    assert ada.links.count() == 1
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert ada.links.count() == 2
