"""Erase what is held, for good. It asks for a word, shows first what goes, and gives a receipt."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import audit
from rapport.people.mine import visit
from rapport.people.mine.counted import counted
from rapport.people.mine.holdings import addresses_of, holding
from rapport.people.mine.receipts import erase_identities, told
from rapport.people.pages.naming import named

WORD = "erase"


@visit.proven
def page(request: HttpRequest) -> HttpResponse:
    proofs = visit.proofs(request)
    mine, addresses = holding(proofs), addresses_of(proofs)
    if not (mine.identities or addresses):
        return redirect("mine:start")
    typed = request.POST.get("word", "").strip().lower()
    if request.method == "POST" and typed == WORD:
        with transaction.atomic():
            subjects = ", ".join(named(member) for member in mine.members) or "nobody here"
            receipt = erase_identities(mine.keys, addresses, by_themselves=True)
            audit.record(None, "person.erased", subjects, receipt=receipt.reference, by_themselves=True)
        visit.end(request)
        request.session["receipt"] = told(receipt)
        return redirect("mine:receipt")
    context = {
        "held": mine,
        "activities": sum(one.n for one in counted(mine.keys)),
        "word": WORD,
        "wrong": request.method == "POST",
    }
    return render(request, "people/mine/erase.html", context, status=400 if request.method == "POST" else 200)
