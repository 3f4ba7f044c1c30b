"""Connect an account: its credentials, what to read and how far back; a look at what that takes; then it is kept."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.accounts import audit, keys
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.collect.connections.connecting import already, connect, look
from rapport.collect.connections.readers import CLIENTS, reader_of
from rapport.words.errors import CredentialsRefused, PlaceGone, RateLimited, Unreachable
from rapport.words.live import Found, Place, Reader

DEPTHS = (("90", "the last 90 days"), ("365", "the last 12 months"), ("1095", "the last 3 years"), ("", "everything"))
LOOKED_FOR = timedelta(minutes=30)
"""After so long one looks again before it is kept."""


class ConnectForm(forms.Form):
    places = forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}))
    depth = forms.ChoiceField(label="How far back", choices=DEPTHS, required=False, initial="365")

    def __init__(self, reader: Reader, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["places"]
        places.label, places.help_text = reader.places, reader.places_help
        for secret in reader.secrets:
            entered = forms.PasswordInput(attrs={"autocomplete": "off"})
            self.fields[secret.name] = forms.CharField(label=secret.label, help_text=secret.help, widget=entered)
        self.order_fields([*(secret.name for secret in reader.secrets), "places", "depth"])

    @property
    def since(self) -> date | None:
        days = self.cleaned_data["depth"]
        return timezone.now().date() - timedelta(days=int(days)) if days else None


@needs(Permission.CONNECT)
def page(request: HttpRequest, platform: str) -> HttpResponse:
    if platform not in CLIENTS:
        raise Http404
    reader = reader_of(platform)
    if request.method == "POST" and "looked" in request.POST:
        return _keep(request, platform)
    form = ConnectForm(reader, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"reader": reader, "form": form}
    if form.is_bound and form.is_valid():
        context |= _look(reader, form, signed_in(request))
    return render(request, "collect/connect.html", context)


def _look(reader: Reader, form: ConnectForm, by: User) -> dict[str, Any]:
    secrets = {secret.name: form.cleaned_data[secret.name].strip() for secret in reader.secrets}
    names = form.cleaned_data["places"].split()
    try:
        found = look(reader.platform, secrets, names, form.since)
    except (CredentialsRefused, PlaceGone, RateLimited, Unreachable) as refused:
        return {"refused": str(refused)}
    if not found.places:
        return {"refused": " ".join(found.problems) or "None of these can be read."}
    return {
        "found": found,
        "looked": _sealed(secrets, found, form.since, _whose(by, reader.platform)),
        "minutes": minutes(found),
    }


def minutes(found: Found) -> int:
    """How long the first reading takes at least: what a quota holds at once, then hour by hour; a second a request."""
    longest = 0.0
    for name, requests in found.requests.items():
        told = next((one for one in found.budgets if one.name == name), None)
        beyond = max(requests - told.left, 0) / told.limit * 60 if told and told.limit else 0
        longest = max(longest, requests / 60, beyond)
    return max(round(longest), 1)


def _whose(by: User, platform: str) -> str:
    return f"{by.pk} {platform}"


def _sealed(secrets: dict[str, str], found: Found, since: date | None, whose: str) -> str:
    """What was looked at, so that just that is kept: encrypted, as it holds what opens the account."""
    told = found._asdict() | {"places": [list(place) for place in found.places], "budgets": [], "requests": {}}
    told["expires_at"] = found.expires_at.isoformat() if found.expires_at else None
    kept = {"whose": whose, "secrets": secrets, "found": told, "since": since.isoformat() if since else None}
    return keys.cipher().encrypt(json.dumps(kept).encode()).decode()


def _keep(request: HttpRequest, platform: str) -> HttpResponse:
    try:
        looked = keys.cipher().decrypt(request.POST["looked"].encode(), ttl=int(LOOKED_FOR.total_seconds()))
    except InvalidToken:
        messages.error(request, "That look is too long ago. Nothing was connected; enter it once more.")
        return redirect("collect:connect", platform)
    kept, by = json.loads(looked), signed_in(request)
    if kept["whose"] != _whose(by, platform):
        raise PermissionDenied(Permission.CONNECT)
    ends = kept["found"]["expires_at"]
    found = Found(**kept["found"])._replace(
        places=[Place(*place) for place in kept["found"]["places"]],
        expires_at=datetime.fromisoformat(ends) if ends else None,
    )
    if there := already(platform, found):
        messages.error(request, f"{there.account} is connected already, with just these. Nothing was changed.")
        return redirect("collect:connection", there.pk)
    since = date.fromisoformat(kept["since"]) if kept["since"] else None
    made = connect(platform, kept["secrets"], found, since, by)
    audit.record(request, "connection.made", str(made), places=[place.name for place in found.places])
    messages.success(request, f"Connected. {made.account} is read from now on.")
    return redirect("collect:connection", made.pk)
