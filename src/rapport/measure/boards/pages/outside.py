"""What every answer to a stranger's link says: keep it nowhere, list it nowhere, tell nobody where one came from."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

Answer = TypeVar("Answer", bound=HttpResponseBase)


def unlisted(answer: Answer) -> Answer:
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def nothing_there(request: HttpRequest) -> HttpResponse:
    """The same for what never was, what ended and what was taken back."""
    return unlisted(render(request, "measure/boards/nothing_there.html", status=404))


def too_often(request: HttpRequest) -> HttpResponse:
    return unlisted(render(request, "measure/boards/too_often.html", status=429))
