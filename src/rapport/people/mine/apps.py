"""The sign-ins at other places by which people prove who they are: set up by an owner, secrets kept encrypted."""

import re
from typing import NamedTuple

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from rapport.accounts import secrets
from rapport.accounts.models import Secret


class Kind(NamedTuple):
    """A place that one can sign in at, and how its side is set up."""

    provider: str
    """As allauth calls it."""
    name: str
    where: str
    """The page on which one registers an application there."""
    do: str
    """What to click there, in a sentence or two."""
    proves: str
    """What a sign-in tells us, in words."""
    asks: tuple[str, ...] = ()
    """Settings of ours that it needs besides id and secret: `server_url`, `platform`, `place`, `key`, `team`."""
    registers: bool = True
    """Whether the owner registers there, and has a client id and a secret of it."""


KINDS = {
    kind.provider: kind
    for kind in (
        Kind(
            "github",
            "GitHub",
            "https://github.com/settings/applications/new",
            "Organisation or account settings › Developer settings › OAuth Apps › New. Then generate a client secret.",
            "the GitHub account, its noreply address and the addresses that GitHub verified",
        ),
        Kind(
            "gitlab",
            "GitLab",
            "https://gitlab.com/-/user_settings/applications",
            "Preferences › Applications › Add: confidential, with the scope read_user.",
            "the addresses that GitLab confirmed",
        ),
        Kind(
            "discord",
            "Discord",
            "https://discord.com/developers/applications",
            "New application › OAuth2: add the redirect, copy client id and secret.",
            "the Discord account and its verified address",
        ),
        Kind(
            "slack",
            "Slack",
            "https://api.slack.com/apps",
            "Create an app for your workspace › OAuth & Permissions: add the redirect. See Basic information.",
            "the member of the workspace, and the address that Slack checked",
            ("team",),
        ),
        Kind(
            "google",
            "Google",
            "https://console.cloud.google.com/apis/credentials",
            "Create credentials › OAuth client ID › Web application: add the redirect.",
            "the Google address",
        ),
        Kind(
            "linkedin",
            "LinkedIn",
            "https://www.linkedin.com/developers/apps",
            "Create an app › Products: “Sign In with LinkedIn using OpenID Connect” › Auth: add the redirect.",
            "the verified address of the LinkedIn account",
        ),
        Kind(
            "twitter_oauth2",
            "X",
            "https://developer.x.com/en/portal/projects-and-apps",
            "App › User authentication settings: web app, add the redirect. OAuth 2.0 has client id and secret.",
            "the X account",
        ),
        Kind(
            "reddit",
            "Reddit",
            "https://www.reddit.com/prefs/apps",
            "Create another app › web app: set the redirect. The id stands below the name.",
            "the Reddit account",
        ),
        Kind(
            "stackexchange",
            "Stack Overflow",
            "https://stackapps.com/apps/oauth/register",
            "Register; set the OAuth domain to this home's. It gives client id, secret and key.",
            "the Stack Overflow account",
            ("key",),
        ),
        Kind(
            "mastodon",
            "Mastodon",
            "",
            "Nothing: each server is told of this home when somebody of it comes. People name their server themselves, "
            "so this home speaks with servers of the public internet that strangers name.",
            "the account of the Fediverse, by its address",
            registers=False,
        ),
        Kind(
            "openid_connect",
            "OpenID Connect",
            "",
            "At the server by which people sign in to your forum, chat or company: register a client.",
            "the account, where it tells its number at your forum, and the address if the server says it is verified",
            ("server_url", "platform", "place"),
        ),
    )
}
ASKED = {
    "server_url": "Address of the server",
    "key": "Key",
    "team": "Id of the workspace, as T0123ABCD (it stands in the address of Slack in a browser)",
    "platform": "It tells the accounts' numbers at",
    "place": "The host of that, as forum.example.org",
}
SERVERS = frozenset({"openid_connect", "linkedin"})
"""Of these there can be several, each with a redirect of its own."""
_SERVER = re.compile(r"server-[0-9]{1,9}")
LINKEDIN = "https://www.linkedin.com/oauth"
"""LinkedIn's own OpenID Connect server (learn.microsoft.com/linkedin, "Sign In with LinkedIn using OpenID Connect")."""


def configured() -> list[SocialApp]:
    return list(SocialApp.objects.order_by("name", "pk"))


def is_taken(kind: Kind) -> bool:
    """Whether it is set up and cannot be twice: of two at one platform nobody could say whose way back it is."""
    return kind.provider not in SERVERS and SocialApp.objects.filter(provider=kind.provider).exists()


def next_server() -> str:
    """What the next server of OpenID Connect will be called, so that its redirect is known before it is kept."""
    last = SocialApp.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"server-{last + 1}"


@transaction.atomic
def keep(kind: Kind, name: str, client_id: str, secret: str, asked: dict[str, str], *, server: str = "") -> SocialApp:
    """Set one up. The secret goes where all secrets are; allauth's own table has none.

    `server`: what `next_server` had said; another is chosen where somebody took it meanwhile.
    """
    if not _SERVER.fullmatch(server) or SocialApp.objects.filter(provider_id=server).exists():
        server = next_server()
    chosen: dict[str, str | bool] = {key: value for key, value in asked.items() if value and key != "key"}
    app = SocialApp(provider=kind.provider, name=name[:40], client_id=client_id, key=asked.get("key", ""))
    if kind.provider == "linkedin":
        chosen = {"server_url": LINKEDIN, "oauth_pkce_enabled": False}  # it knows PKCE from apps without a secret only
    app.settings = chosen
    if kind.provider in SERVERS:
        app.provider, app.provider_id = "openid_connect", server
    app.save()
    if secret:
        secrets.put(_secret(app), secret)
    return app


@transaction.atomic
def drop(app: SocialApp) -> None:
    secrets.forget(_secret(app))
    app.delete()


def with_secret(app: SocialApp) -> SocialApp:
    """The same, with its secret, to speak with its platform; never to be saved."""
    try:
        app.secret = secrets.get(_secret(app)).reveal()
    except Secret.DoesNotExist:
        app.secret = ""
    return app


def redirect_of(provider: str, provider_id: str = "") -> str:
    """The address that the platform must know to send people back to; empty where it is told by us."""
    if provider in KINDS and not KINDS[provider].registers:
        return ""
    provider = "openid_connect" if provider_id else provider
    where = reverse(f"{provider}_callback", kwargs={"provider_id": provider_id} if provider_id else None)
    return f"{settings.PUBLIC_URL}{where}"


def _secret(app: SocialApp) -> str:
    return f"proof:{app.pk}"
