"""Every promise that is open, the next due first."""

from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.notes.open import open_tasks

PER_PAGE = 50


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    pages = Paginator(open_tasks(datetime.now(UTC).date(), promise=True), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "page_obj": shown,
        "promised": shown.object_list,
        "may_change": may(signed_in(request), Permission.PEOPLE),
        "swapped": "HX-Request" in request.headers,
        "from": "promises",
    }
    return render(request, "people/notes/promises.html", context)
