"""Where an owner sets up the ways to prove an account: at which platforms, with which client and secret."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.mine import apps
from rapport.people.mine.proof import NUMBERED
from rapport.words.platforms import name_of

NEEDED = ("server_url", "key", "team")
_FIELDS: dict[str, Callable[[], forms.Field]] = {
    "server_url": lambda: forms.URLField(assume_scheme="https"),
    "platform": lambda: forms.ChoiceField(
        choices=[("", "No platform: only the address proves"), *((each, name_of(each)) for each in NUMBERED)],
        help_text="Choose one only if the server's claim sub is the account's number there, as 42.",
    ),
}


class AppForm(forms.Form):
    name = forms.CharField(max_length=40, help_text="As people know it; it stands on the button.")
    client_id = forms.CharField(
        max_length=191, label="Client id", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label="Client secret",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Kept encrypted, and never shown again.",
    )

    def __init__(self, data: object, kind: apps.Kind) -> None:
        super().__init__(data, initial={"name": kind.name})  # type: ignore[arg-type]
        if not kind.registers:
            del self.fields["client_id"], self.fields["secret"]
        for name in kind.asks:
            make = _FIELDS.get(name, forms.CharField)()
            make.label, make.required = apps.ASKED[name], name in NEEDED
            self.fields[name] = make

    def clean(self) -> dict[str, Any]:
        if place := self.cleaned_data.get("place"):  # a host, as it stands before the numbers in the ledger
            self.cleaned_data["place"] = place.strip().lower().partition("://")[2].strip("/") or place.strip().lower()
        if self.cleaned_data.get("platform") and not self.cleaned_data.get("place"):
            self.add_error("place", "Say at which host that platform is, so that nobody gets what is another's.")
        return self.cleaned_data


@needs(Permission.SETTINGS)
def page(request: HttpRequest) -> HttpResponse:
    """`add`: which kind one is about to set up. POST keeps it, or with `drop` removes one."""
    if number := request.POST.get("drop", ""):
        return _drop(request, number)
    kind = apps.KINDS.get(request.POST.get("kind") or request.GET.get("add") or "")
    if kind and apps.is_taken(kind):
        messages.error(request, f"{kind.name} is set up already. Remove it first; nothing was changed.")
        return redirect("people:proofs")
    form = AppForm(request.POST if request.method == "POST" else None, kind) if kind else None
    if kind and form and form.is_valid():
        values = {name: form.cleaned_data[name] for name in kind.asks}
        name, client_id, secret = (form.cleaned_data.get(name, "") for name in ("name", "client_id", "secret"))
        app = apps.keep(kind, name, client_id, secret, values, server=request.POST.get("server", ""))
        audit.record(request, "proof.added", app.name, provider=kind.provider)
        messages.success(request, f"People can prove who they are with {app.name}.")
        return redirect("people:proofs")
    server = apps.next_server() if kind and kind.provider in apps.SERVERS else ""
    context = {
        "apps": [(app, apps.redirect_of(app.provider, app.provider_id)) for app in apps.configured()],
        "kinds": [kind for kind in apps.KINDS.values() if not apps.is_taken(kind)],
        "kind": kind,
        "form": form,
        "server": server,
        "redirect": apps.redirect_of(kind.provider, server) if kind else "",
    }
    return render(request, "people/mine/apps.html", context)


def _drop(request: HttpRequest, number: str) -> HttpResponse:
    app = next((app for app in apps.configured() if str(app.pk) == number), None)
    if app is None:
        raise Http404
    audit.record(request, "proof.dropped", app.name, provider=app.provider)
    apps.drop(app)
    messages.success(request, f"Nobody can prove anything with {app.name} any more.")
    return redirect("people:proofs")
