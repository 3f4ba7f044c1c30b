"""Forget a person for good. It cannot be taken back, so it asks by name and shows first what goes."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.figures import figures
from rapport.people.listing import identities_of
from rapport.people.mine.receipts import erase
from rapport.people.models import Member
from rapport.people.pages.naming import named


@needs(Permission.ERASE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    typed = request.POST.get("name", "")
    if request.method == "POST" and typed.strip() == str(member):
        with transaction.atomic():
            subject = named(member)
            receipt = erase([member])
            audit.record(
                request, "person.erased", subject, identities=receipt.identities, activities=receipt.activities,
                receipt=receipt.reference,
            )  # fmt: skip
        messages.success(
            request,
            f"Forgotten: {receipt.identities:,} identities and {receipt.activities:,} activities."
            f" The receipt is {receipt.reference}.",
        )
        return redirect("people:list")
    identities = identities_of([member.pk]).get(member.pk, [])
    counted = figures(member.pk).activities
    wrong = "That is not the name. Nothing was forgotten." if request.method == "POST" else ""
    context = {"member": member, "identities": identities, "activities": counted, "wrong": wrong, "typed": typed}
    return render(request, "people/forget.html", context, status=400 if wrong else 200)
