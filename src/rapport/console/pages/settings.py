"""What this home is and how it is set; how it looks, which each person chooses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs
from rapport.console.house import facts, settings_shown
from rapport.console.pages.theme import COOKIE, Theme


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Everybody chooses a theme; paths, addresses and the database are the owner's business."""
    assert isinstance(request.user, User)  # noqa: S101  # `needs` lets nobody else in
    context: dict[str, object] = {
        "themes": [(theme, theme.capitalize()) for theme in Theme],
        "chosen_theme": request.COOKIES.get(COOKIE, Theme.SYSTEM),
        "may_see_team": may(request.user, Permission.TEAM),
    }
    if may(request.user, Permission.SETTINGS):
        context |= {"facts": facts(), "settings_shown": settings_shown()}
    return render(request, "console/settings.html", context)
