"""The form's fields become a text; the list is then asked for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rapport.accounts.permissions import Permission, needs
from rapport.people.segments.form import write_form
from rapport.people.segments.pages.leading import to_text
from rapport.people.wanted import WantedRefused


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    try:
        text = write_form({name: str(value) for name, value in request.GET.items()})
    except WantedRefused as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
    return redirect(to_text(text))
