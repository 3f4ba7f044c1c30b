"""The palette's answers: members, pages, metrics and actions that match what one typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, needs
from rapport.console.finding import find

LONGEST = 100


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    """A fragment for the palette; a whole page where it is opened by its address."""
    words = request.GET.get("q", "")[:LONGEST].replace("\0", "")
    assert isinstance(request.user, User)  # noqa: S101  # `needs` lets nobody else in
    found = find(words, request.user)
    template = "console/found.html" if request.headers.get("HX-Request") else "console/find.html"
    return render(request, template, {"q": words, "found": found})
