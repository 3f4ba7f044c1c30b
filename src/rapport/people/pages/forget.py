"""Forget a person for good. It cannot be taken back, so it asks by name and shows first what goes."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.ledger.tasks import sweep_soon
from rapport.people.erasing import forget
from rapport.people.figures import figures
from rapport.people.listing import identities_of
from rapport.people.models import Member
from rapport.people.pages.naming import named


@needs(Permission.ERASE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    typed = request.POST.get("name", "")
    if request.method == "POST" and typed.strip() == str(member):
        with transaction.atomic():
            gone = forget([member])
            audit.record(
                request, "person.erased", named(member), identities=gone.identities, activities=gone.activities
            )
            sweep_soon()
        messages.success(request, f"Forgotten: {gone.identities:,} identities and {gone.activities:,} activities.")
        return redirect("people:list")
    identities = identities_of([member.pk]).get(member.pk, [])
    counted = figures(member.pk).activities
    wrong = "That is not the name. Nothing was forgotten." if request.method == "POST" else ""
    context = {"member": member, "identities": identities, "activities": counted, "wrong": wrong, "typed": typed}
    return render(request, "people/forget.html", context, status=400 if wrong else 200)
