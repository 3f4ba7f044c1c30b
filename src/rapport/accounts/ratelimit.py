"""Slow down whoever tries many times, with allauth's own limiter."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core.internal import ratelimit  # the one outside knows no way to count who only reads
from django.http import HttpRequest, HttpResponseBase

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def limited(
    action: str, *, reading: bool = False, refuse: Callable[[HttpRequest], HttpResponseBase] = ratelimit.respond_429
) -> Callable[[Page[P]], Page[P]]:
    """Answer 429 where `ACCOUNT_RATE_LIMITS[action]` is used up. Reading (GET) is free, unless `reading`.

    The usual page has a form's token and so leaves a cookie; what promises none says its own way to `refuse`.
    """

    def guard(page: Page[P]) -> Page[P]:
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not ratelimit.consume(request, app="allauth.account", action=action, limit_get=reading):
                return refuse(request)
            return page(request, *args, **kwargs)

        return guarded

    return guard
