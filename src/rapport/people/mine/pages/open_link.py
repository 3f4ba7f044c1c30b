"""The page behind a mailed link. Opening it changes nothing, so previews of links do no harm; its button proves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts.ratelimit import limited
from rapport.people.mine import links, visit
from rapport.people.mine.proof import address


@visit.visited
@limited("entrance")
def page(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST" and (proved := links.use(token)):
        visit.add(request, [address(proved)])
        return redirect("mine:start")
    works = request.method != "POST" and links.works(token)
    return render(request, "people/mine/open.html", {"works": works}, status=200 if works else 410)
