"""Forget an import: says first what goes and what stays, then leaves the job that does it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.collect.models import Import
from rapport.collect.takeback import NotForgotten, begin, look, refusal
from rapport.collect.tasks import forget_soon


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
    counts = None if refused else look(import_)
    context = {"import": import_, "refused": refused, "counts": counts}
    return render(request, "collect/forget.html", context, status=409 if request.method == "POST" else 200)


@transaction.atomic
def _begin(request: HttpRequest, import_: Import) -> None:
    begin(import_)
    audit.record(request, "import.forgotten", str(import_), **look(import_)._asdict())
    forget_soon(import_.pk)
