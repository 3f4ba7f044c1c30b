"""The page behind an invitation: a name and a password, and one is on the team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from rapport.accounts import audit, team
from rapport.accounts.entrance import sign_in
from rapport.accounts.forms import ComeIn
from rapport.accounts.permissions import public
from rapport.accounts.ratelimit import limited


@public
@never_cache
@limited("entrance")
def page(request: HttpRequest, token: str) -> HttpResponse:
    invitation = team.find_invitation(token)
    if invitation is None:
        return _gone(request)
    form = ComeIn(request.POST if request.method == "POST" else None, email=invitation.email)
    if not form.is_valid():
        return render(request, "accounts/join.html", {"form": form, "invitation": invitation})
    try:
        user = team.accept(token, form.cleaned_data["name"], form.cleaned_data["password"])
    except team.TeamRefused as error:
        form.add_error(None, str(error))
        return render(request, "accounts/join.html", {"form": form, "invitation": invitation})
    if user is None:
        return _gone(request)
    audit.record(request, "team.joined", user, role=user.role)
    return sign_in(request, user, by="invitation")


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_gone.html", {"kind": "invitation"}, status=410)
