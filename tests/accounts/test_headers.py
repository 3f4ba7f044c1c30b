"""What every answer carries: a strict policy for content, cookies that scripts cannot read, no framing."""

import logging
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from rapport.accounts import links
from rapport.accounts.models import Role, User

pytestmark = pytest.mark.django_db
PAGES = ["/accounts/login/", "/accounts/enter/unknown/", "/nowhere-at-all", "/accounts/team/"]


@pytest.mark.parametrize("page", PAGES)
def test_headers(page: str) -> None:
    answer = Client().get(page)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "nonce" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_form_from_elsewhere_is_refused(people: dict[Role, User]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people[Role.OWNER])
    for page in ("/accounts/team/", "/accounts/profile/", links.owner_link(), "/accounts/logout/"):
        assert browser.post(page, {"name": "x"}).status_code == 403


def test_pages_behind_a_link_are_not_kept_by_caches() -> None:
    assert "no-store" in Client().get(links.owner_link())["Cache-Control"]


def test_the_session_cookie(people: dict[Role, User]) -> None:
    answer = Client().post("/accounts/login/", {"login": "owner@example.org", "password": "a long enough sentence"})
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) == settings.PUBLIC_URL.startswith("https://")


def test_tokens_of_links_are_not_logged() -> None:
    handler = next(h for h in logging.getLogger().handlers if h.name == "stderr")
    assert isinstance(handler, logging.StreamHandler)
    log = StringIO()
    before = handler.setStream(log)
    path = links.owner_link()
    try:
        assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    finally:
        handler.setStream(before)
    assert "/accounts/enter/…" in log.getvalue()
    assert path not in log.getvalue()


def with_environment(expression: str, tmp_path: Path, **environment: str) -> str:
    """The value that the settings have in a process with this environment."""
    code = f"from rapport import settings; print({expression})"
    env = {"PATH": os.environ["PATH"], "RAPPORT_HOME": str(tmp_path), **environment}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "dummy.EmailBackend localhost 25 False False"),
        ("smtp://localhost:25", "smtp.EmailBackend localhost 25 False False"),
        ("smtp://a%40b:p%2Fw@mail.example.org", "smtp.EmailBackend mail.example.org 587 True False a@b p/w"),
        ("smtps://u:p@mail.example.org", "smtp.EmailBackend mail.example.org 465 False True u p"),
    ],
)
def test_the_mail_server_from_one_address(url: str, said: str, tmp_path: Path) -> None:
    names = ["BACKEND", "HOST", "PORT", "USE_TLS", "USE_SSL", "HOST_USER", "HOST_PASSWORD"]
    values = ", ".join(f"settings.EMAIL_{name}" for name in names)
    got = with_environment(values, tmp_path, RAPPORT_EMAIL_URL=url)
    assert got.removeprefix("django.core.mail.backends.") == said


def test_with_https_cookies_travel_over_tls_only(tmp_path: Path) -> None:
    names = "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"
    values = ", ".join(f"bool(settings.{name})" for name in names)
    assert with_environment(values, tmp_path, RAPPORT_PUBLIC_URL="https://home.example.org") == "True True True"
    assert with_environment(values, tmp_path) == "False False False"


def test_passwords_are_hashed_with_argon2(tmp_path: Path) -> None:
    assert "Argon2" in with_environment("settings.PASSWORD_HASHERS[0]", tmp_path)
