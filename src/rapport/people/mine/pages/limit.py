"""Have what is held stored and nothing else done with it, or lift that again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.people.mine import limiting, visit
from rapport.people.mine.holdings import holding
from rapport.people.pages.naming import named


@visit.proven
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    mine = holding(visit.proofs(request))
    wanted = request.POST.get("limit") == "1"
    if wanted:
        limiting.limit(mine.keys, None, by_themselves=True)
        said = "Limited: it is stored, and nobody is shown it or works with it."
    else:
        limiting.lift(mine.keys)
        said = "No longer limited: everything is as before."
    for member in mine.members:
        audit.record(None, "person.limited" if wanted else "person.unlimited", named(member), by_themselves=True)
    messages.success(request, said)
    return redirect("mine:start")
