"""One's own tokens for the API. A POST makes one and shows it, this once."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rapport.accounts import audit, tokens
from rapport.accounts.permissions import Permission, needs, signed_in

LASTS = [("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "until I take it back")]


class TokenForm(forms.Form):
    name = forms.CharField(max_length=60, label="Name", help_text="What it is for: weekly report.")
    days = forms.ChoiceField(choices=LASTS, required=False, initial="90", label="Works for")


@needs(Permission.SEE)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def page(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST if request.method == "POST" else None)
    shown = _make(request, form) if form.is_valid() else ""
    mine = signed_in(request).tokens.order_by("-made_at", "-id")
    context = {"form": TokenForm() if shown else form, "shown": shown, "tokens": mine, "now": timezone.now()}
    answer = render(request, "accounts/tokens.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _make(request: HttpRequest, form: TokenForm) -> str:
    """The new token's text; empty if it was refused."""
    days = form.cleaned_data["days"]
    lasts = timedelta(days=int(days)) if days else None
    try:
        token, text = tokens.make(signed_in(request), form.cleaned_data["name"], lasts)
    except tokens.TokenRefused as error:
        form.add_error("name", str(error))
        return ""
    audit.record(request, "token.made", token, days=days or "no end")
    return text
