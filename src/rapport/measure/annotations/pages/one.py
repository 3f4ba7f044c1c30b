"""Change what somebody wrote down, take it away, put it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.measure.annotations import kept
from rapport.measure.annotations.pages.form import choices, typed
from rapport.measure.models import Annotation
from rapport.people.current import current


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    one = _found(number)
    context: dict[str, Any] = {"annotation": one} | choices(current())
    if request.method != "POST":
        values = {name: str(value or "") for name, value in kept.fields_of(one)}
        return render(request, "measure/annotations/one.html", context | {"typed": values})
    values = typed(request.POST)
    try:
        kept.change(one, kept.read(values))
    except kept.AnnotationRefused as refused:
        return render(
            request, "measure/annotations/one.html", context | {"typed": values, "refused": refused}, status=400
        )
    audit.record(request, "annotation.changed", kept.named(one))
    messages.success(request, "Saved.")
    return redirect("measure:annotations")


@needs(Permission.SEE)
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    one = _found(number)
    subject = kept.named(one)
    token = kept.remove(one)
    audit.record(request, "annotation.removed", subject)
    messages.success(request, f"“{one.title}” is removed.", extra_tags=reverse("measure:annotation-back", args=[token]))
    return redirect("measure:annotations")


@needs(Permission.SEE)
@require_POST
def back(request: HttpRequest, token: str) -> HttpResponse:
    """Put back what was removed, as long as somebody has the page that offers it."""
    try:
        one = kept.put_back(token)
    except kept.AnnotationRefused as refused:
        messages.error(request, str(refused))
    else:
        audit.record(request, "annotation.added", kept.named(one))
        messages.success(request, f"“{one.title}” is back.")
    return redirect("measure:annotations")


def _found(number: int) -> Annotation:
    try:
        return kept.find(number)
    except kept.AnnotationUnknown as unknown:
        raise Http404(str(unknown)) from unknown
