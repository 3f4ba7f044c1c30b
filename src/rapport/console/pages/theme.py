"""Choose light, dark, or what the system says; kept in a cookie so that the page arrives in it."""

from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from rapport.accounts.permissions import public

COOKIE = "theme"
_A_YEAR = 365 * 86_400


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


@public
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """Set the cookie and go back to where the person was. `system` takes the cookie away."""
    chosen = request.POST.get("theme", "")
    if chosen not in set(Theme):
        return HttpResponseBadRequest("The theme is light, dark or system.")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if chosen == Theme.SYSTEM:
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE, chosen, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response
