"""Forget an import: says first what goes and what stays, then leaves the job that does it.

Of a large import that takes a second or two to count: the page is there at once and asks for it.
"""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.collect.brought import how_many
from rapport.collect.models import Import
from rapport.collect.takeback import NotForgotten, begin, look, refusal
from rapport.collect.tasks import forget_soon
from rapport.ledger.claims import ACTIVITY

AT_ONCE = 20_000
"""Activities that are counted while one waits for the page."""


@needs(Permission.IMPORT)
def page(request: HttpRequest, number: int) -> HttpResponse:
    import_ = get_object_or_404(Import, pk=number)
    refused = refusal(import_)
    if request.method == "POST" and not refused:
        try:
            _begin(request, import_)
        except NotForgotten as since:
            messages.error(request, str(since))
        else:
            messages.success(request, "It is being forgotten.")
        return redirect("collect:import", number)
    held = how_many(number, ACTIVITY)
    counted = held <= AT_ONCE or "counted" in request.GET
    context = {
        "import": import_,
        "refused": refused,
        "held": held,
        "counts": look(import_) if counted and not refused else None,
    }
    return render(request, "collect/forget.html", context, status=409 if request.method == "POST" else 200)


@transaction.atomic
def _begin(request: HttpRequest, import_: Import) -> None:
    begin(import_)
    audit.record(request, "import.forgotten", str(import_), activities=how_many(import_.pk, ACTIVITY))
    forget_soon(import_.pk)
