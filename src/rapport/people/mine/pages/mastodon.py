"""Go to the server of the Fediverse that one names, to prove an account there."""

import logging

from allauth.core import ratelimit
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rapport.accounts.ratelimit import limited
from rapport.people.mine import apps
from rapport.people.mine.mastodon.hosts import host_of
from rapport.people.mine.mastodon.outside import NoAnswer
from rapport.people.mine.mastodon.signing_in import begin
from rapport.people.mine.pages import prove
from rapport.people.mine.visit import visited

log = logging.getLogger("rapport.people.mine")


class ServerForm(forms.Form):
    server = forms.CharField(max_length=300, label="Your Mastodon server, as example.social")

    def clean_server(self) -> str:
        host = host_of(self.cleaned_data["server"])
        if not host:
            raise forms.ValidationError("That is no server. Write what comes after the last @ of your address there.")
        return host


@visited
@require_POST
@limited("proof")
def page(request: HttpRequest) -> HttpResponse:
    """Only where the owner set it up. No server is called more often than it should be."""
    if not apps.is_taken(apps.KINDS["mastodon"]):
        raise Http404
    form = ServerForm(request.POST)
    if not form.is_valid():
        return render(request, "people/mine/prove.html", prove.ways() | {"server": form}, status=400)
    host = form.cleaned_data["server"]
    if not ratelimit.consume(request, action="proof-server", key=host):
        return redirect("mine:failed")
    try:
        address = begin(request, host)
    except NoAnswer as error:
        log.warning("A server that somebody named to sign in at was not asked or did not answer: %s.", error)
        return redirect("mine:failed")
    return render(request, "people/mine/go.html", {"app": {"name": host}, "address": address})
