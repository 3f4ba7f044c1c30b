"""How often one person may be written to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.thanks.contact import ContactRefused, days_between, set_days_between


@needs(Permission.TEAM)
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    text, before = request.POST.get("days", ""), days_between()
    try:
        if not (text.isdecimal() and len(text) < 6):
            raise ContactRefused(f"'{text}' is no number of days. Nothing was changed.")
        set_days_between(int(text))
    except ContactRefused as refused:
        messages.error(request, str(refused))
        return redirect("people:thanks")
    audit.record(request, "contact.often", "", was=before, now=int(text))
    messages.success(request, f"One person is written to at most once in {text} days.")
    return redirect("people:thanks")
