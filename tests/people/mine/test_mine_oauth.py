"""An account is proved by a sign-in at its platform, which signs nobody in here: by real HTTP, in allauth's flow."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from django.core.cache import cache
from django.test import Client

from rapport.accounts.models import Secret, User
from rapport.ledger.models import Identity
from rapport.people.follow import follow
from rapport.people.mine import apps
from tests.people import community
from tests.people.mine.standin import CLIENT, SECRET, Platform, platform

pytestmark = pytest.mark.django_db(transaction=True)
ADA = {"id": 77, "login": "ada-l", "name": "Ada Lovelace", "email": None}
CHECKED = {"email": "ada@home.dev", "primary": True, "verified": True, "visibility": None}
CLAIMED = {"email": "bob@y.dev", "primary": False, "verified": False, "visibility": None}


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    cache.clear()
    with platform() as stands:
        for name, path in {
            "access_token_url": "/login/oauth/access_token",
            "authorize_url": "/login/oauth/authorize",
            "profile_url": "/user",
            "emails_url": "/user/emails",
        }.items():
            monkeypatch.setattr(GitHubOAuth2Adapter, name, stands.url + path)
        stands.redirects = {"http://testserver/me/back/github/"}
        stands.person, stands.addresses = ADA, [CHECKED, CLAIMED]
        yield stands


def settle() -> None:
    """Ada has an account on GitHub and two git authors; Bob's address is one that she only claims."""
    seen = datetime(2020, 1, 1, tzinfo=UTC)
    for name, email in (("Ada", "77+ada-l@users.noreply.github.com"), ("Bob", "bob@y.dev"), ("Ada L", "ada@home.dev")):
        Identity.objects.create(platform="git", native_id=f"{name} <{email}>", name=name, email=email, seen_at=seen)
    Identity.objects.create(platform="github", native_id="77", handle="ada-l", name="Ada Lovelace", seen_at=seen)
    Identity.objects.create(platform="github", native_id="778", handle="ada-x", name="Ada X", seen_at=seen)
    follow()
    community.copy.refresh()


def set_up(secret: str = SECRET) -> SocialApp:
    return apps.keep(apps.KINDS["github"], "GitHub", CLIENT, secret, {})


def there(client: Client, app: SocialApp) -> str:
    """The address at the platform that the button leads to."""
    page = client.post(f"/me/prove/{app.pk}/").content.decode()
    found = re.search(r'url=([^"]+)"', page)
    assert found, page
    return unescape(found[1])


def sent_back(address: str) -> str:
    """Where the platform sends the browser."""
    return requests.get(address, allow_redirects=False, timeout=10).headers["Location"]


def go(client: Client, address: str) -> str:
    """The browser goes there, comes back and is sent to a page of ours."""
    back = sent_back(address)
    answer = client.get(back.removeprefix("http://testserver"))
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def test_an_account_is_proved_and_nobody_is_signed_in(github: Platform) -> None:
    settle()
    client, app = Client(), set_up()
    assert go(client, there(client, app)) == "/me/"
    page = client.get("/me/").content.decode()
    assert all(found in page for found in ("ada-l", "77+ada-l@users.noreply.github.com", "ada@home.dev"))
    assert "bob@y.dev" not in page
    assert "ada-x" not in page
    assert client.get("/people/")["Location"].startswith("/accounts/login/")
    assert "sessionid" not in client.cookies
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_the_secret_is_kept_encrypted_and_nowhere_else(github: Platform) -> None:
    app = set_up()
    assert SocialApp.objects.get(pk=app.pk).secret == ""
    assert SECRET.encode() not in bytes(Secret.objects.get(name=f"proof:{app.pk}").sealed)
    apps.drop(app)
    assert not Secret.objects.exists()


def test_who_turns_back_proves_nothing(github: Platform) -> None:
    github.refuses = True
    client, app = Client(), set_up()
    assert go(client, there(client, app)) == "/me/prove/cancelled/"
    assert client.get("/me/")["Location"] == "/me/prove/"


def test_a_way_back_is_good_once_and_for_who_went(github: Platform) -> None:
    """Somebody else's way back, opened here, would show their data as ours (CSRF at sign-in)."""
    client, other, app = Client(), Client(), set_up()
    back = sent_back(there(client, app)).removeprefix("http://testserver")
    assert other.get(back)["Location"] == "/me/prove/failed/"
    assert client.get(back)["Location"] == "/me/"
    assert client.get(back)["Location"] == "/me/prove/failed/"
    state = parse_qs(urlsplit(there(client, app)).query)["state"][0]
    assert client.get(f"/me/back/github/?code=made-up&state={state}")["Location"] == "/me/prove/failed/"
    assert other.get("/me/")["Location"] == "/me/prove/"


def test_a_wrong_secret_proves_nothing(github: Platform) -> None:
    client, app = Client(), set_up("another")
    assert go(client, there(client, app)) == "/me/prove/failed/"


def test_proofs_add_up(github: Platform) -> None:
    settle()
    client, app = Client(), set_up()
    go(client, there(client, app))
    github.person = ADA | {"id": 778, "login": "ada-x"}
    go(client, there(client, app))
    page = client.get("/me/").content.decode()
    assert "ada-l" in page
    assert "ada-x" in page


def test_a_server_of_openid_connect_proves_an_account_of_the_platform_that_the_team_named() -> None:
    cache.clear()
    seen = datetime(2020, 1, 1, tzinfo=UTC)
    Identity.objects.create(platform="discourse", native_id="talk.dev/5", handle="ada", name="Ada", seen_at=seen)
    Identity.objects.create(platform="discourse", native_id="else.dev/5", handle="eve", name="Eve", seen_at=seen)
    Identity.objects.create(platform="email", native_id="ada@y.dev", name="A", email="ada@y.dev", seen_at=seen)
    follow()
    with platform() as stands:
        chosen = {"server_url": stands.url, "platform": "discourse", "place": "talk.dev"}
        app = apps.keep(apps.KINDS["openid_connect"], "Our forum", CLIENT, SECRET, chosen)
        stands.redirects = {f"http://testserver/me/back/server/{app.provider_id}/"}
        stands.person = {"sub": "5", "preferred_username": "ada", "email": "ada@y.dev", "email_verified": True}
        client = Client()
        assert go(client, there(client, app)) == "/me/"
        page = client.get("/me/").content.decode()
        assert "talk.dev/5" in page
        assert "ada@y.dev" in page
        assert "else.dev/5" not in page
        other = Client()
        stands.person |= {"sub": "6", "email_verified": False}
        go(other, there(other, app))
        assert "Nothing is held" in other.get("/me/").content.decode()


def test_a_server_that_is_away_says_so() -> None:
    cache.clear()
    app = apps.keep(apps.KINDS["openid_connect"], "Gone", CLIENT, SECRET, {"server_url": "http://127.0.0.1:1"})
    assert Client().post(f"/me/prove/{app.pk}/")["Location"] == "/me/prove/failed/"
    assert Client().get("/me/prove/failed/").status_code == 200
