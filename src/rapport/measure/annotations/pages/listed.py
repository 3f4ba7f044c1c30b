"""What happened, all of it: a form to write something down, and the list by year."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.annotations import kept
from rapport.measure.annotations.happened import everything
from rapport.measure.annotations.pages.form import choices, led_back, typed
from rapport.people.current import current

PER_PAGE = 50


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, typed(request.GET))
    values = typed(request.POST)
    try:
        made = kept.add(kept.read(values), signed_in(request))
    except kept.AnnotationRefused as refused:
        return _shown(request, values, refused)
    audit.record(request, "annotation.added", kept.named(made))
    messages.success(request, f"“{made.title}” is written down. It stands in the charts of its time.")
    return redirect(led_back(request))


def _shown(request: HttpRequest, values: dict[str, str], refused: kept.AnnotationRefused | None = None) -> HttpResponse:
    acts = current()
    pages = Paginator(everything(acts), PER_PAGE)
    context: dict[str, Any] = {"typed": values, "refused": refused, "back": request.GET.get("back", "")}
    context |= choices(acts) | {"page_obj": pages.get_page(request.GET.get("page"))}
    return render(request, "measure/annotations/listed.html", context, status=400 if refused else 200)
