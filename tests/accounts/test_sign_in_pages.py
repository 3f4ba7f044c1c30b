"""allauth's pages: in our look, without inline script or style, and closed to strangers where they are private."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import Settings

from rapport.accounts.models import Role, User
from tests.accounts.routes import Route, routes
from tests.accounts.security_key import registration

SAMPLE_KEY = 7_000_000
PASSWORD = "a long enough sentence"
FOR_EVERYBODY = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_email", "account_email_verification_sent",
}  # fmt: skip
MIDDLE_OF_SIGN_IN = {"mfa_authenticate", "account_confirm_login_code"}
"""They lead back to the start of the sign-in where none is under way."""
NEVER_SHOWN = {
    "account_set_password": "everybody has a password; this leads to its change",
    "account_confirm_login_code": "sign-in by mailed code is off",
    "mfa_download_recovery_codes": "a text file",
}
MAIL = "smtp://mail.example.org"
DIFFER_WITH_MAIL = {"account_email", "account_reset_password", "account_reset_password_done"}
ARGUMENTS: dict[str, list[object]] = {
    "account_reset_password_from_key": ["1", "set-password"],
    "account_confirm_email": ["unknown"],
    "mfa_remove_webauthn": [SAMPLE_KEY],
    "mfa_edit_webauthn": [SAMPLE_KEY],
}
THEIRS = [route for route in routes() if route.view.__module__.startswith("allauth.")]


def address(route: Route) -> str:
    return reverse(route.name, args=ARGUMENTS.get(route.name, []))


def assert_no_inline(page: bytes) -> None:
    """Nothing that our Content-Security-Policy would block. Data blocks (JSON) are not scripts."""
    tree = html.fromstring(page)
    scripts = [s for s in tree.iter("script") if not s.get("src") and s.get("type") != "application/json"]
    assert [html.tostring(script) for script in scripts] == []
    assert [html.tostring(style) for style in tree.iter("style")] == []
    handlers = [(e.tag, a) for e in tree.iter() for a in e.attrib if a == "style" or re.match("on[a-z]+$", a)]
    assert handlers == []


@pytest.mark.django_db
@pytest.mark.parametrize("route", THEIRS, ids=lambda route: route.name)
def test_strangers_see_only_how_to_come_in(route: Route) -> None:
    answer = Client().get(address(route))
    if route.name in FOR_EVERYBODY:
        assert not answer.get("Location", "").startswith("/accounts/login/?next")
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
        assert ("next=" in answer["Location"]) == (route.name not in MIDDLE_OF_SIGN_IN)


def assert_our_look(page: bytes) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("//body[@class='entrance']")
    assert len(tree.xpath("//h1[normalize-space()]")) == len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//title)").split(" · ")[0].strip()


CASES = [(route, mail) for route in THEIRS for mail in ("", MAIL) if not mail or route.name in DIFFER_WITH_MAIL]


@pytest.mark.parametrize(("route", "mail"), CASES, ids=lambda value: getattr(value, "name", value))
def test_each_page_is_in_our_look_without_inline_code(
    route: Route, mail: str, people: dict[Role, User], settings: Settings
) -> None:
    settings.EMAIL_URL = mail
    settings.MFA_REAUTHENTICATION_REQUIRED = settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    stranger, plain, careful, waiting = Client(), Client(), Client(), Client()
    TOTP.activate(people[Role.MANAGER], generate_totp_secret())
    RecoveryCodes.activate(people[Role.MANAGER])
    key = {"name": "Blue key", "credential": registration()}
    Authenticator.objects.create(pk=SAMPLE_KEY, user=people[Role.MANAGER], type="webauthn", data=key)
    plain.force_login(people[Role.OWNER])
    careful.force_login(people[Role.MANAGER])
    waiting.post("/accounts/login/", {"login": "manager@example.org", "password": PASSWORD})
    answers = [client.get(address(route)) for client in (stranger, plain, careful, waiting)]
    shown = [a.content for a in answers if a.status_code == 200 and a["Content-Type"].startswith("text/html")]
    assert shown or route.name in NEVER_SHOWN
    for page in shown:
        assert_no_inline(page)
        assert_our_look(page)


def test_our_own_pages_have_no_inline_code(people: dict[Role, User], enter: Callable[[User], Client]) -> None:
    owner = enter(people[Role.OWNER])
    for name, arguments in [
        ("team", []), ("person", [people[Role.AUTHOR].pk]), ("security", []), ("profile", []), ("audit", []),
    ]:  # fmt: skip
        answer = owner.get(reverse(f"accounts:{name}", args=arguments))
        assert answer.status_code == 200
        assert_no_inline(answer.content)
