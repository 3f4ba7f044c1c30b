"""The way back from a server of the Fediverse."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rapport.people.mine import visit
from rapport.people.mine.mastodon.outside import NoAnswer
from rapport.people.mine.mastodon.signing_in import finish


@visit.visited
def page(request: HttpRequest) -> HttpResponse:
    if request.GET.get("error") == "access_denied":
        return redirect("mine:cancelled")
    try:
        proof = finish(request, request.GET.get("state", ""), request.GET.get("code", ""))
    except NoAnswer:
        return redirect("mine:failed")
    if proof is None:
        return redirect("mine:nothing")
    visit.add(request, [proof])
    return redirect("mine:start")
