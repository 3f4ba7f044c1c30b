"""Every address of the product, from the URL configuration itself."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

GUARDED_ELSEWHERE = {
    "allauth.": "sign-in and one's own security: allauth decides; test_sign_in_pages.py looks at each page",
    "ninja.": "the API: its own keys and sessions; test_matrix.py wants no answer for strangers",
}


class Route(NamedTuple):
    name: str
    """With its namespace: `people:profile`."""
    arguments: frozenset[str]
    view: Callable[..., Any]

    @property
    def module(self) -> str:
        return str(getattr(self.view, "func", self.view).__module__)  # ninja wraps two of its views in `partial`

    @property
    def elsewhere(self) -> bool:
        return self.module.startswith(tuple(GUARDED_ELSEWHERE))


def routes(patterns: Sequence[URLPattern | URLResolver] | None = None, space: str = "") -> Iterator[Route]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        else:
            name = f"{space}{pattern.name or pattern.pattern}"
            yield Route(name, frozenset(pattern.pattern.converters), pattern.callback)


def unguarded(all_routes: Iterator[Route]) -> list[str]:
    """Names of pages that wear neither `needs` nor `public`."""
    return [route.name for route in all_routes if not route.elsewhere and not hasattr(route.view, "needs")]
