"""Go to the platform where one proves an account."""

from allauth.socialaccount.adapter import get_adapter
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from requests import RequestException

from rapport.accounts.ratelimit import limited
from rapport.people.mine.adapter import NOT_AS_DESCRIBED
from rapport.people.mine.visit import visited


@visited
@require_POST
@limited("proof")
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Answers with a page that leads there, not with a redirection: our policy lets no form send anybody elsewhere."""
    app = next(
        (app for app in get_adapter().list_apps(request) if app.pk == number and app.provider != "mastodon"), None
    )
    if app is None:
        raise Http404
    try:
        there = app.get_provider(request).redirect(request, "login")
    except (RequestException, SuspiciousOperation, *NOT_AS_DESCRIBED):
        # An OpenID Connect server is asked where its pages are. Django refuses what leads to no page.
        return redirect("mine:failed")
    if "Location" not in there:
        return redirect("mine:failed")
    return render(request, "people/mine/go.html", {"app": app, "address": there["Location"]})
