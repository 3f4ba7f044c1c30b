"""One's own name, as the team sees it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts.permissions import Permission, needs, signed_in


class ProfileForm(forms.Form):
    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    me = signed_in(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, initial={"name": me.name})
    if form.is_valid():
        me.name = form.cleaned_data["name"]
        me.save(update_fields=["name"])
        messages.success(request, "Your name is saved.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})
