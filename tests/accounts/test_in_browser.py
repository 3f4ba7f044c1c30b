"""The way in as people go it, in a real browser under the real Content-Security-Policy."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from rapport.accounts import links, team
from rapport.accounts.models import AuditEntry, Role, User

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PASSWORD = "a long enough sentence"


class Visitor:
    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def goto(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.look()

    def look(self) -> None:
        """No barrier by WCAG A and AA, nothing that scrolls sideways."""
        found = Axe().run(self.page, options=WCAG).response["violations"]
        assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found] == [], self.page.url
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, self.page.url

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture(
    params=[
        pytest.param((1280, "light"), id="desk", marks=pytest.mark.slow),
        pytest.param((390, "dark"), id="phone"),
    ]
)
def visitor(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, transactional_db: None
) -> Iterator[Visitor]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    yield Visitor(context.new_page(), live_server.url)
    context.close()
    cache.clear()  # its table outlives the test, and with it the limits on tries


def test_the_first_owner_comes_in_and_signs_in_with_a_security_key(visitor: Visitor) -> None:
    page = visitor.page
    give_a_security_key(page)
    visitor.goto(links.owner_link())
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Make my account and come in")
    expect(page).to_have_url(visitor.base + "/")

    visitor.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Confirm")
    expect(page.get_by_role("heading", name="Add Security Key")).to_be_visible()
    visitor.look()
    page.get_by_label("Name").fill("Blue key")
    visitor.press("Add")
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    visitor.look()
    visitor.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Blue key")).to_be_visible()

    for place in ("/accounts/2fa/totp/activate/", "/accounts/2fa/recovery-codes/", "/accounts/sessions/"):
        visitor.goto(place)

    visitor.goto("/accounts/logout/")
    visitor.press("Sign Out")
    expect(page).to_have_url(visitor.base + "/accounts/login/")
    visitor.goto("/accounts/password/reset/")
    visitor.goto("/accounts/login/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Sign in")
    expect(page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    visitor.look()
    visitor.press("Use a security key")
    expect(page).to_have_url(visitor.base + "/")
    assert AuditEntry.objects.filter(action="sign-in.succeeded").first().detail["by"] == ["password", "mfa"]  # type: ignore[union-attr]
    assert visitor.complaints == []


def test_a_person_is_invited_and_joins(visitor: Visitor) -> None:
    owner = team.join("ada@example.org", "Ada", PASSWORD, Role.OWNER)
    visitor.goto(links.link_for(owner))
    visitor.press("Sign in")
    visitor.goto("/accounts/team/")
    page = visitor.page
    page.get_by_label("E-mail address").fill("grace@example.org")
    page.get_by_label("Role").select_option("author")
    visitor.press("Invite")
    visitor.look()
    path = page.locator(".notice code").inner_text().partition("/accounts/")[2]
    for place in ("/accounts/security/", "/accounts/profile/", "/accounts/audit/", f"/accounts/team/{owner.pk}/"):
        visitor.goto(place)
    page.context.clear_cookies()
    visitor.goto(f"/accounts/{path}")
    page.get_by_label("Your name").fill("Grace")
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Join")
    expect(page).to_have_url(visitor.base + "/")
    assert User.objects.get(email="grace@example.org").role == Role.AUTHOR
    assert visitor.complaints == []


def test_a_token_is_made_from_the_security_page_and_opens_the_api(visitor: Visitor) -> None:
    visitor.goto(links.link_for(team.join("ada@example.org", "Ada", PASSWORD, Role.ANALYST)))
    visitor.press("Sign in")
    visitor.goto("/accounts/security/")
    page = visitor.page
    page.get_by_role("listitem").filter(has_text="API tokens").get_by_role("link", name="Make").click()
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Confirm")
    page.get_by_label("Name").fill("weekly report")
    visitor.press("Make the token")
    expect(page.get_by_text("never shown again")).to_be_visible()
    visitor.look()
    token = page.locator(".notice code").inner_text()
    script = page.context.browser.new_context(extra_http_headers={"Authorization": f"Bearer {token}"})  # type: ignore[union-attr]
    asked = script.request.get(f"{visitor.base}/api/status")
    script.close()
    assert asked.ok
    visitor.goto("/accounts/tokens/")
    expect(page.get_by_text("last used")).to_be_visible()
    visitor.press("Take back weekly report")
    expect(page.get_by_text("no longer works")).to_be_visible()
    visitor.look()
    assert visitor.complaints == []


def test_whoever_may_not_is_told_whom_to_ask(visitor: Visitor) -> None:
    team.join("ada@example.org", "Ada", PASSWORD, Role.OWNER)
    analyst = team.join("grace@example.org", "Grace", PASSWORD, Role.ANALYST)
    visitor.goto(links.link_for(analyst))
    visitor.press("Sign in")
    visitor.goto("/accounts/team/")
    expect(visitor.page.get_by_text("ada@example.org")).to_be_visible()
    visitor.goto("/accounts/enter/unknown/")
    expect(visitor.page.get_by_role("heading", name="This link no longer works")).to_be_visible()


def give_a_security_key(page: Page) -> None:
    """A security key of Chromium's own, plugged in and touched whenever a page asks."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": False,
        "isUserVerified": False,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
