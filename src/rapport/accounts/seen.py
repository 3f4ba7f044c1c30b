"""When somebody of the team was last here, to five minutes: exact enough to see an account nobody uses."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rapport.accounts.models import User

EVERY = timedelta(minutes=5)


def keep_last_seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # Without the cookie nobody is signed in; asking for the user would make public pages vary by cookie.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
            _see(request.user)
        return response

    return middleware


def _see(user: User) -> None:
    now = timezone.now()
    if user.seen_at is None or user.seen_at < now - EVERY:
        User.objects.filter(pk=user.pk).update(seen_at=now)
