"""End the visit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.people.mine import visit


@visit.visited
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    visit.end(request)
    return redirect("mine:prove")
