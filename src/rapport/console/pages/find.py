"""The palette's answers: members, pages, metrics and actions that match what one typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    """A fragment for the palette; a whole page without JavaScript."""
    return render(request, "console/find.html", {"q": request.GET.get("q", "")})
