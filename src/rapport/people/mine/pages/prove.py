"""Where one proves who one is: by an account, or by an e-mail address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.people.mine import apps
from rapport.people.mine.visit import proofs, visited


@visited
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "people/mine/prove.html", ways() | {"proofs": proofs(request)})


def ways() -> dict[str, object]:
    """By which one can prove something here."""
    return {"apps": apps.configured(), "mail": bool(settings.EMAIL_URL)}
