"""What this home is and how it is set."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "console/settings.html")
