"""The receipt of an erasure, for whom it was of: shown while the visit lasts, and nobody else can find it by it."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.people.mine.visit import visited


@visited
def page(request: HttpRequest) -> HttpResponse:
    """As a file with `?file=1`. Who keeps neither has nothing more to come back to: shown once."""
    receipt = request.session.get("receipt")
    if not receipt:
        return redirect("mine:prove")
    if request.GET.get("file"):
        answer = HttpResponse(orjson.dumps(receipt, option=orjson.OPT_INDENT_2), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="receipt-{receipt["receipt"]}.json"'
        return answer
    return render(request, "people/mine/receipt.html", {"receipt": receipt})
