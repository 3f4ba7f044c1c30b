"""Sign in at a server that speaks Mastodon's API, of which there are thousands: each is told of this home first.

docs.joinmastodon.org: methods/apps (registering), methods/oauth, methods/accounts#verify_credentials, spec/oauth (PKCE
and the scope `profile`, since 4.3), entities/Account. A registration serves for less than a day: servers before 4.3 let
go of those that nobody used.
"""

import hashlib
import secrets as chance
import time
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple, Self
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from rapport.accounts import secrets
from rapport.accounts.models import Secret
from rapport.people.mine.mastodon.hosts import origin_of
from rapport.people.mine.mastodon.outside import NoAnswer, ask
from rapport.people.mine.proof import Proof, mastodon
from rapport.words.errors import SecretUnreadable

STANDS = timedelta(hours=20)
WAITS_SECONDS = 600
"""For the way back."""
KEPT = "mastodon:"


class Application(NamedTuple):
    """What a server calls this home."""

    client_id: str
    client_secret: str
    scope: str
    challenges: bool
    """Whether it knows PKCE (RFC 7636)."""


class Way(NamedTuple):
    """Kept in the visit while somebody is over there."""

    host: str
    state: str
    verifier: str
    began: float

    @classmethod
    def begin(cls, host: str) -> Self:
        return cls(host, chance.token_urlsafe(24), chance.token_urlsafe(48), time.time())


def begin(request: HttpRequest, host: str) -> str:
    """The address at the server that one is sent to. Raises NoAnswer."""
    application, way = _application(host), Way.begin(host)
    request.session["mastodon"] = list(way)
    asked = {
        "response_type": "code",
        "client_id": application.client_id,
        "redirect_uri": way_back(),
        "scope": application.scope,
        "state": way.state,
    }
    if application.challenges:
        digest = hashlib.sha256(way.verifier.encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    return f"{origin_of(host)}/oauth/authorize?{urlencode(asked)}"


def finish(request: HttpRequest, state: str, code: str) -> Proof | None:
    """Whose account it was, or None if it proves nothing here. Raises NoAnswer; each way back is good once."""
    kept = request.session.pop("mastodon", None)
    way = Way(*kept) if kept else None
    if way is None or not chance.compare_digest(way.state.encode(), state.encode()):
        raise NoAnswer("nobody here went there")
    if time.time() - way.began > WAITS_SECONDS or not code:
        raise NoAnswer("too late")
    application = _application(way.host)
    client = {"client_id": application.client_id, "client_secret": application.client_secret}
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": way_back(), "scope": application.scope}
    if application.challenges:
        asked["code_verifier"] = way.verifier
    token = str(ask(way.host, "POST", "/oauth/token", client | asked).get("access_token") or "")
    if not token:
        raise NoAnswer("no token")
    try:
        return mastodon(way.host, ask(way.host, "GET", "/api/v1/accounts/verify_credentials", token=token))
    finally:
        _give_back(way.host, client | {"token": token})


def way_back() -> str:
    return f"{settings.PUBLIC_URL}{reverse('mine:mastodon_back')}"


def drop_old() -> None:
    """Forget the registrations that no longer serve."""
    Secret.objects.filter(name__startswith=KEPT, changed_at__lt=timezone.now() - STANDS).delete()


def _application(host: str) -> Application:
    name = KEPT + host
    if Secret.objects.filter(name=name, changed_at__gt=timezone.now() - STANDS).exists():
        with suppress(Secret.DoesNotExist, SecretUnreadable):
            return Application(*orjson.loads(secrets.get(name).reveal()))
    application = _register(host)
    secrets.put(name, orjson.dumps(list(application)).decode())
    return application


def _register(host: str) -> Application:
    try:
        offers = ask(host, "GET", "/.well-known/oauth-authorization-server")
    except NoAnswer:  # before 4.3
        offers = {}
    scopes, methods = (offers.get(key) for key in ("scopes_supported", "code_challenge_methods_supported"))
    scope = "profile" if isinstance(scopes, list) and "profile" in scopes else "read:accounts"
    told = {"client_name": "Rapport", "redirect_uris": way_back(), "scopes": scope, "website": settings.PUBLIC_URL}
    said = ask(host, "POST", "/api/v1/apps", told)
    client_id, client_secret = said.get("client_id"), said.get("client_secret")
    if not (isinstance(client_id, str) and isinstance(client_secret, str) and client_id and client_secret):
        raise NoAnswer("no registration")
    return Application(client_id, client_secret, scope, isinstance(methods, list) and "S256" in methods)


def _give_back(host: str, token: dict[str, str]) -> None:
    """We want to know who it was, and nothing later."""
    try:
        ask(host, "POST", "/oauth/revoke", token)
    except NoAnswer:
        return
