"""What came of a proof that proved nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.people.mine.visit import visited


@visited
def cancelled(request: HttpRequest) -> HttpResponse:
    return _say(request, "You turned back", "Nothing was proved, and nothing was told to us.")


@visited
def failed(request: HttpRequest) -> HttpResponse:
    return _say(
        request,
        "That did not work",
        "The other side did not say who you are. Nothing was changed; try again, or prove your e-mail address.",
    )


@visited
def nothing(request: HttpRequest) -> HttpResponse:
    return _say(
        request,
        "Nothing that we could use",
        "It told us of no account that we would know and of no address that it has checked. Try another way.",
    )


def _say(request: HttpRequest, title: str, text: str) -> HttpResponse:
    return render(request, "people/mine/was.html", {"title": title, "text": text})
