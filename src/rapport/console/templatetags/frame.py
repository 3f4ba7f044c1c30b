"""Template tags of the frame: the rooms in the rail, and the theme a person chose."""

from typing import Any, NamedTuple

from django import template
from django.http import HttpRequest

from rapport.collect.models import Import
from rapport.console.pages.theme import COOKIE, Theme
from rapport.demo.fill import present

register = template.Library()


class Room(NamedTuple):
    step: str
    """The app name of its pages, which is also the word in the URL and the folder."""
    label: str
    icon: str
    page: str


ROOMS = (
    Room("console", "Today", "home", "console:today"),
    Room("people", "People", "users", "people:list"),
    Room("measure", "Measure", "chart-bar", "measure:overview"),
    Room("collect", "Collect", "arrow-down-tray", "collect:imports"),
)


@register.simple_tag(takes_context=True)
def rooms(context: dict[str, Any]) -> list[dict[str, object]]:
    """The rooms of the rail, each with whether this page is in it."""
    here = _here(context["request"])
    return [{"room": room, "current": here in (room.page, room.step)} for room in ROOMS]


def _here(request: HttpRequest) -> str:
    """The step of this page; the console's pages count one by one, since only Today is a room of the rail."""
    match = request.resolver_match
    if match is None:
        return ""
    return match.view_name if match.app_name == "console" else match.app_name


@register.simple_tag
def simulated() -> Import | None:
    """The demo that this home holds, which every page must say."""
    return present()


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """`light`, `dark`, or nothing where the system decides."""
    chosen = context["request"].COOKIES.get(COOKIE)
    return chosen if chosen in (Theme.LIGHT, Theme.DARK) else ""
