"""Where allauth asks us about sign-ins at other places: they prove who somebody is, and sign nobody in."""

from typing import Any, Never

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.shortcuts import redirect

from rapport.people.mine import apps, visit
from rapport.people.mine.proof import proofs_of, says_so

NOT_AS_DESCRIBED = (ImproperlyConfigured, AttributeError, LookupError, TypeError, ValueError)
"""What allauth raises where an answer has another shape: no id, an id that is too long, a list for an object. Stack
Exchange answers with an empty list for whoever has no account on the site."""


class ProofAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [apps.with_secret(app) for app in super().list_apps(request, provider, client_id)]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: the team comes in by invitation, the community needs no account."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> Never:
        """The platform said who it is. Remember that in the visit, and go no further: allauth would sign in."""
        account, app = sociallogin.account, sociallogin.provider.app
        found = proofs_of(app.provider, account.uid, account.extra_data, _checked(sociallogin), app.settings)
        if not found:
            raise ImmediateHttpResponse(redirect("mine:nothing"))
        visit.add(request, found)
        raise ImmediateHttpResponse(redirect("mine:start"))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: str = AuthError.UNKNOWN, **about: Any
    ) -> Never:
        """Cancelled over there, or something went wrong on the way."""
        raise ImmediateHttpResponse(redirect("mine:cancelled" if error == AuthError.CANCELLED else "mine:failed"))


def _checked(login: SocialLogin) -> list[str]:
    """The addresses of which the platform says that it checked them."""
    checked = [each.email for each in login.email_addresses if says_so(each.verified)]
    told = login.account.extra_data
    if login.provider.app.provider == "gitlab" and told.get("confirmed_at") and told.get("email"):
        checked.append(told["email"])  # docs.gitlab.com/api/users: the primary address and when it was confirmed
    return checked
