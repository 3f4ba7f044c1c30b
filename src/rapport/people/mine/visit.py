"""A visit to one's own page: what was proved in it, for an hour, apart from any sign-in of the team's.

It is a session under a cookie of its own that is sent to /me/ alone. While one of its pages runs, that session takes
the place of the team's and nobody is signed in: what allauth keeps and asks there is the visit's, and a person of the
team who looks at their own page has no more rights there than anybody else.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from rapport.accounts.permissions import public
from rapport.people.mine.proof import Proof

COOKIE, PATH = "rapport_me", "/me/"
LASTS = timedelta(hours=1)
"""From the first proof; what is proved later adds nothing to it."""

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def visited(page: Page[P]) -> Page[P]:
    """A page of the visit, open to everybody."""

    @public
    @never_cache
    @wraps(page)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        teams, who = request.session, request.user
        request.session, request.user = _session(request), AnonymousUser()
        try:
            answer = page(request, *args, **kwargs)
            _keep(request, answer)
        finally:
            request.session, request.user = teams, who
        return answer

    return inside


def proven(page: Page[P]) -> Page[P]:
    """A page of the visit for who has proved something; others are led to where one does."""

    @visited
    @wraps(page)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return page(request, *args, **kwargs) if proofs(request) else redirect("mine:prove")

    return inside


def proofs(request: HttpRequest) -> list[Proof]:
    return [Proof(*each) for each in request.session.get("proofs", [])]


def until(request: HttpRequest) -> str:
    """When the visit ends, in ISO 8601; empty before the first proof."""
    return str(request.session.get("until", ""))


def add(request: HttpRequest, more: list[Proof]) -> None:
    """Remember what was proved, under a new key each time: one that somebody planted opens nothing of it, not even if
    they proved something of their own before. The first proof begins the hour."""
    request.session.cycle_key()
    if not proofs(request):
        request.session["until"] = (timezone.now() + LASTS).isoformat()
    request.session["proofs"] = list(dict.fromkeys([*proofs(request), *more]))


def end(request: HttpRequest) -> None:
    request.session.flush()


def _session(request: HttpRequest) -> SessionStore:
    """The visit's own; a new one where there is none, where its hour is over, and where the cookie names another's."""
    session = SessionStore(request.COOKIES.get(COOKIE))
    ends = session.get("until", "")
    if session.get("scope") != "me" or (ends and ends <= timezone.now().isoformat()):
        session = SessionStore()
    session.set_expiry(LASTS)
    session.modified = False
    return session


def _keep(request: HttpRequest, answer: HttpResponseBase) -> None:
    session = request.session
    if not session.modified:
        return
    if session.is_empty():
        answer.delete_cookie(COOKIE, path=PATH)
        return
    session["scope"] = "me"
    session.save()
    answer.set_cookie(
        COOKIE, session.session_key or "", max_age=LASTS, path=PATH, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
