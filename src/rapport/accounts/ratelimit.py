"""Slow down whoever tries many times, with allauth's own limiter."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponseBase

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def limited(action: str) -> Callable[[Page[P]], Page[P]]:
    """Answer 429 where `ACCOUNT_RATE_LIMITS[action]` is used up. Reading (GET) is free."""

    def guard(page: Page[P]) -> Page[P]:
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not ratelimit.consume(request, action=action):
                answer: HttpResponseBase = ratelimit.respond_429(request)
                return answer
            return page(request, *args, **kwargs)

        return guarded

    return guard
