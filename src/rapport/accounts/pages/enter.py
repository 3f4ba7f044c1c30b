"""The page behind a one-time link. Opening it changes nothing, so previews of links do no harm; its button enters."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from rapport.accounts import audit, links, team
from rapport.accounts.entrance import sign_in
from rapport.accounts.forms import ComeBack, FirstOwner
from rapport.accounts.models import Role, User
from rapport.accounts.permissions import public
from rapport.accounts.ratelimit import limited


@public
@never_cache
@limited("entrance")
def page(request: HttpRequest, token: str) -> HttpResponse:
    link = links.open_link(token)
    if link is None:
        return _gone(request)
    data = request.POST if request.method == "POST" else None
    form = FirstOwner(data) if link.user is None else ComeBack(data, user=link.user)
    if not form.is_valid():
        return render(request, "accounts/enter.html", {"form": form, "person": link.user})
    try:
        user = _come_in(request, token, form)
    except team.TeamRefused as error:
        form.add_error(None, str(error))
        return render(request, "accounts/enter.html", {"form": form, "person": link.user})
    return sign_in(request, user, by="link") if user else _gone(request)


@transaction.atomic
def _come_in(request: HttpRequest, token: str, form: FirstOwner | ComeBack) -> User | None:
    """Use the link up and give its person, with the new password if they chose one; None if somebody was faster."""
    link = links.use(token)
    if link is None:
        return None
    values = form.cleaned_data
    if link.user is None:
        owner = team.join(values["email"], values["name"], values["password"], Role.OWNER)
        audit.record(request, "team.founded", owner)
        return owner
    if values["password"]:
        link.user.set_password(values["password"])
        link.user.save(update_fields=["password"])
        audit.record(request, "password.changed", link.user)
    return link.user


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_gone.html", {"kind": "link"}, status=410)
